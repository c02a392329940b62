package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.experiment.CheckpointDirectory;
import jacquard.report.MetricRow;
import jacquard.report.RunDirectory;
import jacquard.report.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run directories of examples: kept, gone on with by their directory alone, looked at. */
class RunDirectoriesTest {
  private static final List<String> SMALL =
      List.of("kfold-digits", "--folds", "2", "--rounds", "90", "--backend", "java", "--quiet");

  @TempDir private Path directory = Path.of("");

  private int code;
  private String errors = "";

  private String run(List<String> first, String... more) {
    List<String> args = new ArrayList<>(first);
    args.addAll(Arrays.asList(more));
    Ran ran = Ran.of(args.toArray(String[]::new));
    code = ran.code();
    errors = ran.errors();
    return ran.out();
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  private List<MetricRow> rows(String name) {
    return RunDirectory.open(directory.resolve(name)).metrics();
  }

  @Test
  void theDirectoryIsAllThatResumingNeeds() throws IOException {
    String whole = run(SMALL, "--run", at("whole"));
    run(SMALL, "--run", at("parts"), "--steps", "20000");
    run(List.of("resume"), at("parts"), "--quiet", "--steps", "40000", "--no-optimize");
    String end = run(List.of("resume"), at("parts"), "--quiet");
    assertEquals(0, code, errors);
    assertEquals(whole, end);
    assertEquals(
        end, run(List.of("resume"), at("parts"), "--quiet")); // at its end it says so again
    for (String file : List.of("metrics.csv", "metrics.jsonl", "program.txt")) {
      assertEquals(
          Files.readString(directory.resolve("whole").resolve(file)),
          Files.readString(directory.resolve("parts").resolve(file)));
    }
    RunState state = RunDirectory.open(directory.resolve("parts")).state().orElseThrow();
    assertEquals(RunState.Status.FINISHED, state.status());
    assertEquals(
        List.of(0L, 20_000L, 40_000L),
        state.sessions().stream().map(RunState.Turn::from).limit(3).toList());

    Set<String> metrics = rows("whole").stream().map(MetricRow::metric).collect(Collectors.toSet());
    assertEquals(
        Set.of(
            "layer1 error",
            "layer2 error",
            "softmax loss",
            "test accuracy",
            "test accuracy, raw softmax"),
        metrics);
    List<MetricRow> tested =
        rows("whole").stream().filter(row -> row.metric().equals("test accuracy")).toList();
    assertEquals(List.of(1, 2), tested.stream().map(MetricRow::fold).toList());
    String page = run(List.of("show"), at("parts"));
    assertTrue(page.startsWith("run           kfold-digits, seed 1\n"), page);
    assertTrue(page.contains("\nstate         finished after "), page);
  }

  @Test
  void whatTheRunWasStartedWithStays() {
    run(SMALL, "--run", at("r"), "--steps", "100", "--seed", "3");
    for (List<String> other :
        List.of(List.of("--folds", "3"), List.of("--seed", "4"), List.of("--rounds=91"))) {
      List<String> resume = new ArrayList<>(List.of("resume", at("r")));
      resume.addAll(other);
      assertEquals("", run(resume));
      assertEquals(Main.USAGE, code);
      assertTrue(errors.contains("which cannot become"), errors);
    }
    run(List.of("resume"), at("r"), "--folds", "2", "--seed", "3", "--steps", "200");
    assertEquals(0, code, errors);
    run(SMALL, "--run", at("r"));
    assertTrue(errors.contains("has a run already; resume it"), errors);
    run(List.of("weave", "--resume"), at("r"));
    assertTrue(errors.contains("is a run of kfold-digits, not of weave"), errors);
    run(List.of("resume"), at("r"), "--save", at("s"));
    assertTrue(errors.contains("leave --run and --save out"), errors);
    assertFalse(Files.exists(directory.resolve("s")));
  }

  @Test
  void earlyStoppingMeasuresEachEpoch() {
    String printed = run(List.of("early-stopping", "--backend", "java", "--run"), at("r"));
    List<MetricRow> errorsByEpoch =
        rows("r").stream().filter(row -> row.metric().equals("validation error")).toList();
    for (int i = 0; i < errorsByEpoch.size(); i++) {
      assertEquals(i + 1, errorsByEpoch.get(i).epoch());
      assertEquals(1, errorsByEpoch.get(i).fold());
    }
    assertTrue(errorsByEpoch.size() > 10);
    assertTrue(printed.contains("test accuracy "), printed);
    assertEquals("test accuracy", rows("r").getLast().metric());
  }

  @Test
  void whatHooksPrintIsInTheLog() throws IOException {
    String hook = "after(layer1.cd1Update).every(20): print(layer1.weightNorm)";
    String printed = run(SMALL, "--run", at("r"), "--steps", "6000", "--hook", hook);
    assertEquals(0, code, errors);
    assertTrue(printed.lines().count() >= 2, printed);
    String log = Files.readString(directory.resolve("r/log.txt"));
    printed.lines().forEach(line -> assertTrue(log.contains("Z  " + line + "\n"), log));
  }

  /** Has a run as it is when its process was killed before it saved what came after some steps. */
  private void loseCheckpointsAfter(long steps, String name) throws IOException {
    Path checkpoints = RunDirectory.open(directory.resolve(name)).checkpoints();
    for (Path file : new CheckpointDirectory(checkpoints).newestFirst()) {
      if (Checkpoint.read(file).steps("parallel-models") > steps) {
        Files.delete(file);
      }
    }
  }

  @Test
  void modelsTrainedInParallelAreMeasuredOnce() throws IOException {
    List<String> models = List.of("parallel-models", "--backend", "java", "--quiet");
    run(models, "--run", at("whole"), "--workers", "local");
    assertEquals(0, code, errors);
    run(models, "--run", at("killed"), "--every", "10000");
    loseCheckpointsAfter(20_000, "killed");
    run(List.of("resume"), at("killed"), "--quiet");
    assertEquals(0, code, errors);
    for (String file : List.of("metrics.csv", "metrics.jsonl")) {
      assertEquals(
          Files.readString(directory.resolve("whole").resolve(file)),
          Files.readString(directory.resolve("killed").resolve(file)));
    }
    assertEquals(
        List.of(0.0003, 0.001, 0.003, 0.01),
        rows("whole").stream().map(row -> row.settings().get("rate")).toList());
  }

  @Test
  void aSearchMeasuresBySettings() {
    run(
        List.of("dbn-crossval", "--backend", "java", "--folds", "3", "--pretraining", "1"),
        "--patience",
        "1",
        "--rates",
        "0.3",
        "--noises",
        "0,0.2",
        "--run",
        at("r"),
        "--quiet");
    assertEquals(0, code, errors);
    List<MetricRow> tested =
        rows("r").stream().filter(row -> row.metric().equals("test accuracy")).toList();
    assertEquals(List.of(1, 2, 3, 1, 2, 3), tested.stream().map(MetricRow::fold).toList());
    assertEquals(Map.of("rate", 0.3, "noise", 0.0), tested.getFirst().settings());
    assertEquals(Map.of("rate", 0.3, "noise", 0.2), tested.getLast().settings());
  }
}
