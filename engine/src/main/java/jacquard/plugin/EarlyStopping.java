package jacquard.plugin;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.vm.Atomic;
import jacquard.vm.ProgramException;
import java.util.Locale;
import java.util.Set;

/**
 * An action that watches a number that should fall: it fires {@code next} with each new best value,
 * {@code wait} with the best one at each that is no better, and {@code end} with it when there were
 * too many of those in a row.
 *
 * <p>It acts on events whose value is a number, such as a validation error. After its end it
 * watches anew. NaN is never better.
 */
@Atomic
public final class EarlyStopping implements Action, Stateful {
  /** Fired while it waits for a better value. */
  public static final String WAIT = "wait";

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
          String.format(
              Locale.ROOT,
              "early stopping takes a patience of at least 1 and a difference of at least 0, not %d"
                  + " and %s",
              patience,
              minDelta));
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
    double value = Numbers.of(event, "early stopping watches");
    if (value < best - minDelta) {
      best = value;
      waited = 0;
      return Fired.next(best);
    }
    waited++;
    if (waited < patience) {
      return new Fired(WAIT, best);
    }
    double found = best;
    best = Double.POSITIVE_INFINITY;
    waited = 0;
    return Fired.end(found);
  }

  @Override
  public Set<String> events() {
    return Set.of(Event.NEXT, WAIT, Event.END);
  }

  /** The best value since it began; positive infinity before the first. */
  public double best() {
    return best;
  }
}
