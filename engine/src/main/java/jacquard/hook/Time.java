package jacquard.hook;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.vm.Atomic;
import jacquard.vm.Moment;
import jacquard.vm.Names;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The hook that prints how long an execution took.
 *
 * <p>Time is not part of a run: of an execution that began in another process nothing is printed.
 */
@Atomic
public final class Time implements NamedHook, Stateful {
  private final Map<String, Long> begun = new HashMap<>();

  @Override
  public void state(State s) {}

  @Override
  public String text(Names names) {
    return "time";
  }

  /** Prints how long it took, when it is told of the end. */
  public void tell(Moment moment) {
    if (!moment.isAfter()) {
      begun.put(moment.path(), System.nanoTime());
      return;
    }
    Long begin = begun.get(moment.path());
    if (begin != null) {
      double seconds = (System.nanoTime() - begin) / 1e9;
      String node = moment.node().label(moment.names());
      moment.print(String.format(Locale.ROOT, "%s: %s took %.6f s", moment.where(), node, seconds));
      begun.remove(moment.path());
    }
  }
}
