package jacquard.faults;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import jacquard.experiment.CheckpointDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** The files of a run directory, as they are on the disk. */
final class RunFiles {
  private RunFiles() {}

  /** All files below a directory, none if it is not there. */
  static List<Path> all(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checkpoints that cannot be read, with the reason. */
  static List<String> damagedCheckpoints(Path directory) {
    List<String> damaged = new ArrayList<>();
    for (Path file : all(directory)) {
      if (file.toString().endsWith(".jqd")) {
        try {
          Checkpoint.read(file);
        } catch (CheckpointException e) {
          damaged.add("damaged: " + e.getMessage());
        }
      }
    }
    return damaged;
  }

  /** Files that a writer has left behind half-written. */
  static List<String> leftOver(Path directory) {
    return all(directory).stream()
        .map(file -> directory.relativize(file).toString())
        .filter(name -> name.endsWith(".tmp"))
        .map(name -> "left over: " + name)
        .toList();
  }

  /** The newest checkpoint of a run. */
  static Checkpoint newest(Path run) {
    return Checkpoint.read(checkpoints(run).getFirst());
  }

  /** The checkpoints of a run, the newest first. */
  static List<Path> checkpoints(Path run) {
    Path directory = run.resolve("checkpoints");
    try {
      return Files.isDirectory(directory)
          ? new CheckpointDirectory(directory).newestFirst()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file's text, or a word if it is not there. */
  static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "(none)";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The checksums of all files by their names. */
  static Map<String, Long> digest(Path directory) {
    Map<String, Long> sums = new TreeMap<>();
    for (Path file : all(directory)) {
      CRC32C sum = new CRC32C();
      try {
        sum.update(Files.readAllBytes(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      sums.put(directory.relativize(file).toString(), sum.getValue());
    }
    return sums;
  }

  /** Copies a directory. */
  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Files.copy(each, to.resolve(from.relativize(each)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a directory with what is in it. */
  static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
