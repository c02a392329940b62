package guide;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import java.util.Set;

/** An action that fires, at each number, the moving average of all so far. */
public final class Smooth implements Action, Stateful {
  private double keep;
  private double average = Double.NaN;

  /**
   * An average of nothing.
   *
   * @param keep how much of the old average is kept at a number, from 0 to 1
   */
  public Smooth(double keep) {
    if (!(keep >= 0 && keep <= 1)) {
      throw new IllegalArgumentException("what is kept is a part from 0 to 1, not " + keep);
    }
    this.keep = keep;
  }

  /** To be loaded. */
  private Smooth() {
    this(0);
  }

  @Override
  public void state(State s) {
    keep = s.value("keep", keep);
    average = s.value("average", average);
  }

  @Override
  public Fired act(Event event) {
    double now = ((Number) event.value()).doubleValue();
    average = Double.isNaN(average) ? now : keep * average + (1 - keep) * now;
    return Fired.next(average);
  }

  @Override
  public Set<String> events() {
    return Set.of(Event.NEXT);
  }

  /** The average so far; NaN before the first number. */
  public double average() {
    return average;
  }
}
