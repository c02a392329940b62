package jacquard.experiment;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of checkpoints of one experiment: {@code step-<steps>.jqd}, and {@code
 * best_<score>.jqd} for the best one.
 */
public final class CheckpointDirectory {
  /**
   * An experiment that was found in a directory.
   *
   * @param experiment ready to go on
   * @param file it was loaded from
   * @param skipped one message for each newer file that was damaged
   */
  public record Resumed(Experiment experiment, Path file, List<String> skipped) {}

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointDirectory.class);
  private static final Pattern STEP = Pattern.compile("step-(\\d{12,19})\\.jqd");
  private static final Pattern BEST = Pattern.compile("best_(.+)\\.jqd");

  private final Path path;

  /** The directory at a path. */
  public CheckpointDirectory(Path path) {
    this.path = path;
  }

  /** Tries whether a file can be written into it. */
  void tryOut() throws IOException {
    Path trial = Files.createTempFile(path, ".trial", ".tmp");
    Files.write(trial, new byte[1 << 12], StandardOpenOption.SYNC);
    Files.delete(trial);
  }

  /** The file of a checkpoint taken after so many steps. */
  Path step(long steps) {
    return path.resolve(String.format(Locale.ROOT, "step-%012d.jqd", steps));
  }

  /**
   * Writes a checkpoint taken after so many steps, into a directory that is made if need be, and
   * keeps only the newest {@code count} up to it.
   *
   * @throws CheckpointException if it cannot be written
   * @throws IOException if the directory cannot be made, or an older checkpoint not deleted
   */
  public void save(Checkpoint checkpoint, long steps, int count) throws IOException {
    Files.createDirectories(path);
    checkpoint.write(step(steps));
    keepNewest(count, step(steps));
  }

  /** The file of the best checkpoint, if this is its score. */
  Path best(double score) {
    return path.resolve("best_" + score + ".jqd");
  }

  /** The highest score of a best checkpoint; negative infinity if there is none. */
  double bestScore() throws IOException {
    double best = Double.NEGATIVE_INFINITY;
    for (Path file : files(BEST)) {
      best = Math.max(best, score(file));
    }
    return best;
  }

  void removeBestBelow(double score) throws IOException {
    for (Path file : files(BEST)) {
      if (score(file) < score) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static double score(Path file) {
    Matcher matcher = BEST.matcher(file.getFileName().toString());
    try {
      return matcher.matches() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * Removes all but {@code count} checkpoints up to one that was just written. Those after more
   * steps stay and do not count: they are damaged, or another run's.
   */
  void keepNewest(int count, Path written) throws IOException {
    List<Path> files = newestFirst();
    int first = files.indexOf(written);
    for (int i = Math.max(first, 0) + count; i < files.size(); i++) {
      Files.deleteIfExists(files.get(i));
    }
  }

  /**
   * The checkpoints by their steps, the newest first.
   *
   * @throws IOException if the directory cannot be read
   */
  public List<Path> newestFirst() throws IOException {
    return files(STEP);
  }

  private List<Path> files(Pattern name) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> name.matcher(file.getFileName().toString()).matches())
          .sorted(
              Comparator.comparingInt((Path file) -> file.getFileName().toString().length())
                  .thenComparing(file -> file.getFileName().toString())
                  .reversed())
          .toList();
    }
  }

  /**
   * The experiment of the newest checkpoint that is whole, or of the very file that is given.
   *
   * @param path a directory or a file
   * @param attached objects to take for those that were saved by reference, by fingerprint
   * @param types classes of one's own that it may hold, beside those of the jars
   * @throws CheckpointException if there is no whole one, or it does not fit the classes or data
   */
  public static Resumed resume(Path path, Map<String, Object> attached, Class<?>... types) {
    if (!Files.isDirectory(path)) {
      Experiment experiment = Experiment.taking(Checkpoint.read(path), attached, types);
      return new Resumed(experiment, path, List.of());
    }
    List<String> skipped = new ArrayList<>();
    try {
      for (Path file : new CheckpointDirectory(path).newestFirst()) {
        Checkpoint checkpoint;
        try {
          checkpoint = Checkpoint.read(file);
        } catch (CheckpointException e) {
          skipped.add(String.valueOf(e.getMessage()));
          LOG.warn("an older checkpoint is taken: {}", e.getMessage());
          continue;
        }
        return new Resumed(Experiment.taking(checkpoint, attached, types), file, skipped);
      }
    } catch (IOException e) {
      throw new CheckpointException("cannot look into " + path + ": " + e, e);
    }
    throw new CheckpointException(
        "there is no whole checkpoint in "
            + path
            + (skipped.isEmpty() ? "" : "; damaged: " + String.join("; ", skipped)));
  }
}
