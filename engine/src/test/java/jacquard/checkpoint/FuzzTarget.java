package jacquard.checkpoint;

import jacquard.experiment.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A main that loads damaged files and tells of every answer that is no clear error. */
final class FuzzTarget {
  private FuzzTarget() {}

  /** Takes a directory of whole files, the number of mutants of each kind, and a seed. */
  public static void main(String[] args) throws IOException {
    List<byte[]> whole = new ArrayList<>();
    try (var files = Files.newDirectoryStream(Path.of(args[0]), "*.jqd")) {
      for (Path file : files) {
        whole.add(Files.readAllBytes(file));
      }
    }
    Mutants mutants = new Mutants(whole, Long.parseLong(args[2]));
    Path file = Path.of(args[0], "mutant-" + args[2]);
    Map<Mutants.Kind, Integer> loaded = new EnumMap<>(Mutants.Kind.class);
    Map<Mutants.Kind, Long> slowest = new EnumMap<>(Mutants.Kind.class);
    for (Mutants.Kind kind : Mutants.Kind.values()) {
      for (int i = 0; i < kind.count(Integer.parseInt(args[1])); i++) {
        byte[] mutant = mutants.next(kind);
        if (whole.stream().anyMatch(bytes -> java.util.Arrays.equals(bytes, mutant))) {
          continue; // the damage undid itself
        }
        Files.write(file, mutant);
        long start = System.nanoTime();
        if (load(file, kind, i)) {
          loaded.merge(kind, 1, Integer::sum);
        }
        slowest.merge(kind, (System.nanoTime() - start) / 1_000_000, Math::max);
      }
    }
    System.out.println("LOADED " + loaded + " SLOWEST " + slowest);
    System.out.println("DONE");
  }

  /** Whether a mutant is taken for whole. */
  private static boolean load(Path file, Mutants.Kind kind, int number) {
    try {
      Checkpoint checkpoint = Checkpoint.read(file);
      inspect(checkpoint);
      Experiment.restore(checkpoint, Map.of(), World.TYPES);
      if (!kind.isRepaired()) {
        System.out.println("BAD " + kind + " " + number + ": the damage went unseen");
      }
      return true;
    } catch (CheckpointException e) {
      String message = String.valueOf(e.getMessage());
      boolean clear = message.contains(file.toString());
      clear &= kind.isRepaired() || message.contains("offset") || message.contains("layout");
      if (!clear) {
        System.out.println("BAD " + kind + " " + number + ": says only " + message);
      }
      return false;
    } catch (Throwable t) {
      System.out.println("BAD " + kind + " " + number + ": " + t);
      t.printStackTrace(System.out);
      return false;
    }
  }

  private static void inspect(Checkpoint checkpoint) {
    try {
      for (String program : checkpoint.programs()) {
        checkpoint.steps(program);
        checkpoint.frames(program).forEach(path -> checkpoint.frame(program, path));
      }
      checkpoint.components().keySet().forEach(checkpoint::component);
    } catch (CheckpointException e) {
      // Of these the caller knows which file they are about.
    }
  }
}
