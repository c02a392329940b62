package jacquard.report;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Selectors.calls;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Dataset;
import jacquard.data.Digits;
import jacquard.experiment.Autosave;
import jacquard.experiment.Experiment;
import jacquard.experiment.StopOnSignal;
import jacquard.vm.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of {@code RUNS.md}, compiled and run as it is there. */
class RunsGuideTest {
  private static final Path PAGE = Path.of("RUNS.md");
  private static final Path HERE = Path.of("src/test/java/jacquard/report/RunsGuideTest.java");

  /** A trainer, with the page's hook. */
  static final class Trainer implements Stateful {
    private Metrics metrics = new Metrics();
    private double error = 1;

    @Override
    public void state(State s) {
      metrics = s.value("metrics", metrics);
      error = s.value("error", error);
    }

    void update() {
      error /= 2;
    }

    void look(Moment moment) {
      metrics.add(MetricRow.at(moment, "error", error));
    }
  }

  @TempDir private Path temporary = Path.of("");

  private static Experiment plain() {
    Metrics metrics = new Metrics();
    return new Experiment()
        .component("metrics", metrics)
        .program("main", repeat(10, call(metrics::rows)).counting("epoch"));
  }

  private static void first(Path path, Experiment experiment) {
    RunDirectory directory =
        RunDirectory.create(path, RunConfiguration.of("main", 1).with("epochs", 40));
    experiment.start("main");
    try (RunSession session = directory.begin(experiment, Map.of("computing", "java"))) {
      session.warnTo(System.err::println);
      session.run(Long.MAX_VALUE, autosave -> autosave.every(Duration.ofMinutes(5)).keep(3));
    }
  }

  private static void later(Path path) {
    RunDirectory directory = RunDirectory.open(path);
    Experiment experiment = directory.resume(Map.of()).experiment();
    try (RunSession session = directory.begin(experiment, Map.of("computing", "java"))) {
      session.run(Long.MAX_VALUE, autosave -> autosave.every(Duration.ofMinutes(5)).keep(3));
    }
  }

  private static void live(RunDirectory directory, Experiment experiment) {
    try (RunSession session = directory.begin(experiment, Map.of());
        Autosave autosave = new Autosave(directory.checkpoints(), session::warn);
        StopOnSignal signal = new StopOnSignal(autosave); // Ctrl-C and SIGTERM save and stop
        LiveView view = LiveView.open(directory, 0, autosave)) {
      System.out.println("live at " + view.address());
      session.run(autosave, Long.MAX_VALUE);
    }
  }

  private static void images(Experiment experiment, Dataset test) {
    experiment.component(
        "images", SampleImages.ofEachClass(test.all(), 2)); // as the lowest layer is given them
  }

  private static RunState state(Path path) {
    return RunDirectory.open(path).state().orElseThrow();
  }

  @Test
  void theFirstBlocksRunAsTheyAre() {
    Path path = temporary.resolve("r");
    first(path, plain());
    assertEquals(RunState.Status.FINISHED, state(path).status());
    later(path);
    assertEquals(2, state(path).sessions().size());
  }

  @Test
  void theLiveViewToo() {
    Path path = temporary.resolve("r");
    Experiment experiment = plain();
    images(experiment, Digits.load());
    experiment.start("main");
    live(RunDirectory.create(path, RunConfiguration.of("main", 1)), experiment);
    assertEquals(RunState.Status.FINISHED, state(path).status());
  }

  @Test
  void theHookMeasures() {
    Trainer trainer = new Trainer();
    Experiment experiment =
        new Experiment()
            .types(Trainer.class)
            .component("metrics", trainer.metrics)
            .component("trainer", trainer)
            .program("main", repeat(3, call(trainer::update)).counting("epoch"));
    experiment.rewrite("main", p -> p.find(calls(trainer::update)).after(trainer::look));
    first(temporary.resolve("r"), experiment);
    assertEquals(
        List.of(0.5, 0.25, 0.125),
        RunDirectory.open(temporary.resolve("r")).metrics().stream()
            .map(MetricRow::value)
            .toList());
  }

  private static String squeezed(String java) {
    return java.replaceAll("//[^\n]*", "").replaceAll("\\s+", "");
  }

  @Test
  void everyBlockOfThePageIsHere() throws IOException {
    String here = squeezed(Files.readString(HERE));
    List<String> blocks =
        Pattern.compile("(?s)```java\\n(.*?)```")
            .matcher(Files.readString(PAGE))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertEquals(5, blocks.size());
    for (String block : blocks) {
      assertTrue(here.contains(squeezed(block)), () -> "not in this test: " + block);
    }
  }
}
