package jacquard.event;

import org.jspecify.annotations.Nullable;

/**
 * Something that has happened in a scheduler.
 *
 * @param source the name of the plugin that fired it; empty for the scheduler's own events
 * @param name such as {@code next} or {@code end}
 * @param value the message, or null for none
 */
public record Event(String source, String name, @Nullable Object value) {
  /** Fired by the scheduler at its start, and when it was ended. */
  public static final String BEGIN = "begin";

  /** Fired by a plugin for an iteration. */
  public static final String NEXT = "next";

  /** Fired by a plugin that is done, in place of {@link #NEXT}. */
  public static final String END = "end";

  /** What is known as {@code model.next} or {@code begin}. */
  public String key() {
    return key(source, name);
  }

  static String key(String source, String name) {
    return source.isEmpty() ? name : source + "." + name;
  }

  @Override
  public String toString() {
    return value == null ? key() : key() + "(" + value + ")";
  }
}
