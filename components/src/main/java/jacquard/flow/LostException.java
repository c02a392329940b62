package jacquard.flow;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The loss of the worker that was given a job; nobody knows how far that came. */
final class LostException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean blamed;

  /**
   * A loss.
   *
   * @param blamed whether the worker was at this job, which may be why it was lost
   */
  LostException(@Nullable String message, boolean blamed, Throwable cause) {
    super(message, cause);
    this.blamed = blamed;
  }

  boolean isBlamed() {
    return blamed;
  }
}
