package jacquard.experiment;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.checkpoint;
import static jacquard.program.Programs.repeat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.vm.Atomic;
import jacquard.vm.Jump;
import jacquard.vm.Observer;
import jacquard.vm.StepException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When checkpoints are taken, which are kept, and that none is torn. */
class AutosaveTest {
  @TempDir private Path directory = Path.of("");

  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  /** A component all of whose values are the number of calls so far. */
  static final class Counter implements Stateful {
    private long[] values = new long[10_000];
    private long failAt = -1;
    private transient Runnable awaited = () -> {};

    @Override
    public void state(State s) {
      values = s.value("values", values);
      failAt = s.value("failAt", failAt);
    }

    @Atomic
    void tick() {
      if (values[0] == failAt) {
        throw new IllegalStateException("at " + failAt);
      }
      Arrays.setAll(values, i -> values[i] + 1);
    }

    void await() {
      awaited.run();
    }

    void nap() throws InterruptedException {
      tick();
      Thread.sleep(2);
    }
  }

  private final Counter counter = new Counter();

  private Experiment ticking(long rounds) {
    Experiment experiment =
        new Experiment()
            .types(Counter.class)
            .component("counter", counter)
            .program("main", repeat(rounds, call(counter::tick)));
    experiment.start("main");
    return experiment;
  }

  private Autosave autosave() {
    return new Autosave(directory, warnings::add);
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(".lock"))
          .sorted()
          .toList();
    }
  }

  private int saved() {
    try {
      return new CheckpointDirectory(directory).newestFirst().size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long ticks(Checkpoint checkpoint) {
    return ((long[]) Objects.requireNonNull(checkpoint.component("counter").get("values")))[0];
  }

  private static String step(long steps) {
    return String.format(Locale.ROOT, "step-%012d.jqd", steps);
  }

  private void finish(Autosave autosave, Experiment experiment) {
    try (autosave) {
      assertTrue(autosave.run(experiment, "main", Long.MAX_VALUE));
    }
  }

  /** Every file is of one moment: the values of the counter agree with the steps and themselves. */
  private void assertNoneTorn() throws IOException {
    for (Path file : new CheckpointDirectory(directory).newestFirst()) {
      Checkpoint checkpoint = Checkpoint.read(file);
      long[] values =
          (long[]) Objects.requireNonNull(checkpoint.component("counter").get("values"));
      assertEquals(10_000, values.length);
      assertTrue(Arrays.stream(values).allMatch(value -> value == values[0]), file.toString());
      assertEquals(checkpoint.steps("main") / 2, values[0]);
    }
  }

  @Test
  void everyStepsSavesAtMultiplesAndAtTheEnds() throws IOException {
    try (Autosave autosave = autosave().everySteps(8)) {
      assertFalse(autosave.run(ticking(10), "main", 8));
    }
    assertTrue(List.of(step(0), step(8)).containsAll(names()) && names().contains(step(8)));
    Experiment again = CheckpointDirectory.resume(directory, Map.of(), Counter.class).experiment();
    assertEquals(8, again.run("main").steps());
    finish(autosave().everySteps(8), again);
    assertTrue(names().containsAll(List.of(step(8), step(21))), names().toString());
    assertTrue(List.of(step(0), step(8), step(16), step(21)).containsAll(names()));
    assertNoneTorn();
  }

  @Test
  void backgroundWritingTearsNothing() throws Exception {
    Experiment experiment = ticking(Long.MAX_VALUE / 4);
    Autosave autosave = autosave().everySteps(2);
    Thread other = stopping(autosave, () -> {});
    try (autosave) {
      assertFalse(autosave.run(experiment, "main", Long.MAX_VALUE));
    }
    other.join();
    assertTrue(saved() >= 3, names().toString());
    assertNoneTorn();
    assertEquals(List.of(), warnings);
  }

  /** A thread that stops the run once three checkpoints are there, or it has lost patience. */
  private Thread stopping(Autosave autosave, Runnable meanwhile) {
    Thread thread =
        new Thread(
            () -> {
              long patience = System.nanoTime() + 20_000_000_000L;
              while (saved() < 3 && System.nanoTime() < patience) {
                meanwhile.run();
              }
              autosave.stop();
            });
    thread.start();
    return thread;
  }

  @Test
  void keepLeavesTheNewest() throws IOException {
    Experiment experiment = ticking(50);
    try (Autosave autosave = autosave().keep(2)) {
      for (long until : new long[] {10, 20, Long.MAX_VALUE}) {
        autosave.run(experiment, "main", until); // ends with a checkpoint
      }
    }
    assertEquals(2, names().size());
    assertEquals(step(101), names().get(1));
  }

  /** What is damaged and newer must not push out what is whole. */
  @Test
  void keepDoesNotCountWhatLiesAhead() throws IOException {
    Files.writeString(directory.resolve(step(900)), "damaged");
    finish(autosave().everySteps(10).keep(1), ticking(20));
    assertEquals(List.of("step-000000000041.2.jqd", step(900)), names());
    CheckpointDirectory.Resumed resumed =
        CheckpointDirectory.resume(directory, Map.of(), Counter.class);
    assertTrue(resumed.experiment().run("main").isDone());
    assertEquals(List.of(), resumed.skipped());
  }

  @Test
  void namesSortByStepsHoweverMany() throws IOException {
    Files.writeString(directory.resolve("step-999999999999.jqd"), "");
    Files.writeString(directory.resolve("step-1000000000000.jqd"), "");
    assertEquals(
        directory.resolve("step-1000000000000.jqd"),
        new CheckpointDirectory(directory).newestFirst().get(0));
  }

  @Test
  void theBestIsKeptAcrossRuns() throws IOException {
    double[] score = {0.5};
    finish(autosave().keep(1).keepBest(() -> score[0]), ticking(2));
    assertTrue(names().contains("best_0.5.jqd"), names().toString());
    score[0] = 0.25;
    resumed(score);
    assertTrue(names().contains("best_0.5.jqd"), names().toString());
    score[0] = 0.75;
    resumed(score);
    assertEquals(List.of("best_0.75.jqd", step(5)), names());
    assertEquals(5, Checkpoint.read(directory.resolve("best_0.75.jqd")).steps("main"));
  }

  private void resumed(double[] score) {
    Experiment experiment =
        CheckpointDirectory.resume(directory, Map.of(), Counter.class).experiment();
    finish(autosave().keep(1).keepBest(() -> score[0]), experiment);
  }

  /** Waits until a checkpoint was written in each round, besides the first. */
  private void untilSaved() {
    long patience = System.nanoTime() + 20_000_000_000L;
    while (saved() < counter.values[0] + 1 && System.nanoTime() < patience) {
      Thread.onSpinWait();
    }
  }

  @Test
  void savePointsOfTheProgramAreSaved() throws IOException {
    Experiment experiment =
        new Experiment()
            .types(Counter.class)
            .component("counter", counter)
            .program(
                "main", repeat(3, call(counter::tick), checkpoint("middle"), call(counter::await)));
    experiment.start("main");
    try (Autosave autosave = autosave()) {
      autosave.run(experiment, "main", 0); // until the first is written
      counter.awaited = this::untilSaved;
      autosave.run(experiment, "main", Long.MAX_VALUE);
    }
    List<Long> rounds = new ArrayList<>();
    for (Path file : new CheckpointDirectory(directory).newestFirst().reversed()) {
      rounds.add(ticks(Checkpoint.read(file)));
    }
    assertEquals(List.of(0L, 1L, 2L, 3L, 3L), rounds);
  }

  @Test
  void everyTimeSavesWhileTheRunGoesOn() throws IOException {
    Experiment experiment =
        new Experiment()
            .types(Counter.class)
            .component("counter", counter)
            .program("main", repeat(300, call(counter::nap)));
    experiment.start("main");
    finish(autosave().every(Duration.ofMillis(50)), experiment);
    assertTrue(names().size() > 3, names().toString());
    assertNoneTorn();
  }

  @Test
  void saveAndStopMayBeCalledFromAnotherThread() throws Exception {
    Experiment experiment = ticking(Long.MAX_VALUE / 4);
    Autosave autosave = autosave();
    stopping(autosave, autosave::save);
    try (autosave) {
      assertFalse(autosave.run(experiment, "main", Long.MAX_VALUE));
    }
    assertTrue(autosave.isStopped());
    assertTrue(saved() >= 3, names().toString());
    assertTrue(names().contains(step(experiment.run("main").steps())));
    assertNoneTorn();
  }

  @Test
  void aFullDiskIsAWarningAndTheRunGoesOn() throws IOException {
    Experiment experiment = ticking(20);
    Path gone = directory.resolve("gone");
    experiment
        .run("main")
        .observe(
            new Observer() {
              @Override
              public void onStep(long step, Jump jump) {
                if (step == 5) {
                  move(gone, directory.resolve("elsewhere"));
                }
              }
            });
    try (Autosave autosave = new Autosave(gone, warnings::add).everySteps(2)) {
      CheckpointException error =
          assertThrows(
              CheckpointException.class, () -> autosave.run(experiment, "main", Long.MAX_VALUE));
      assertTrue(String.valueOf(error.getMessage()).contains("cannot write"));
    }
    assertTrue(experiment.run("main").isDone());
    assertEquals(20, counter.values[0]);
    assertTrue(warnings.get(0).startsWith("no checkpoint at step "), warnings.toString());
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatCannotBeWrittenIsToldBeforeTheFirstStep() throws IOException {
    Experiment experiment = ticking(20);
    Path gone = directory.resolve("gone");
    try (Autosave autosave = new Autosave(gone, warnings::add)) {
      Files.delete(gone);
      assertThrows(
          CheckpointException.class, () -> autosave.run(experiment, "main", Long.MAX_VALUE));
    }
    assertEquals(0, experiment.run("main").steps());
  }

  @Test
  void theStateBeforeAFailedStepIsSaved() throws IOException {
    counter.failAt = 7;
    Experiment experiment = ticking(20);
    try (Autosave autosave = autosave()) {
      assertThrows(StepException.class, () -> autosave.run(experiment, "main", Long.MAX_VALUE));
    }
    Experiment resumed =
        CheckpointDirectory.resume(directory, Map.of(), Counter.class).experiment();
    assertEquals(experiment.run("main").steps(), resumed.run("main").steps());
    resumed.component("counter", Counter.class).failAt = -1;
    assertTrue(resumed.run("main").runHere(1000));
    assertEquals(20, resumed.component("counter", Counter.class).values[0]);
  }

  /** A component that has changed something before it fails, once. */
  static final class Halfway implements Stateful {
    private long first;
    private long second;
    private transient boolean fails = true;

    @Override
    public void state(State s) {
      first = s.value("first", first);
      second = s.value("second", second);
    }

    void both() {
      first++;
      if (first == 7 && fails) {
        fails = false;
        throw new IllegalStateException("between the two");
      }
      second++;
    }
  }

  @Test
  void aStateThatMayBeThatOfHalfAStepIsNotSaved() throws IOException {
    Halfway halfway = new Halfway();
    Experiment experiment =
        new Experiment()
            .types(Halfway.class)
            .component("halfway", halfway)
            .program("main", repeat(20, call(halfway::both)));
    experiment.start("main");
    try (Autosave autosave = autosave().everySteps(5)) {
      StepException failure =
          assertThrows(StepException.class, () -> autosave.run(experiment, "main", 1000));
      assertFalse(failure.changedNothing());
      assertTrue(
          List.of(failure.getSuppressed()).toString().contains(directory.toString()),
          () -> List.of(failure.getSuppressed()).toString());
    }
    Experiment resumed =
        CheckpointDirectory.resume(directory, Map.of(), Halfway.class).experiment();
    assertTrue(resumed.run("main").steps() < experiment.run("main").steps());
    Halfway whole = resumed.component("halfway", Halfway.class);
    assertEquals(whole.first, whole.second);
    whole.fails = false;
    assertTrue(resumed.run("main").runHere(1000));
    assertEquals(20, whole.first);
    assertEquals(20, whole.second);
  }

  @Test
  void impossiblePoliciesAreRefused() {
    try (Autosave autosave = autosave()) {
      assertThrows(IllegalArgumentException.class, () -> autosave.everySteps(0));
      assertThrows(IllegalArgumentException.class, () -> autosave.every(Duration.ZERO));
      assertThrows(IllegalArgumentException.class, () -> autosave.keep(0));
    }
  }
}
