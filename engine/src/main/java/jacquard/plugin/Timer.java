package jacquard.plugin;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.vm.Atomic;

/**
 * An action that measures the time from each event it acts on to the next; it fires nothing.
 *
 * <p>How many laps there were is part of the run. Time is not: what was measured is neither saved
 * nor fired, so that no run depends on it, and a lap that began in another process is not measured.
 */
@Atomic
public final class Timer implements Action, Stateful {
  private static final double NANOS = 1e9;

  private long laps;
  private boolean hasBegun;

  private long measured;
  private long nanos;
  private long began;
  private boolean isRunning;

  /** A timer that has measured nothing. */
  public Timer() {}

  @Override
  public void state(State s) {
    laps = s.value("laps", laps);
    hasBegun = s.value("hasBegun", hasBegun);
  }

  @Override
  public Fired act(Event event) {
    long now = System.nanoTime();
    if (hasBegun) {
      laps++;
    }
    if (isRunning) {
      measured++;
      nanos += now - began;
    }
    hasBegun = true;
    isRunning = true;
    began = now;
    return Fired.NOTHING;
  }

  /** How many laps there were, in all processes. */
  public long laps() {
    return laps;
  }

  /** The time of the laps of this process, in seconds. */
  public double seconds() {
    return nanos / NANOS;
  }

  /** The mean time of a lap of this process, in seconds; NaN before the first. */
  public double meanSeconds() {
    return measured == 0 ? Double.NaN : seconds() / measured;
  }
}
