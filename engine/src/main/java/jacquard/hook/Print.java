package jacquard.hook;

import jacquard.vm.Atomic;
import jacquard.vm.Moment;
import jacquard.vm.Names;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The hook that prints where the run stands, and values.
 *
 * @param values what is printed
 */
@Atomic
public record Print(List<Value> values) implements NamedHook {
  /**
   * Prints where the run stands, and the values.
   *
   * @throws Exception what the method threw
   */
  public void tell(Moment moment) throws Exception {
    StringBuilder line = new StringBuilder(moment.where());
    String between = ": ";
    for (Value value : values) {
      line.append(between).append(value).append(' ').append(Value.shown(value.at(moment)));
      between = ", ";
    }
    moment.print(line.toString());
  }

  @Override
  public String text(Names names) {
    String all = values.stream().map(v -> v.text(names)).collect(Collectors.joining(", "));
    return values.isEmpty() ? "print" : "print(" + all + ")";
  }
}
