package jacquard.flow;

import jacquard.vm.Args;
import java.util.Locale;

/**
 * One application of work to one datum.
 *
 * @param work the same object for all jobs of a row, which workers then copy only once
 * @param index its place in the row, from 0: results are joined in this order
 * @param datum what the work is applied to
 */
public record Job<D, R>(Work<D, R> work, long index, D datum) {
  /** Such as {@code job 3, Square of (7)}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "job %d, %s of %s", index, work.getClass().getSimpleName(), shown(datum));
  }

  private static String shown(Object datum) {
    String text = Args.of(datum).toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  private static final int SHOWN = 200;
}
