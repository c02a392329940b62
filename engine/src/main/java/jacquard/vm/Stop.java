package jacquard.vm;

/**
 * The way out of bodies that run in place when the machine must stop: the jump is set, and every
 * frame waits as if its body had been suspended.
 */
final class Stop extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The only one; it has nothing to tell. */
  @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace
  static final Stop STOP = new Stop();

  private Stop() {
    super("stop", null, false, false);
  }
}
