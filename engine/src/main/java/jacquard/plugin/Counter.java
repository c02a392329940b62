package jacquard.plugin;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.vm.Atomic;
import jacquard.vm.ProgramException;
import java.util.Locale;

/**
 * An action that counts: it fires {@code next} at every {@code nextCount}-th time and {@code end}
 * exactly once, at the {@code endCount}-th, both with the count.
 *
 * <p>At {@code endCount} it fires {@code end} only; then it counts from 0 again. (The seed's
 * counter compares with {@code >}, so that it would run one iteration too long.)
 */
@Atomic
public final class Counter implements Action, Stateful {
  private long nextCount;
  private long endCount;
  private long count;

  /**
   * A counter at 0.
   *
   * @throws ProgramException if a number is not positive
   */
  public Counter(long nextCount, long endCount) {
    if (nextCount <= 0 || endCount <= 0) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "a counter counts to positive numbers, not %d and %d",
              nextCount,
              endCount));
    }
    this.nextCount = nextCount;
    this.endCount = endCount;
  }

  /** To be loaded. */
  private Counter() {
    this(1, 1);
  }

  @Override
  public void state(State s) {
    nextCount = s.value("nextCount", nextCount);
    endCount = s.value("endCount", endCount);
    count = s.value("count", count);
  }

  @Override
  public Fired act(Event event) {
    count++;
    if (count == endCount) {
      count = 0;
      return Fired.end(endCount);
    }
    return count % nextCount == 0 ? Fired.next(count) : Fired.NOTHING;
  }

  /** How often it has acted since it began or ended. */
  public long count() {
    return count;
  }
}
