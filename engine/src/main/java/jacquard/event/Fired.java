package jacquard.event;

import org.jspecify.annotations.Nullable;

/**
 * The event an action fires: what it returns to say more than "next, with this value".
 *
 * @param name the event's name; empty for no event
 * @param value the message, or null for none
 */
public record Fired(String name, @Nullable Object value) {
  /** No event: the action only looked. */
  public static final Fired NOTHING = new Fired("", null);

  /** An iteration is done. */
  public static Fired next(@Nullable Object value) {
    return new Fired(Event.NEXT, value);
  }

  /** The plugin is done; it may be started again by the next event it acts on. */
  public static Fired end(@Nullable Object value) {
    return new Fired(Event.END, value);
  }
}
