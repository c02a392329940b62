package jacquard.vm;

import org.jspecify.annotations.Nullable;

/**
 * A mark on an exception: what threw it has changed something, although its method is {@link
 * Atomic}.
 *
 * <p>A component needs it where its promise depends on others: on code of a user that it calls, or
 * on a device that refuses to put back what it had changed.
 */
public final class HalfDone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private HalfDone(String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
  }

  /**
   * Marks an exception, which keeps its class and message; one that cannot be marked is wrapped.
   *
   * @return what to throw
   */
  public static RuntimeException mark(Throwable thrown) {
    HalfDone mark = new HalfDone("this may have been done in part", null);
    thrown.addSuppressed(mark);
    for (Throwable each : thrown.getSuppressed()) {
      if (each == mark) {
        return Thrown.<RuntimeException>unchecked(thrown);
      }
    }
    return new HalfDone(String.valueOf(thrown.getMessage()), thrown);
  }

  /** Whether an exception is marked. */
  static boolean isOn(Throwable thrown) {
    if (thrown instanceof HalfDone) {
      return true;
    }
    for (Throwable each : thrown.getSuppressed()) {
      if (each instanceof HalfDone) {
        return true;
      }
    }
    return false;
  }
}
