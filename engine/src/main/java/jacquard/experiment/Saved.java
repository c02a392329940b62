package jacquard.experiment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * A checkpoint that {@link Autosave} has written.
 *
 * @param file where it is; one that is no longer among those kept may be gone
 * @param steps how many steps the run had completed
 * @param bytes the length of the file
 * @param copying how long the run stood still for the copy of its state
 * @param writing how long the copy took to get on the disk, while the run went on
 */
public record Saved(Path file, long steps, long bytes, Duration copying, Duration writing) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %,d steps, %,d bytes, copied in %,d us, written in %,d us",
        file,
        steps,
        bytes,
        copying.toNanos() / 1000,
        writing.toNanos() / 1000);
  }
}
