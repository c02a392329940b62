package jacquard.other;

/** An interface with a method of its own. */
interface Scored {
  /** A number. */
  default double loss() {
    return 0.5;
  }
}
