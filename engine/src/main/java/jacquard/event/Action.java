package jacquard.event;

import java.util.Set;

/**
 * A component written to be a plugin: it sees the event it acts on and says what to fire.
 *
 * <p>To be saved it is {@link jacquard.checkpoint.Stateful}, as any component.
 */
public interface Action {
  /**
   * Acts once.
   *
   * @throws Exception anything; the scheduler's {@link OnFailure} says what follows
   */
  Fired act(Event event) throws Exception;

  /** The events it may fire. */
  default Set<String> events() {
    return Set.of(Event.NEXT, Event.END);
  }
}
