package jacquard.experiment;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.checkpoint;
import static jacquard.program.Programs.repeat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.CheckpointException;
import jacquard.checkpoint.FaultyDisk;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The best checkpoint: it holds the state that had the score. */
class BestTest {
  @TempDir private Path directory = Path.of("");

  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  /** Weights that are trained on, and a score that is measured now and then. */
  static final class Model implements Stateful {
    private double weight;
    private double measured = Double.NaN;
    private double weightMeasured = Double.NaN;
    private transient Random random = new Random(0);

    @Override
    public void state(State s) {
      weight = s.value("weight", weight);
      measured = s.value("measured", measured);
      weightMeasured = s.value("weightMeasured", weightMeasured);
    }

    void train() {
      weight++;
    }

    void validate() {
      measured = random.nextInt(8) == 0 ? Double.NaN : random.nextInt(100);
      weightMeasured = weight;
    }

    double score() {
      return measured;
    }
  }

  private static Experiment experiment(Model model) {
    Experiment experiment =
        new Experiment()
            .types(Model.class)
            .component("model", model)
            .program(
                "main",
                repeat(
                    10,
                    repeat(3, call(model::train)),
                    call(model::validate),
                    call(model::train),
                    checkpoint("epoch")));
    experiment.start("main");
    return experiment;
  }

  private static List<Path> best(Path path) throws IOException {
    try (var files = Files.list(path)) {
      return files.filter(file -> file.getFileName().toString().startsWith("best_")).toList();
    }
  }

  @Property(tries = 40)
  void theBestFileHoldsTheStateThatHadTheScore(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int every,
      @ForAll @IntRange(min = 1, max = 3) int keep,
      @ForAll boolean optimized)
      throws IOException {
    Path path = scratch();
    Model model = new Model();
    model.random = new Random(seed);
    Experiment experiment = experiment(model).optimize(optimized);
    try (Autosave autosave = new Autosave(path, warnings::add)) {
      autosave.everySteps(every).keep(keep).keepBest(model::score);
      assertTrue(autosave.run(experiment, "main", Long.MAX_VALUE));
    }
    Model undisturbed = new Model();
    undisturbed.random = new Random(seed);
    double highest = Double.NEGATIVE_INFINITY;
    double weight = 0;
    for (int i = 0; i < 10; i++) { // what the program does, by hand
      undisturbed.weight += 3;
      undisturbed.validate();
      if (undisturbed.measured > highest) {
        highest = undisturbed.measured;
        weight = undisturbed.weight;
      }
      undisturbed.weight++;
    }
    if (highest == Double.NEGATIVE_INFINITY) {
      assertEquals(List.of(), best(path));
      return;
    }
    assertEquals(List.of(path.resolve("best_" + highest + ".jqd")), best(path));
    Model kept =
        Experiment.load(best(path).getFirst(), Model.class).component("model", Model.class);
    assertEquals(highest, kept.measured);
    assertEquals(weight, kept.weight);
    assertEquals(kept.weightMeasured, kept.weight);
  }

  private @Nullable Path scratch;

  private Path scratch() throws IOException {
    scratch = Files.createTempDirectory("best");
    return scratch;
  }

  @AfterTry
  void clean() throws IOException {
    Path path = scratch;
    if (path != null) {
      try (var files = Files.walk(path)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  /** A model whose score is what the step says. */
  private static Experiment scored(Model model, double... scores) {
    model.measured = Double.NaN;
    int[] next = {0};
    Scores all = new Scores();
    all.action = () -> model.measured = scores[next[0]++];
    all.next = next;
    Experiment experiment =
        new Experiment()
            .types(Model.class, Scores.class)
            .component("model", model)
            .component("scores", all)
            .program("main", repeat(scores.length, call(all::next)));
    experiment.start("main");
    return experiment;
  }

  /** Calls that set a score. */
  static final class Scores implements Stateful {
    private transient Runnable action = () -> {};
    private transient Runnable before = () -> {};
    private transient int[] next = {};

    @Override
    public void state(State s) {}

    void next() {
      if (next.length > 0 && next[0] == 1) {
        before.run();
      }
      action.run();
    }
  }

  @Test
  void aBestThatCouldNotBeWrittenIsWrittenLater() throws IOException {
    Model model = new Model();
    Experiment experiment = scored(model, 100, 150, 120);
    boolean[] full = {false};
    try (Autosave autosave =
        new Autosave(
            directory,
            warnings::add,
            (checkpoint, file) -> {
              if (full[0] && file.toString().contains("best_150")) {
                full[0] = false;
                throw new OutOfMemoryError("once");
              }
              checkpoint.write(file);
            },
            System::nanoTime)) {
      full[0] = true;
      assertTrue(autosave.keepBest(model::score).run(experiment, "main", Long.MAX_VALUE));
    }
    assertEquals(List.of(directory.resolve("best_150.0.jqd")), best(directory));
    assertTrue(warnings.getFirst().contains("no best checkpoint of score 150.0"), "" + warnings);
  }

  /** What is on the disk counts: here 100, after 150 was never written. */
  @Test
  void aLaterBetterOneThanTheOneOnTheDiskIsKept() throws IOException {
    Model model = new Model();
    try (Autosave autosave =
        new Autosave(
            directory,
            warnings::add,
            (checkpoint, file) -> {
              if (file.toString().contains("best_150")) {
                throw new OutOfMemoryError("always");
              }
              checkpoint.write(file);
            },
            System::nanoTime)) {
      autosave.keepBest(model::score);
      Experiment experiment = scored(model, 100, 150, 120);
      experiment.component("scores", Scores.class).before =
          () -> await(directory.resolve("best_100.0.jqd"));
      CheckpointException e =
          assertThrows(
              CheckpointException.class, () -> autosave.run(experiment, "main", Long.MAX_VALUE));
      assertTrue(String.valueOf(e.getMessage()).contains("of score 150.0"), e.getMessage());
      assertEquals(List.of(directory.resolve("best_100.0.jqd")), best(directory));
    }
    Experiment again =
        CheckpointDirectory.resume(directory, java.util.Map.of(), Model.class, Scores.class)
            .experiment();
    try (Autosave autosave = new Autosave(directory, warnings::add)) {
      autosave.keepBest(() -> 110).run(again, "main", Long.MAX_VALUE);
    }
    assertEquals(List.of(directory.resolve("best_110.0.jqd")), best(directory));
  }

  private static void await(Path file) {
    long patience = System.nanoTime() + 30_000_000_000L;
    while (!Files.exists(file)) {
      assertTrue(System.nanoTime() < patience, file + " is missing");
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void aScoreThatThrowsIsOneWarning() throws IOException {
    Model model = new Model();
    int[] looks = {0};
    try (Autosave autosave = new Autosave(directory, warnings::add)) {
      autosave.keepBest(
          () -> {
            if (looks[0]++ < 20) {
              throw new NoClassDefFoundError("of the score");
            }
            return looks[0] == 30 ? Double.NaN : 1;
          });
      assertTrue(autosave.run(experiment(model), "main", Long.MAX_VALUE));
    }
    assertEquals(1, warnings.size(), warnings.toString());
    assertEquals(List.of(directory.resolve("best_1.0.jqd")), best(directory));
  }

  @Test
  void aDiskThatFailsForTheBestOnlyIsAnExceptionAtTheEnd() throws IOException {
    Model model = new Model();
    FaultyDisk good = new FaultyDisk(Long.MAX_VALUE, Long.MAX_VALUE, AssertionError::new);
    try (Autosave autosave =
        new Autosave(
            directory,
            warnings::add,
            (checkpoint, file) -> {
              if (file.toString().contains("best_")) {
                throw new IllegalStateException("full");
              }
              good.write(checkpoint, file);
            },
            System::nanoTime)) {
      autosave.keepBest(model::score);
      CheckpointException e =
          assertThrows(
              CheckpointException.class,
              () -> autosave.run(scored(model, 1), "main", Long.MAX_VALUE));
      assertTrue(String.valueOf(e.getMessage()).contains("best checkpoint"), e.getMessage());
      assertTrue(String.valueOf(e.getMessage()).contains("full"), e.getMessage());
    }
    assertEquals(List.of(), best(directory));
  }
}
