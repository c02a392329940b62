package jacquard.checkpoint;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The saver of an experiment's checkpoints, which loads each kind of thing it is given once before
 * it is saved: what would not come back is refused, not lost.
 *
 * <p>The first checkpoint is loaded again into fresh objects, encoded once more and compared. So is
 * a later one that holds what none before did: another class, component, node, or body with locals.
 */
public final class Verification {
  private static final Logger LOG = LoggerFactory.getLogger(Verification.class);

  /** How many problems of one experiment are told in one exception. */
  private static final int MOST = 5;

  private final Set<List<String>> known = new HashSet<>();

  /** Of an experiment of which nothing was saved yet. */
  public Verification() {}

  /**
   * A copy of an experiment's state; its runs must be paused.
   *
   * @throws CheckpointException if something cannot be saved or would not be loaded, naming it by
   *     path or component
   */
  public Checkpoint copy(Checkpoint.Image image, Types types) {
    return verified(image, types).copied();
  }

  /**
   * Writes an experiment's state without keeping a copy; its runs must be and stay paused.
   *
   * @throws CheckpointException if something cannot be saved, would not be loaded, or written
   */
  public void save(Checkpoint.Image image, Types types, Path file) {
    verified(image, types).write(file);
  }

  /**
   * What keeps an experiment from being saved and loaded again, a sentence each.
   *
   * @throws CheckpointException if something cannot be saved at all
   */
  public static List<String> problems(Checkpoint.Image image, Types types) {
    Structure structure = new Structure();
    Encoder values = new Encoder(structure, types, image.embedsData());
    ImageCodec.encode(image, structure, values);
    StructureText.check(structure);
    return Trial.of(image, types, structure, values);
  }

  private Checkpoint verified(Checkpoint.Image image, Types types) {
    Structure structure = new Structure();
    Encoder values = new Encoder(structure, types, image.embedsData());
    ImageCodec.encode(image, structure, values);
    Checkpoint checkpoint = Checkpoint.of(structure, values);
    Set<List<String>> kinds = kinds(structure);
    if (!known.containsAll(kinds) && fits(checkpoint.arrayBytes())) {
      List<String> problems = Trial.of(image, types, structure, values);
      if (!problems.isEmpty()) {
        throw new CheckpointException(text(problems));
      }
      known.addAll(kinds);
    }
    return checkpoint;
  }

  private static String text(List<String> problems) {
    String text = String.join("\n", problems.subList(0, Math.min(MOST, problems.size())));
    int more = problems.size() - MOST;
    return more > 0 ? String.format(Locale.ROOT, "%s%nand %d more", text, more) : text;
  }

  /** Whether there is memory for the arrays once more. */
  private static boolean fits(long bytes) {
    Runtime runtime = Runtime.getRuntime();
    long free = runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    if (bytes > free) {
      LOG.warn(
          "the experiment is saved without being loaded once to see that it can be: its arrays"
              + " ({} bytes) do not fit into the memory that is free ({} bytes)",
          bytes,
          free);
    }
    return bytes <= free;
  }

  /** What is to be seen once of each kind of row. */
  private static Set<List<String>> kinds(Structure structure) {
    Set<List<String>> kinds = new HashSet<>();
    for (Map<String, String> row : structure.table("objects")) {
      kinds.add(
          List.of(
              Structure.get(row, "_type"),
              row.getOrDefault("_name", ""),
              row.containsKey("_source") ? "by reference" : ""));
    }
    for (Map<String, String> row : structure.table("frames")) {
      kinds.add(List.copyOf(new TreeSet<>(row.keySet())));
    }
    for (Map<String, String> row : structure.table("nodes")) {
      kinds.add(
          List.of(
              "node",
              Structure.get(row, "construct"),
              row.getOrDefault("owner", ""),
              row.getOrDefault("method", ""),
              row.getOrDefault("descriptor", "")));
    }
    return kinds;
  }
}
