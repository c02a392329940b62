package jacquard.event;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.vm.ProgramException;

/**
 * An action that watches a number that should fall: it fires {@code next} with each new best value,
 * and {@code end} with the best one when there was none for too long.
 *
 * <p>It acts on events whose value is a number, such as a validation error. After its end it
 * watches anew. NaN is never better.
 */
public final class EarlyStopping implements Action, Stateful {
  private long patience;
  private double minDelta;
  private double best = Double.POSITIVE_INFINITY;
  private long waited;

  /**
   * A watch that has seen nothing.
   *
   * @param patience how many values in a row may be no better, at least 1: the last of them ends it
   * @param minDelta by how much a better value must be below the best one, 0 or more
   * @throws ProgramException if one is out of range
   */
  public EarlyStopping(long patience, double minDelta) {
    if (patience < 1 || !(minDelta >= 0)) {
      throw new ProgramException(
          "early stopping takes a patience of at least 1 and a difference of at least 0, not %d and %s"
              .formatted(patience, minDelta));
    }
    this.patience = patience;
    this.minDelta = minDelta;
  }

  /** To be loaded. */
  private EarlyStopping() {
    this(1, 0);
  }

  @Override
  public void state(State s) {
    patience = s.value("patience", patience);
    minDelta = s.value("minDelta", minDelta);
    best = s.value("best", best);
    waited = s.value("waited", waited);
  }

  @Override
  public Fired act(Event event) {
    if (!(event.value() instanceof Number value)) {
      throw new ProgramException("early stopping watches numbers, but was given " + event);
    }
    if (value.doubleValue() < best - minDelta) {
      best = value.doubleValue();
      waited = 0;
      return Fired.next(best);
    }
    waited++;
    if (waited < patience) {
      return Fired.NOTHING;
    }
    double found = best;
    best = Double.POSITIVE_INFINITY;
    waited = 0;
    return Fired.end(found);
  }

  /** The best value since it began; positive infinity before the first. */
  public double best() {
    return best;
  }
}
