package jacquard.experiment;

import jacquard.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The best checkpoint of a line: its score, and its copy as long as that is not on the disk. */
final class BestCheckpoint {
  /**
   * One that is not on the disk.
   *
   * @param failure why it could not be written yet; null if it was not tried
   */
  record Missing(StateCopy copy, double score, @Nullable Throwable failure) {}

  private @Nullable Missing missing;
  private double score = Double.NEGATIVE_INFINITY;

  /** A line begins or is continued, in which a score is on the disk. */
  synchronized void begin(double onDisk) {
    missing = null;
    score = onDisk;
  }

  /** There is a better one, which is to be written. */
  synchronized void set(StateCopy copy, double higher) {
    missing = new Missing(copy, higher, null);
    score = higher;
  }

  /** The highest score that is on the disk or to be written; negative infinity for none. */
  synchronized double score() {
    return score;
  }

  synchronized @Nullable Missing missing() {
    return missing;
  }

  /**
   * Writes one that is not on the disk; whatever is thrown leaves it so.
   *
   * @param disk writes a checkpoint into a file, atomically
   */
  void write(Missing best, Path file, BiConsumer<Checkpoint, Path> disk) {
    try {
      disk.accept(best.copy().checkpoint(), file);
      written(best, null);
    } catch (Throwable e) {
      written(best, e);
      throw e;
    }
  }

  private synchronized void written(Missing best, @Nullable Throwable failure) {
    if (score > best.score()) {
      return; // there is a better one already
    }
    missing = failure == null ? null : new Missing(best.copy(), best.score(), failure);
  }
}
