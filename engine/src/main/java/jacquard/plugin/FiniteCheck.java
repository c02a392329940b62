package jacquard.plugin;

import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.hook.Finite;
import jacquard.vm.Atomic;
import org.jspecify.annotations.Nullable;

/**
 * An action that throws when a number is not finite, in the event's value or in the state of a
 * component, and fires {@code next} with the value when all are.
 *
 * @param component whose state is looked at; null for the value alone
 */
@Atomic
public record FiniteCheck(@Nullable Object component) implements Action {
  /** A check of values alone. */
  public FiniteCheck() {
    this(null);
  }

  @Override
  public Fired act(Event event) {
    Finite.require("the value of " + event.key(), event.value());
    if (component != null) {
      Finite.require(component.getClass().getSimpleName(), component);
    }
    return Fired.next(event.value());
  }
}
