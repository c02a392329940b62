package jacquard.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.experiment.Experiment;
import jacquard.laws.Laws;
import jacquard.laws.Spec;
import jacquard.laws.Specs;
import jacquard.vm.Args;
import jacquard.vm.Vm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Random programs with generators and components, saved after any step and finished elsewhere. */
class ResumeTest {
  private static final long LIMIT = 70;

  @SuppressWarnings("NullAway.Init")
  private static Path directory;

  @BeforeContainer
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("resume");
  }

  @AfterContainer
  static void removeDirectory() throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Provide
  Arbitrary<Spec> programs() {
    return Specs.programs();
  }

  @Provide
  Arbitrary<Args> arguments() {
    return Specs.arguments();
  }

  @Property(tries = 300)
  void savingBeforeEveryStepChangesNothing(
      @ForAll("programs") Spec spec, @ForAll("arguments") Args args) {
    Laws.savingChangesNothing(() -> World.experiment(spec), "main", args, LIMIT, World.TYPES);
  }

  @Property(tries = 300)
  void savingOnceAfterAnyStepChangesNothing(
      @ForAll("programs") Spec spec, @ForAll("arguments") Args args) {
    Laws.savingOnceChangesNothing(
        () -> World.experiment(spec), "main", args, LIMIT, 1, saved -> saved, World.TYPES);
  }

  @Property(tries = 40)
  void goingThroughAFileChangesNothing(
      @ForAll("programs") Spec spec, @ForAll("arguments") Args args) {
    Laws.savingOnceChangesNothing(
        () -> World.experiment(spec), "main", args, LIMIT, 9, ResumeTest::throughFile, World.TYPES);
  }

  private static Checkpoint throughFile(Checkpoint checkpoint) {
    Path file = directory.resolve("through.jqd");
    checkpoint.write(file);
    Checkpoint read = Checkpoint.read(file);
    assertEquals(checkpoint.fingerprint(), read.fingerprint());
    return read;
  }

  /** A few steps of each program are finished in a virtual machine that has seen nothing. */
  @Property(tries = 5)
  void finishingInAnotherProcessChangesNothing(
      @ForAll("programs") Spec random, @ForAll("arguments") Args args) {
    Spec spec = Spec.of("REPEAT", 3, List.of(random, Spec.call("next:5"), Spec.call("say:a")));
    Experiment whole = World.experiment(spec);
    whole.start("main", args.values().toArray());
    String end = Resumer.finish(whole, LIMIT);
    long steps = whole.run("main").steps();
    List<String> arguments = new ArrayList<>(List.of(Long.toString(LIMIT)));
    for (long k = 0; k <= steps; k += Math.max(1, steps / 4)) {
      arguments.add(saved(spec, args, k).toString());
    }
    Child.Result result =
        Child.run(
            Resumer.class,
            List.of("-XX:TieredStopAtLevel=1", "-Dslf4j.internal.verbosity=ERROR"),
            Duration.ofMinutes(1),
            arguments.toArray(String[]::new));
    assertEquals(0, result.code(), () -> String.join("\n", result.lines()));
    assertEquals(java.util.Collections.nCopies(arguments.size() - 1, end), result.lines());
  }

  private static Path saved(Spec spec, Args args, long steps) {
    try {
      Path file = Files.createTempFile(directory, "step" + steps + "-", ".jqd");
      Experiment experiment = World.experiment(spec);
      Vm run = experiment.start("main", args.values().toArray());
      run.runHere(steps);
      experiment.save(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
