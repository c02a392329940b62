package jacquard.checkpoint;

/**
 * A checkpoint that cannot be made, written, read or loaded; the message says where and what to do.
 */
public class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for a person. */
  public CheckpointException(String message) {
    super(message);
  }

  /** With a message for a person, and what caused it. */
  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
