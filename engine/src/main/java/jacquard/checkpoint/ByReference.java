package jacquard.checkpoint;

/**
 * A large immutable object that is saved as where it came from and what it contained.
 *
 * <p>On loading it is attached again through the function registered with its class ({@link
 * Types#reference}), and refused if the fingerprints differ.
 */
public interface ByReference {
  /** Where the object can be had again, such as a resource or file; empty if nowhere. */
  String source();

  /** A text that differs when the content does. */
  String fingerprint();
}
