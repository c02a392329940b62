package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.CheckpointDirectory;
import jacquard.report.RunDirectory;
import jacquard.report.RunSession;
import jacquard.report.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a resumed run makes of options, and that wrong ones leave nothing behind. */
class ResumedOptionsTest {
  private static final List<String> SMALL =
      List.of("kfold-digits", "--folds", "2", "--rounds", "20", "--backend", "java", "--quiet");

  @TempDir private Path directory = Path.of("");

  private static Ran run(List<String> first, String... more) {
    List<String> args = new ArrayList<>(first);
    args.addAll(List.of(more));
    return Ran.of(args.toArray(String[]::new));
  }

  private static void assertRan(Ran ran) {
    assertEquals(0, ran.code(), ran.all());
  }

  private static void assertRefused(Ran ran, String... parts) {
    assertEquals(Main.USAGE, ran.code(), ran.all());
    for (String part : parts) {
      assertTrue(ran.errors().contains(part), ran.errors());
    }
    assertEquals("", ran.out());
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<Long> saved(String name) throws IOException {
    Path checkpoints = RunDirectory.open(directory.resolve(name)).checkpoints();
    return new CheckpointDirectory(checkpoints)
        .newestFirst().stream()
            .map(file -> Long.parseLong(file.getFileName().toString().substring(5, 17)))
            .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "--every, 5x",
    "--every, 0",
    "--every, 99999999999",
    "--keep, 0",
    "--keep, -1",
    "--steps, -1",
    "--backend, none",
    "--serve, 99999",
    "--resume, ''",
    "--program, ''",
    "--trace, ''",
    "--trace, missing/trace.txt",
    "--trace, .",
    "--hook, nonsense",
    "--program, missing.txt"
  })
  void aWrongOptionLeavesNothingBehind(String option, String value) throws IOException {
    Ran ran = Ran.of("weave", "--run", at("r"), option, value);
    assertFalse(ran.code() == 0, ran.all());
    assertEquals(List.of(), files());
    assertRan(Ran.of("weave", "--run", at("r"), "--quiet"));
  }

  @Test
  void aRunDirectoryHasAName() {
    assertRefused(Ran.of("weave", "--run", ""), "--run takes a path");
    Ran tooLong = Ran.of("weave", "--run", at("n".repeat(300)));
    assertEquals(Main.FAILED, tooLong.code());
    assertTrue(tooLong.errors().contains("too long"), tooLong.errors());
  }

  @Test
  void policiesAreRememberedAndCanBeGivenAgain() throws IOException {
    assertRan(run(SMALL, "--run", at("r"), "--every", "500", "--keep", "2", "--steps", "1200"));
    assertEquals(2, saved("r").size());
    assertRan(Ran.of("resume", at("r"), "--quiet", "--steps", "2200"));
    assertEquals(2, saved("r").size());
    assertRan(Ran.of("resume", at("r"), "--quiet", "--keep", "1", "--steps", "3200"));
    assertEquals(List.of(3200L), saved("r"));
    assertRan(Ran.of("resume", at("r"), "--quiet", "--steps", "4200"));
    assertEquals(2, saved("r").size(), "what was given again was for that time");

    Path file = directory.resolve("r/run.json"); // that --every is taken from there too
    Files.writeString(
        file, Files.readString(file).replace("\"every\" : \"500\"", "\"every\" : \"5x\""));
    assertRefused(Ran.of("resume", at("r"), "--steps", "4300"), "--every takes", "not 5x");
    assertRan(Ran.of("resume", at("r"), "--quiet", "--every", "900", "--steps", "4300"));
  }

  @Test
  void howTheRunIsTakenIsRemembered() {
    Ran first = run(SMALL, "--run", at("r"), "--profile", "--no-optimize", "--steps", "500");
    assertTrue(first.out().startsWith("path "), first.all());
    Map<String, Object> options =
        RunDirectory.open(directory.resolve("r")).configuration().options();
    assertEquals(false, options.get("optimize"));
    assertEquals(true, options.get("profile"));
    assertTrue(Ran.of("resume", at("r"), "--quiet", "--steps", "900").out().startsWith("path "));
    Ran without = Ran.of("resume", at("r"), "--quiet", "--no-profile", "--steps", "1300");
    assertEquals("", without.out());
    assertRan(without);
  }

  @Test
  void workersMayChange() {
    List<String> models = List.of("parallel-models", "--backend", "java", "--quiet");
    Ran whole = run(models, "--workers", "local");
    assertRan(run(models, "--run", at("r"), "--workers", "threads", "--steps", "2000"));
    assertRan(Ran.of("resume", at("r"), "--quiet", "--count", "3", "--steps", "4000"));
    Ran end = Ran.of("resume", at("r"), "--quiet", "--workers", "local");
    assertEquals(whole.out(), end.out(), end.errors());
  }

  @Test
  void aCheckpointKnowsTheOptionsOfItsRun() throws IOException {
    Ran whole = run(SMALL);
    assertRan(run(SMALL, "--save", at("ck"), "--steps", "500"));
    List<String> resume = List.of("kfold-digits", "--backend", "java", "--resume", at("ck"));
    assertRefused(run(resume, "--folds", "3"), "started with --folds 2, which cannot become 3");
    assertRefused(run(resume, "--seed", "7"), "started with --seed 1, which cannot become 7");
    assertRefused(run(resume, "--rounds", "1000"), "started with --rounds 20");
    assertRefused(run(resume, "--run", at("r")), "--run DIR keeps a new run");
    assertRefused(run(resume, "--from-start"), "--from-start is for a run directory");
    assertRefused(run(SMALL, "--unhook"), "--unhook");
    assertRefused(
        Ran.of("weave", "--resume", at("ck")), "checkpoint of kfold-digits, not of weave");
    assertEquals(List.of("ck"), files());
    List<String> again = List.of("--save", at("ck"), "--steps", "600", "--resume", at("ck"));
    assertRan(run(SMALL, again.toArray(String[]::new)));
    assertEquals(whole.out(), run(SMALL, "--seed", "1", "--resume", at("ck")).out());
  }

  @Test
  void listsOfNumbersAreComparedAsTheyAreRead() {
    List<String> search = List.of("dbn-crossval", "--backend", "java", "--quiet", "--steps", "50");
    assertRan(run(search, "--rates", "0.10,3e-1", "--save", at("ck")));
    assertRan(run(search, "--rates", "0.1", "--rates", "0.3", "--resume", at("ck")));
    assertRefused(run(search, "--rates", "0.1", "--resume", at("ck")), "--rates 0.1,0.3");
  }

  @Test
  void theCheckpointsOfARunDirectoryKnowItsOptions() throws IOException {
    assertRan(run(SMALL, "--run", at("r"), "--steps", "500"));
    Path checkpoints = directory.resolve("r/checkpoints");
    Path file = new CheckpointDirectory(checkpoints).newestFirst().getFirst();
    for (Path each : List.of(checkpoints, file)) {
      List<String> resume =
          List.of("kfold-digits", "--backend", "java", "--quiet", "--resume", each.toString());
      assertRefused(
          run(resume, "--folds", "3"), "was started with --folds 2, which cannot become 3");
      assertRan(run(resume, "--folds", "2", "--seed", "1", "--steps", "600"));
    }
  }

  @Test
  void aRunWhoseCheckpointsAreGoneIsBegunAgainOnlyIfThatIsSaid() throws IOException {
    Ran whole = run(SMALL, "--run", at("r"));
    String metrics = Files.readString(directory.resolve("r/metrics.csv"));
    String state = Files.readString(directory.resolve("r/state.json"));
    assertRefused(Ran.of("resume", at("r"), "--from-start"), "has some");
    for (Path file : new CheckpointDirectory(directory.resolve("r/checkpoints")).newestFirst()) {
      Files.delete(file);
    }
    Path trace = directory.resolve("trace.txt");
    Ran refused = Ran.of("resume", at("r"), "--quiet", "--trace", trace.toString());
    assertEquals(Main.FAILED, refused.code(), refused.all());
    assertTrue(refused.errors().contains("has no checkpoint any more"), refused.errors());
    assertFalse(Files.exists(trace));
    assertEquals(metrics, Files.readString(directory.resolve("r/metrics.csv")));
    assertEquals(state, Files.readString(directory.resolve("r/state.json")));
    assertEquals(whole.out(), Ran.of("resume", at("r"), "--quiet", "--from-start").out());
    assertEquals(metrics, Files.readString(directory.resolve("r/metrics.csv")));
  }

  /** Killed before its first checkpoint a run begins as it was started, with hooks and program. */
  @Test
  void whatWasNeverSavedBeginsAsItWasStarted() throws IOException {
    String hook = "after(layer1.cd1Update).every(5): print(layer1.weightNorm)";
    assertRan(run(SMALL, "--run", at("r"), "--hook", hook, "--steps", "100"));
    for (Path file : new CheckpointDirectory(directory.resolve("r/checkpoints")).newestFirst()) {
      Files.delete(file);
    }
    Files.delete(directory.resolve("r/state.json"));
    Files.delete(directory.resolve("r/metrics.csv"));
    Files.delete(directory.resolve("r/metrics.jsonl"));
    Ran begun = Ran.of("resume", at("r"), "--quiet", "--steps", "3000");
    assertRan(begun);
    assertEquals(run(SMALL, "--hook", hook, "--steps", "3000").out(), begun.out());
    assertFalse(begun.out().isEmpty());
  }

  @Test
  void checkpointsWantADirectory() throws IOException {
    Files.writeString(directory.resolve("file"), "");
    assertRefused(Ran.of("weave", "--save", at("file")), "--save takes a directory");
  }

  /** As a user does who has the first command in the history of the shell. */
  @Test
  void theFirstCommandIsGivenAgain() {
    Ran whole = run(SMALL);
    List<String> first = new ArrayList<>(SMALL);
    first.addAll(List.of("--seed", "1", "--every", "300", "--keep", "2", "--run", at("r")));
    assertRan(run(first, "--steps", "500"));
    assertRan(run(first, "--steps", "900", "--resume", at("r")));
    assertRefused(run(SMALL, "--run", at("other"), "--resume", at("r")), "goes on in its own");
    assertEquals(whole.out(), run(first, "--resume", at("r")).out());
  }

  @Test
  void aRunAnotherIsAtIsRefusedBeforeItIsSaidToBeResumed() {
    assertRan(run(SMALL, "--run", at("r"), "--steps", "500"));
    RunDirectory run = RunDirectory.open(directory.resolve("r"));
    try (RunSession session = run.begin(run.resume(Map.of()).experiment(), Map.of())) {
      session.log("at it");
      Ran second = Ran.of("resume", at("r"), "--steps", "600");
      assertEquals(Main.FAILED, second.code());
      assertEquals("", second.out());
      assertTrue(second.errors().contains("is being run"), second.errors());
    }
  }

  @Test
  void aMovedRunGoesOn() throws IOException {
    Ran whole = run(SMALL);
    assertRan(run(SMALL, "--run", at("r"), "--steps", "500"));
    Files.move(directory.resolve("r"), directory.resolve("elsewhere"));
    assertEquals(whole.out(), Ran.of("resume", at("elsewhere"), "--quiet").out());
  }

  /** The end was saved, but the process was killed before the state said so. */
  @Test
  void aFinishedRunIsNotedAsSuch() throws IOException {
    Ran whole = run(SMALL, "--run", at("r"));
    Path state = directory.resolve("r/state.json");
    Files.writeString(state, Files.readString(state).replace("\"finished\"", "\"running\""));
    assertEquals(whole.out(), Ran.of("resume", at("r"), "--quiet").out());
    RunState noted = RunDirectory.open(directory.resolve("r")).state().orElseThrow();
    assertEquals(RunState.Status.FINISHED, noted.status());
  }
}
