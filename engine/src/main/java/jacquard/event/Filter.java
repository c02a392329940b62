package jacquard.event;

import org.jspecify.annotations.Nullable;

/** A test of an event's value; to be saved it is a record or otherwise registered. */
@FunctionalInterface
public interface Filter {
  /** Whether an event of this value counts. It must change nothing. */
  boolean accepts(@Nullable Object value);
}
