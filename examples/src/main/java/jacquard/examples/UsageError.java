package jacquard.examples;

/** A mistake in the command line, in words for people; the command exits with 2. */
final class UsageError extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  UsageError(String message) {
    super(message);
  }

  UsageError(String message, Throwable cause) {
    super(message, cause);
  }
}
