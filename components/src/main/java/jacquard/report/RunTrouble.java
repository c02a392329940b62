package jacquard.report;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of something that a run writes, and that may fail without ending the run: says once
 * that it cannot be written, and once that it can be again.
 */
final class RunTrouble {
  private final String what;
  private final Consumer<String> warnings;
  private @Nullable Throwable failure;

  /**
   * Nothing has failed yet.
   *
   * @param what it is, such as {@code the state of r}
   * @param warnings called with each sentence
   */
  RunTrouble(String what, Consumer<String> warnings) {
    this.what = what;
    this.warnings = warnings;
  }

  /** Tries to write; gives whether it was written. */
  synchronized boolean attempt(RunFile.Action action) {
    boolean wasThere = failure != null;
    attemptLast(action);
    boolean isThere = failure != null;
    if (isThere && !wasThere) {
      warnings.accept(
          String.format(
              Locale.ROOT, "cannot write %s: %s; the run goes on and tries again", what, reason()));
    } else if (wasThere && !isThere) {
      warnings.accept(what + " can be written again");
    }
    return !isThere;
  }

  /** Tries to write for the last time; what fails is said by whoever asks {@link #isThere}. */
  synchronized void attemptLast(RunFile.Action action) {
    try {
      action.run();
      failure = null;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      failure = e;
    }
  }

  /** What it is. */
  String what() {
    return what;
  }

  /** Whether the last attempt failed. */
  synchronized boolean isThere() {
    return failure != null;
  }

  /** Why the last attempt failed. */
  synchronized String reason() {
    return failure instanceof Exception e ? RunFile.reason(e) : String.valueOf(failure);
  }

  /** What the last attempt failed with, or null. */
  synchronized @Nullable Throwable failure() {
    return failure;
  }
}
