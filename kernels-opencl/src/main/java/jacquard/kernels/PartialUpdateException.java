package jacquard.kernels;

/** The failure of several updates of which some were made. */
public final class PartialUpdateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PartialUpdateException(String message, Throwable cause) {
    super(message, cause);
  }
}
