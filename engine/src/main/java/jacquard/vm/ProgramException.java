package jacquard.vm;

/**
 * A program that asks for something its rules do not allow; the message says what and what to do.
 */
public class ProgramException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for a person. */
  public ProgramException(String message) {
    super(message);
  }
}
