package jacquard.report;

import org.jspecify.annotations.Nullable;

/** Something is wrong with a run directory; the message says where, and what to do. */
public final class RunException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A failure of the directory itself, such as a run that goes on in another process. */
  public RunException(String message) {
    super(message);
  }

  /** A failure with what the file system or a parser said. */
  public RunException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
