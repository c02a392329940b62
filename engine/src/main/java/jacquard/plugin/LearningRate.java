package jacquard.plugin;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.vm.Atomic;

/**
 * An action that follows a {@link Schedule}: each time it fires {@code next} with the rate of the
 * next count, from 0 on.
 *
 * <p>A learner takes the rate by a call: {@code Plugin.of("set_rate", call(mlp::setRate))} that
 * acts on this one's {@code next}.
 */
@Atomic
public final class LearningRate implements Action, Stateful {
  private Schedule schedule;
  private long count;

  /** A rate before its first count. */
  public LearningRate(Schedule schedule) {
    this.schedule = schedule;
  }

  /** To be loaded. */
  private LearningRate() {
    this(Schedule.constant(1));
  }

  @Override
  public void state(State s) {
    schedule = s.value("schedule", schedule);
    count = s.value("count", count);
  }

  @Override
  public Fired act(Event event) {
    double rate = schedule.at(count);
    count++;
    return Fired.next(rate);
  }

  /** The rate it has fired last; the first one before that. */
  public double rate() {
    return schedule.at(Math.max(0, count - 1));
  }

  /** Goes back to count 0. */
  public void clear() {
    count = 0;
  }
}
