package jacquard.experiment;

import java.util.function.BooleanSupplier;

/**
 * How far a run may go for now, as other threads ask: without limit, no further, or for a number of
 * steps. The run itself waits here between two steps.
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

  /** Makes the run look again at why it waits. */
  synchronized void wake() {
    notifyAll();
  }

  /** Takes in what was asked, and gives the number of steps up to which a paused run may go. */
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

  /**
   * Waits until a run that is paused after some steps may go on, there is something else, or the
   * thread is interrupted; it stays interrupted.
   */
  synchronized void await(long steps, BooleanSupplier isElse) {
    try {
      while (limit(steps) <= steps && !isElse.getAsBoolean()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
