package jacquard.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.Experiment;
import jacquard.laws.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged and forged files, loaded by a process of little memory.
 *
 * <p>{@code -Dfuzz.seed} repeats a run, {@code -Dfuzz.each} sets how many forgeries of each kind,
 * and twice as many accidents.
 */
class FuzzTest {
  private static final int EACH = Integer.getInteger("fuzz.each", 1060);

  @TempDir private Path directory = Path.of("");

  @Test
  void everyDamagedFileIsRefusedClearly() throws IOException {
    wholeFiles();
    long start = System.nanoTime();
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    Path classes = directory.resolve("classes.txt");
    Child.Result result =
        Child.run(
            FuzzTarget.class,
            List.of(
                "-Xmx128m",
                "-XX:MaxDirectMemorySize=16m",
                "-XX:+UseSerialGC",
                "-Dslf4j.internal.verbosity=ERROR",
                "-Xlog:class+load:file=" + classes + "::filecount=0"),
            Duration.ofMinutes(5),
            directory.toString(),
            Integer.toString(EACH),
            Long.toString(seed));
    String told = "seed " + seed + "\n" + String.join("\n", result.lines());
    System.out.println(
        Mutants.Kind.total(EACH)
            + " mutants in "
            + (System.nanoTime() - start) / 1_000_000_000
            + " s, "
            + told);
    assertEquals(0, result.code(), told);
    assertTrue(result.lines().contains("DONE"), told);
    assertFalse(told.contains("BAD") || told.contains("TRAP"), told);
    for (String line : Files.readAllLines(classes)) {
      assertFalse(
          line.contains("java.lang.ProcessBuilder ")
              || line.contains("ScriptEngineManager")
              || line.contains("Mutants$Trap"),
          line);
    }
  }

  private void wholeFiles() throws IOException {
    Spec weave =
        Spec.of(
            "WEAVE",
            0,
            List.of(
                Spec.of("LOOP", 0, List.of(Spec.call("next:5"), Spec.call("tee"))),
                Spec.of("BUFFER", 9, List.of(Spec.call("say:a")))));
    Spec plain = Spec.of("REPEAT", 9, List.of(Spec.call("next"), Spec.call("inc")));
    Spec[] specs = {weave, plain, Spec.of("SEQ", 0, List.of(weave, plain))};
    for (int i = 0; i < specs.length; i++) {
      for (long steps : new long[] {0, 5, 16, 17}) {
        Experiment experiment = World.experiment(specs[i]);
        experiment.start("main", 3L).runHere(steps);
        experiment.save(directory.resolve("whole-" + i + "-" + steps + ".jqd"));
      }
    }
  }
}
