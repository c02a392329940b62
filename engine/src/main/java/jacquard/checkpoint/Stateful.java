package jacquard.checkpoint;

/**
 * A component that declares its state: everything its behaviour depends on.
 *
 * <p>One method both saves and loads, so that the two cannot drift apart:
 *
 * <pre>{@code
 * public void state(State s) {
 *   weights = s.value("weights", weights);
 *   position = s.value("position", position);
 * }
 * }</pre>
 *
 * <p>Values may be primitive, text, enums, arrays, collections of the JDK, records, {@link
 * jacquard.vm.Args} and other stateful objects; classes of one's own must be registered ({@link
 * SavedTypes}). When loading, the object was made by its constructor without parameters, of
 * whatever visibility. Fields that share an array, a collection or an object share it again after
 * loading, and may refer to each other in circles.
 *
 * <p>Every field must be given to {@code s}, but those that are derived from others and handles,
 * such as files and threads: declare these {@code transient}. Before an experiment is saved first
 * it is loaded once in memory, and what would be lost is refused; so the constructor and {@code
 * state} run once more than seems needed, and must do nothing but set fields.
 *
 * <p>Lists, queues, sets and maps are loaded as the class they were; what cannot be changed, such
 * as {@code List.of}, as an {@code ArrayList}, {@code LinkedHashSet} or {@code LinkedHashMap} in
 * the order it had. Refused are a {@code HashMap} and whatever else has an order that would be
 * another after loading; {@code engine/docs/CHECKPOINTS.md} lists them.
 *
 * <p>Fields that are renamed say so by {@link Formerly}, records by {@link FormerComponents};
 * {@code engine/docs/EVOLUTION.md} has all rules for changed classes.
 */
public interface Stateful {
  /** Gives every field to {@code s} and takes back what it returns. */
  void state(State s);

  /** The version of this declaration, from 1; raise it when fields change their meaning. */
  default int stateVersion() {
    return 1;
  }
}
