package jacquard.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Calls side by side that their components {@linkplain Chained join} into one function.
 *
 * @param calls the calls, two or more
 * @param function what they are joined to
 */
public record Chain(List<Call> calls, UnaryOperator<Object> function) {
  /** No chain is longer; each length is asked for. */
  private static final int LONGEST = 16;

  /** The longest chain that begins with a child; null if there is none. */
  public static @Nullable Chain at(List<Node> children, int first) {
    List<Call> calls = candidates(children, first);
    for (int length = calls.size(); length > 1; length--) {
      List<Call> some = List.copyOf(calls.subList(0, length));
      Chained component = (Chained) some.get(0).method().receiver();
      UnaryOperator<Object> function =
          component == null ? null : component.chain(some.stream().map(Call::method).toList());
      if (function != null) {
        return new Chain(some, function);
      }
    }
    return null;
  }

  private static List<Call> candidates(List<Node> children, int first) {
    List<Call> calls = new ArrayList<>();
    for (int i = first; i < children.size() && calls.size() < LONGEST; i++) {
      Call call = children.get(i).unhookedCall();
      if (call != null
          && call.method().receiver() instanceof Chained
          && !call.method().isLambda()) {
        calls.add(call);
      } else {
        break;
      }
    }
    return calls;
  }

  /** How many calls it stands for. */
  int length() {
    return calls.size();
  }

  /** What the calls give; null if they are to be made one by one. */
  @Nullable Object apply(Object value) {
    try {
      return function.apply(value);
    } catch (Throwable t) {
      keepInterrupt(t);
      return null; // the call that fails tells why
    }
  }

  static void keepInterrupt(Throwable t) {
    if (t instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
  }
}
