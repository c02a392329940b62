package jacquard.report;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Selectors.calls;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.experiment.Experiment;
import jacquard.vm.Moment;
import jacquard.vm.StepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run directories: what they hold, who may write into them, and that metrics are exact. */
class RunDirectoryTest {
  /** A trainer whose error is halved by each update, watched by a hook. */
  static final class Trainer implements Stateful {
    private Metrics metrics = new Metrics();
    private double error = 1;
    private transient long failAt = Long.MAX_VALUE;
    private long updates;

    @Override
    public void state(State s) {
      metrics = s.value("metrics", metrics);
      error = s.value("error", error);
      updates = s.value("updates", updates);
    }

    void update() {
      if (updates == failAt) {
        throw new IllegalStateException("no more");
      }
      updates++;
      error /= 2;
    }

    void look(Moment moment) throws IOException {
      metrics.add(MetricRow.at(moment, "error", error).with(Map.of("rate", 0.1, "noise", 0.0)));
    }
  }

  private static final RunConfiguration CONFIGURATION =
      new RunConfiguration(
          "main", List.of("main", "--epochs", "4"), Map.of("epochs", 4), 7, "auto", null);

  private static Experiment experiment() {
    Trainer trainer = new Trainer();
    Experiment experiment =
        new Experiment()
            .types(Trainer.class)
            .component("metrics", trainer.metrics)
            .component("trainer", trainer)
            .program(
                "main",
                repeat(3, repeat(4, call(trainer::update)).counting("epoch")).counting("fold"));
    experiment.rewrite("main", p -> p.find(calls(trainer::update)).after(trainer::look));
    experiment.start("main");
    return experiment;
  }

  private static Experiment resumed(RunDirectory directory) {
    return directory.resume(Map.of(), Trainer.class).experiment();
  }

  private static String text(RunDirectory directory, String file) throws IOException {
    return Files.readString(directory.path().resolve(file));
  }

  @TempDir private Path temporary = Path.of("");

  @Test
  void aRunIsKeptWithAllThatBelongsToIt() throws IOException {
    RunDirectory directory = RunDirectory.create(temporary.resolve("r"), CONFIGURATION);
    assertTrue(directory.state().isEmpty());
    try (RunSession session = directory.begin(experiment(), Map.of("computing", "java"))) {
      assertFalse(session.run(20, autosave -> {}));
      assertEquals(RunState.Status.RUNNING, directory.state().orElseThrow().status());
    }
    RunState paused = directory.state().orElseThrow();
    assertEquals(RunState.Status.PAUSED, paused.status());
    assertEquals(20, paused.steps());
    assertTrue(paused.position().startsWith("fold 2 of 3"), paused.position());
    assertTrue(paused.done() > 0 && paused.done() < 1, () -> "done " + paused.done());

    RunDirectory again = RunDirectory.open(temporary.resolve("r"));
    assertEquals(CONFIGURATION, again.configuration());
    try (RunSession session = again.begin(resumed(again), Map.of())) {
      assertTrue(session.run(Long.MAX_VALUE, autosave -> {}));
    }
    RunState finished = directory.state().orElseThrow();
    assertEquals(RunState.Status.FINISHED, finished.status());
    assertEquals(List.of(0L, 20L), finished.sessions().stream().map(RunState.Turn::from).toList());
    assertEquals("java", finished.sessions().getFirst().environment().get("computing"));
    assertTrue(finished.sessions().getFirst().environment().containsKey("system"));

    List<MetricRow> rows = directory.metrics();
    assertEquals(12, rows.size());
    assertEquals(
        new MetricRow(
            rows.get(5).step(), 2, 2, Map.of("rate", 0.1, "noise", 0.0), "error", 1 / 64.),
        rows.get(5));
    assertEquals(
        String.format(
            Locale.ROOT,
            "{\"step\":%d,\"fold\":2,\"epoch\":2,\"settings\":{\"noise\":0.0,\"rate\":0.1},\"metric\":\"error\",\"value\":0.015625}",
            rows.get(5).step()),
        text(directory, "metrics.jsonl").lines().toList().get(5));
    assertTrue(directory.program().orElseThrow().contains("call trainer.update"));
    String log = directory.log().orElseThrow();
    assertTrue(log.contains("  began main\n") && log.contains("  paused after 20 steps\n"), log);
    assertTrue(log.contains("  went on with main at step 20\n"), log);
  }

  @Property(tries = 25)
  void metricsAreThoseOfOneRun(
      @ForAll @Size(max = 4) List<@IntRange(min = 1, max = 12) Integer> checkpoints,
      @ForAll @IntRange(max = 20) int lost,
      @ForAll boolean half)
      throws IOException {
    RunDirectory whole = RunDirectory.create(scratch().resolve("whole"), CONFIGURATION);
    try (RunSession session = whole.begin(experiment(), Map.of())) {
      session.run(Long.MAX_VALUE, autosave -> {});
    }
    RunDirectory parts = RunDirectory.create(scratch().resolve("parts"), CONFIGURATION);
    Experiment experiment = experiment();
    for (int steps : checkpoints) {
      try (RunSession session = parts.begin(experiment, Map.of())) {
        if (!experiment.run("main").isDone()) {
          session.run(experiment.run("main").steps() + steps, autosave -> {});
        }
        if (!experiment.run("main").isDone()) {
          experiment.run("main").run(lost); // after the checkpoint: as if killed then
        }
      }
      if (half) {
        Files.writeString(
            parts.path().resolve("metrics.csv"), "99,1,1,,err", StandardOpenOption.APPEND);
        Files.writeString(
            parts.path().resolve("metrics.jsonl"), "{\"st", StandardOpenOption.APPEND);
        parts.metrics(); // half a row is no error
      }
      experiment = resumed(parts);
    }
    try (RunSession session = parts.begin(experiment, Map.of())) {
      session.run(Long.MAX_VALUE, autosave -> {});
    }
    assertEquals(12, parts.metrics().size());
    for (String file : List.of("metrics.csv", "metrics.jsonl")) {
      assertEquals(text(whole, file), text(parts, file));
    }
  }

  private static Path scratch = Path.of("");

  private static Path scratch() throws IOException {
    if (scratch.toString().isEmpty()) {
      scratch = Files.createTempDirectory("runs");
    }
    return scratch;
  }

  @AfterTry
  void cleanUp() throws IOException {
    try (var files = Files.walk(scratch())) {
      for (Path each : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
    scratch = Path.of("");
  }

  @Test
  void whatIsMissingIsTold() throws IOException {
    RunDirectory directory = RunDirectory.create(temporary.resolve("r"), CONFIGURATION);
    try (RunSession session = directory.begin(experiment(), Map.of())) {
      session.run(10, autosave -> {});
    }
    int rows = directory.metrics().size();
    Files.delete(directory.path().resolve("metrics.csv"));
    try (RunSession session = directory.begin(resumed(directory), Map.of())) {
      session.run(Long.MAX_VALUE, autosave -> {});
    }
    assertEquals(12 - rows, directory.metrics().size());
    assertEquals(12 - rows, text(directory, "metrics.jsonl").lines().count());
    assertTrue(directory.log().orElseThrow().contains(rows + " rows of metrics that were written"));
  }

  @Test
  void oneSessionAtATimeWrites() throws IOException {
    RunDirectory directory = RunDirectory.create(temporary.resolve("r"), CONFIGURATION);
    RunSession first = directory.begin(experiment(), Map.of());
    String message =
        String.valueOf(
            assertThrows(RunException.class, () -> directory.begin(experiment(), Map.of()))
                .getMessage());
    assertTrue(message.endsWith("stop that one first, or wait for it"), message);
    first.close();
    directory.begin(experiment(), Map.of()).close();
  }

  @Test
  void aFailedStepIsNotedAndCanBeTriedAgain() throws IOException {
    RunDirectory directory = RunDirectory.create(temporary.resolve("r"), CONFIGURATION);
    Experiment experiment = experiment();
    experiment.component("trainer", Trainer.class).failAt = 5;
    try (RunSession session = directory.begin(experiment, Map.of())) {
      assertThrows(StepException.class, () -> session.run(Long.MAX_VALUE, autosave -> {}));
    }
    RunState state = directory.state().orElseThrow();
    assertEquals(RunState.Status.FAILED, state.status());
    assertTrue(Objects.requireNonNull(state.error()).contains("no more"), state.error());
    try (RunSession session = directory.begin(resumed(directory), Map.of())) {
      assertTrue(session.run(Long.MAX_VALUE, autosave -> {}));
    }
    assertEquals(RunState.Status.FINISHED, directory.state().orElseThrow().status());
    assertEquals(12, directory.metrics().size());
  }

  @Test
  void whatIsNoRunIsRefused() throws IOException {
    Path path = Files.createDirectories(temporary.resolve("other"));
    assertRefused("is no run directory", () -> RunDirectory.open(path));
    Path file = Files.writeString(path.resolve("run.json"), "{\"format\": 9}");
    assertRefused(
        "format 9; this version of Jacquard reads format 1", () -> RunDirectory.open(path));
    Files.writeString(file, "{\"format\": 1}");
    assertRefused("is damaged: name is no text", () -> RunDirectory.open(path));
    Files.writeString(file, "{");
    assertRefused(file + " is damaged", () -> RunDirectory.open(path));
    Files.move(file, path.resolve("x"));
    assertRefused("is not empty", () -> RunDirectory.create(path, CONFIGURATION));
  }

  private static void assertRefused(String part, org.junit.jupiter.api.function.Executable action) {
    String message = String.valueOf(assertThrows(RunException.class, action).getMessage());
    assertTrue(message.contains(part) && message.lines().count() == 1, message);
  }
}
