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
 * <p>Values may be primitive, text, enums, arrays, lists, maps, records, {@link jacquard.vm.Args}
 * and other stateful objects; classes of one's own must be registered ({@link SavedTypes}). When
 * loading, the object was made by its constructor without parameters, of whatever visibility. Two
 * fields that share an array or a stateful object share it again after loading.
 *
 * <p>A list is loaded as an {@code ArrayList}, a map sorted by its keys as a {@code TreeMap}, any
 * other map as a {@code LinkedHashMap} in the order it had; so declare fields as {@code List} and
 * {@code Map}. A {@code HashMap} is refused, because the order of what is added later would differ.
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
