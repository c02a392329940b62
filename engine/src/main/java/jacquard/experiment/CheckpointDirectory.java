package jacquard.experiment;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of checkpoints: {@code step-<steps>.jqd}, and {@code best_<score>.jqd} for the best
 * one.
 *
 * <p>They form <em>lines</em>. A run that does not continue from the newest checkpoint, since it is
 * of another program or experiment or went back to an older one, begins a new line, whose number
 * stands before {@code .jqd}: {@code step-<steps>.2.jqd}. The newest checkpoint is the one after
 * the most steps in the last line, and no line's checkpoints are removed for another's.
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

  private final Path path;

  /** The directory at a path. */
  public CheckpointDirectory(Path path) {
    this.path = path;
  }

  /** Where it is. */
  Path path() {
    return path;
  }

  /** The file of a checkpoint taken after some steps. */
  Path step(int line, long steps) {
    return path.resolve(new CheckpointName(line, steps).text());
  }

  /** The file of the best checkpoint, if this is its score. */
  Path best(int line, double score) {
    return path.resolve(new BestName(line, score).text());
  }

  /**
   * Writes a checkpoint of a run into this directory, which is made if need be, and keeps only the
   * newest {@code count} of its line.
   *
   * <p>The steps alone tell whether it continues the line that is there: fewer than the newest
   * checkpoint has begin a new line. So use a directory for one run.
   *
   * @param steps how many steps the run has completed
   * @throws CheckpointException if it cannot be written
   * @throws IOException if the directory cannot be made, or an older checkpoint not deleted
   */
  public void save(Checkpoint checkpoint, long steps, int count) throws IOException {
    Files.createDirectories(path);
    Checkpoint.removeAbandoned(path);
    CheckpointName newest = newest();
    int line = newest == null ? 1 : newest.line() + (steps < newest.steps() ? 1 : 0);
    Path file = step(line, steps);
    checkpoint.write(file);
    keepNewest(count, file);
  }

  /**
   * The line of a run that is about to be saved here after some steps: the last one if the run has
   * come from its newest checkpoint, else a new one.
   *
   * @param origin the name of the newest file here that the run has come from; null for none
   */
  int line(@Nullable String origin, long steps) throws IOException {
    CheckpointName newest = newest();
    if (newest == null) {
      return 1;
    }
    boolean continues = newest.text().equals(origin) && steps >= newest.steps();
    return continues ? newest.line() : newest.line() + 1;
  }

  private @Nullable CheckpointName newest() throws IOException {
    List<Path> files = newestFirst();
    return files.isEmpty() ? null : CheckpointName.of(files.getFirst());
  }

  /** The highest score of the best checkpoints in a line; negative infinity if there is none. */
  double bestScore(int line) throws IOException {
    double best = Double.NEGATIVE_INFINITY;
    for (Path file : files()) {
      BestName name = BestName.of(file);
      if (name != null && name.line() == line) {
        best = Math.max(best, name.score());
      }
    }
    return best;
  }

  void removeBestBelow(int line, double score) throws IOException {
    for (Path file : files()) {
      BestName name = BestName.of(file);
      if (name != null && name.line() == line && name.score() < score) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Removes all but {@code count} checkpoints of a line up to one that was just written. Those
   * after more steps stay and do not count: they are damaged, or another run's.
   */
  void keepNewest(int count, Path written) throws IOException {
    CheckpointName last = Objects.requireNonNull(CheckpointName.of(written));
    int kept = 0;
    for (Path file : newestFirst()) {
      CheckpointName name = Objects.requireNonNull(CheckpointName.of(file));
      if (name.line() == last.line() && name.steps() <= last.steps() && ++kept > count) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * The checkpoints, the newest first: of the last line by their steps, then of those before it.
   *
   * @throws IOException if the directory cannot be read
   */
  public List<Path> newestFirst() throws IOException {
    return files().stream()
        .filter(file -> CheckpointName.of(file) != null)
        .sorted(Comparator.comparing(CheckpointDirectory::name).reversed())
        .toList();
  }

  private static CheckpointName name(Path file) {
    return Objects.requireNonNull(CheckpointName.of(file));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.toList();
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
      return taking(Checkpoint.read(path), path, List.of(), attached, types);
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
        return taking(checkpoint, file, skipped, attached, types);
      }
    } catch (IOException e) {
      throw new CheckpointException("cannot look into " + path + ": " + e, e);
    }
    throw new CheckpointException(
        "there is no whole checkpoint in "
            + path
            + (skipped.isEmpty() ? "" : "; damaged: " + String.join("; ", skipped)));
  }

  private static Resumed taking(
      Checkpoint checkpoint,
      Path file,
      List<String> skipped,
      Map<String, Object> attached,
      Class<?>... types) {
    Experiment experiment = Experiment.taking(checkpoint, attached, types);
    experiment.origins().add(file);
    return new Resumed(experiment, file, skipped);
  }
}
