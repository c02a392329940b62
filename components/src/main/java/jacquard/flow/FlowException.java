package jacquard.flow;

/** The failure of a flow: what it was given does not fit it, or it was used out of turn. */
public final class FlowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure, told to people. */
  public FlowException(String message) {
    super(message);
  }

  /** A failure, told to people, and what made it. */
  public FlowException(String message, Throwable cause) {
    super(message, cause);
  }
}
