package jacquard.checkpoint;

/** What components throw while they are saved or loaded, said with the place where they did. */
final class Failures {
  private Failures() {}

  /**
   * The failure to throw on: what was said already, or has nothing to do with the component (memory
   * is exhausted), is thrown as it is.
   */
  static CheckpointException at(Object place, String what, Throwable t) {
    if (t instanceof CheckpointException said) {
      return said;
    }
    if (t instanceof VirtualMachineError e && !(t instanceof StackOverflowError)) {
      throw e;
    }
    return new CheckpointException(place + " " + what + ": " + t, t);
  }
}
