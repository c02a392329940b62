package jacquard.checkpoint;

/**
 * A provider of the classes that checkpoints may instantiate.
 *
 * <p>Each jar with such classes names its provider in {@code
 * META-INF/services/jacquard.checkpoint.SavedTypes}. No other class is ever loaded or instantiated
 * because a file names it.
 */
public interface SavedTypes {
  /** Registers the classes. */
  void register(Types types);
}
