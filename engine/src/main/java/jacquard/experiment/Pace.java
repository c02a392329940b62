package jacquard.experiment;

import java.util.function.BooleanSupplier;

/**
 * How far a run may go for now, as other threads say: on, no further, or so many steps. The run
 * itself waits here between two steps.
 */
final class Pace {
  private static final long ON = Long.MAX_VALUE;

  private long until = ON;
  private long asked;

  synchronized void hold() {
    until = -1;
    asked = 0;
  }

  synchronized void goOn() {
    until = ON;
    asked = 0;
    notifyAll();
  }

  synchronized void step(long steps) {
    if (steps <= 0) {
      throw new IllegalArgumentException("steps to take must be positive, not " + steps);
    }
    asked = sum(asked, steps);
    notifyAll();
  }

  synchronized boolean isHeld() {
    return until != ON;
  }

  /** Has the run look again at why it waits. */
  synchronized void wake() {
    notifyAll();
  }

  /** How many steps may be completed, for a run that is paused after so many. */
  synchronized long limit(long steps) {
    if (asked > 0) {
      long from = until == ON ? steps : Math.max(until, steps);
      until = sum(from, asked);
      asked = 0;
    }
    until = Math.max(until, steps);
    return until;
  }

  private static long sum(long a, long b) {
    return a >= ON - b ? ON - 1 : a + b;
  }

  /** Whether a run that is paused after so many steps has to wait. */
  synchronized boolean holds(long steps) {
    return limit(steps) <= steps;
  }

  /**
   * Waits until a run that is paused after so many steps may go on, or there is something else; an
   * interrupt lets it go on.
   */
  synchronized void await(long steps, BooleanSupplier isElse) {
    try {
      while (holds(steps) && !isElse.getAsBoolean()) {
        wait();
      }
    } catch (InterruptedException e) {
      goOn(); // as an interrupted run that is not held
      Thread.currentThread().interrupt();
    }
  }
}
