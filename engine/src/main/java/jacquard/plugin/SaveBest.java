package jacquard.plugin;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.vm.Atomic;
import jacquard.vm.HalfDone;
import jacquard.vm.ProgramException;
import org.jspecify.annotations.Nullable;

/**
 * An action that keeps the state a component had at the lowest number: it fires {@code next} with
 * each new lowest one.
 *
 * <p>Let it act before whatever trains the component further. {@link #restore} puts the best state
 * back. What is kept is saved with the run. The component declares its state so that it can be
 * loaded into the object that has it, as the library's learners do.
 */
@Atomic
public final class SaveBest implements Action, Stateful {
  private Stateful component;
  private double best = Double.POSITIVE_INFINITY;
  private @Nullable Snapshot kept;

  /** Of a component, nothing kept as yet. */
  public SaveBest(Stateful component) {
    this.component = component;
  }

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private SaveBest() {}

  @Override
  @SuppressWarnings("NullAway") // a nullable field
  public void state(State s) {
    component = s.value("component", component);
    best = s.value("best", best);
    kept = s.value("kept", kept);
  }

  @Override
  public Fired act(Event event) {
    double value = Numbers.of(event, "the best state is that of the lowest of");
    if (!(value < best)) {
      return Fired.NOTHING;
    }
    kept = Snapshot.of(component);
    best = value;
    return Fired.next(best);
  }

  /**
   * Puts the component's best state back and begins anew.
   *
   * @return the number at which it was kept
   * @throws ProgramException if none was
   */
  public double restore() {
    if (kept == null) {
      throw new ProgramException(
          "no state was kept to be put back: every number so far was NaN or infinite, or none"
              + " came");
    }
    Snapshot before = Snapshot.of(component);
    try {
      kept.restore();
    } catch (RuntimeException | Error e) {
      putBack(before, e);
      throw e;
    }
    double found = best;
    clear();
    return found;
  }

  /** A state that could be put back in part only is none that the component ever had. */
  private static void putBack(Snapshot before, Throwable failure) {
    try {
      before.restore();
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
      throw HalfDone.mark(failure);
    }
  }

  /** Forgets what was kept. */
  public void clear() {
    kept = null;
    best = Double.POSITIVE_INFINITY;
  }

  /** The number at which the state was kept; positive infinity if none was. */
  public double best() {
    return best;
  }
}
