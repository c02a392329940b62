package jacquard.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * The visitor of a component's fields: it keeps their values when saving, gives them when loading.
 */
public interface State {
  /**
   * A field: saving, its value is kept and given back; loading, the saved value is given.
   *
   * @param name of the field: letters, digits and {@code _}
   * @param value its value now
   * @return its value from now on
   * @throws CheckpointException if the value cannot be saved, or none was saved under this name
   */
  <T extends @Nullable Object> T value(String name, T value);

  /** Whether values are given rather than kept. */
  boolean isLoading();

  /** The {@linkplain Stateful#stateVersion version} of what is given, or that is kept. */
  int version();

  /** Whether a value of this name is given; when saving, true. */
  boolean has(String name);
}
