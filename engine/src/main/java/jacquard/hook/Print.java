package jacquard.hook;

import jacquard.vm.Moment;
import java.util.List;

/**
 * The hook that prints where the run stands, and values.
 *
 * @param values what is printed
 */
record Print(List<Value> values) {
  void tell(Moment moment) throws Exception {
    StringBuilder line = new StringBuilder(moment.where());
    String between = ": ";
    for (Value value : values) {
      line.append(between).append(value).append(' ').append(Value.shown(value.at(moment)));
      between = ", ";
    }
    moment.print(line.toString());
  }
}
