package jacquard.report;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.CheckpointException;
import jacquard.experiment.Experiment;
import jacquard.vm.StepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run goes on when the files that describe it cannot be written, and none of them says too much.
 */
class RunFaultsTest {
  @TempDir private Path temporary = Path.of("");

  private final List<String> warnings = new ArrayList<>();

  private static RunState state(RunDirectory directory) {
    return directory.state().orElseThrow();
  }

  /** What writes a file, called at a step as the session itself is once a second. */
  private static void note(RunSession session) {
    session.noteHeld();
  }

  @ParameterizedTest
  @ValueSource(strings = {".state.json.tmp", ".program.csv.tmp", "log.txt"})
  void aFileThatCannotBeWrittenForAWhileEndsNoRun(String file) throws IOException {
    RunDirectory directory = RunFixture.create(temporary.resolve("r"));
    Path blocked = directory.path().resolve(file);
    List<RunSession> session = new ArrayList<>();
    Experiment experiment =
        RunFixture.experiment(
            update -> {
              if (update == 10) {
                RunFixture.block(blocked);
              } else if (update == 30) {
                RunFixture.unblock(blocked);
              }
              note(session.getFirst());
              session.getFirst().log("update " + update);
            });
    session.add(directory.begin(experiment, Map.of()).warnTo(warnings::add));
    try (RunSession only = session.getFirst()) {
      assertTrue(only.run(Long.MAX_VALUE, autosave -> {}));
    }
    assertEquals(2, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).startsWith("cannot write the "), warnings::toString);
    assertTrue(warnings.get(1).endsWith(" can be written again"), warnings::toString);
    assertEquals(RunState.Status.FINISHED, state(directory).status());
    assertEquals(RunFixture.UPDATES, directory.metrics().size());
    if (!file.equals("log.txt")) {
      String log = directory.log().orElseThrow();
      assertTrue(warnings.stream().allMatch(log::contains), log);
      for (int update = 1; update <= RunFixture.UPDATES; update++) {
        assertTrue(log.contains("Z  update " + update + "\n"), log);
      }
    }
  }

  @Test
  void linesOfTheLogWaitUntilTheyCanBeWritten() throws IOException {
    Path file = temporary.resolve("log.txt");
    RunLog log = new RunLog(file, Instant::now);
    log.add("first");
    log.write();
    Path away = Files.move(file, temporary.resolve("away"));
    RunFixture.block(file);
    for (int i = 0; i < 3; i++) {
      log.add("waiting " + i);
      assertThrows(IOException.class, log::write);
    }
    RunFixture.unblock(file);
    Files.move(away, file);
    log.add("last");
    log.write();
    assertEquals(
        List.of("first", "waiting 0", "waiting 1", "waiting 2", "last"),
        Files.readAllLines(file).stream().map(line -> line.replaceFirst(".*Z  ", "")).toList());
  }

  @Test
  void moreLinesThanCanWaitAreCounted() throws IOException {
    Path file = temporary.resolve("log.txt");
    RunLog log = new RunLog(file, Instant::now);
    String line = "x".repeat(RunLog.MOST / 4);
    for (int i = 0; i < 10; i++) {
      log.add(line);
    }
    log.write();
    List<String> lines = Files.readAllLines(file);
    assertEquals(4, lines.size());
    assertTrue(lines.getLast().startsWith("(7 lines are missing"), lines.getLast());
  }

  @Test
  void anInterruptBreaksNoFileAndStays() throws Exception {
    RunDirectory directory = RunFixture.create(temporary.resolve("r"));
    RunSession session = directory.begin(RunFixture.experiment(), Map.of()).warnTo(warnings::add);
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  session.log("interrupted");
                  session.noteHeld();
                  session.close();
                  if (!Thread.currentThread().isInterrupted()) {
                    warnings.add("not interrupted");
                  }
                });
    thread.join();
    assertEquals(List.of(), warnings);
    assertTrue(directory.log().orElseThrow().contains("Z  interrupted\n"));
    assertNotNull(state(directory).sessions().getLast().ended());
  }

  @Test
  void aStateThatStaysUnwritableIsSaidAtTheEnd() throws IOException {
    RunDirectory directory = RunFixture.create(temporary.resolve("r"));
    Path state = directory.path().resolve(".state.json.tmp");
    Experiment experiment =
        RunFixture.experiment(
            update -> {
              if (update == 5) {
                RunFixture.block(state);
              }
            });
    RunSession session = directory.begin(experiment, Map.of()).warnTo(warnings::add);
    assertTrue(session.run(Long.MAX_VALUE, autosave -> {}));
    String message = String.valueOf(assertThrows(RunException.class, session::close).getMessage());
    assertTrue(message.contains("its checkpoint is whole"), message);
    assertDoesNotThrow(session::close); // again
    RunFixture.unblock(state);
    assertEquals(RunState.Status.INTERRUPTED, state(directory).status());
    try (RunSession again = directory.begin(RunFixture.resumed(directory), Map.of())) {
      assertTrue(again.run(Long.MAX_VALUE, autosave -> {}));
    }
    assertEquals(RunState.Status.FINISHED, state(directory).status());
  }

  /** With its whole directory gone a step still fails by its own error only. */
  @Test
  void theErrorOfAStepIsNotHidden() throws IOException {
    RunDirectory directory = RunFixture.create(temporary.resolve("r"));
    Experiment experiment =
        RunFixture.experiment(
            update -> {
              if (update == 7) {
                RunFixture.block(directory.path().resolve("log.txt"));
                RunFixture.block(directory.path().resolve(".state.json.tmp"));
                throw new IllegalStateException("the real error");
              }
            });
    StepException failure =
        assertThrows(
            StepException.class,
            () -> {
              try (RunSession session = directory.begin(experiment, Map.of())) {
                session.run(Long.MAX_VALUE, autosave -> {});
              }
            });
    assertTrue(String.valueOf(failure.getMessage()).contains("the real error"));
  }

  @Test
  void whatIsNotSavedIsNotCalledSaved() throws IOException {
    RunDirectory directory = RunFixture.create(temporary.resolve("r"));
    Experiment experiment = RunFixture.experiment();
    try (RunSession session = directory.begin(experiment, Map.of())) {
      session.run(20, autosave -> {});
      assertEquals(RunState.Status.RUNNING, state(directory).status());
      experiment.run("main").run(5); // without saving it
    }
    RunState state = state(directory);
    assertEquals(RunState.Status.INTERRUPTED, state.status());
    assertEquals(25, state.steps());
    assertEquals(20, state.saved());
    assertTrue(Objects.requireNonNull(state.error()).contains("that of step 20"), state.error());
  }

  /** The directory of checkpoints cannot be written when the run ends. */
  @ParameterizedTest
  @ValueSource(longs = {40, Long.MAX_VALUE})
  void aLastSaveThatFailsIsAFailure(long until) throws IOException {
    RunDirectory directory = RunFixture.create(temporary.resolve("r"));
    Experiment experiment =
        RunFixture.experiment(
            update -> {
              if (update == 15) {
                delete(directory.checkpoints());
                Files.createFile(directory.checkpoints());
              }
            });
    assertThrows(
        CheckpointException.class,
        () -> {
          try (RunSession session = directory.begin(experiment, Map.of())) {
            session.run(until, autosave -> {});
          }
        });
    assertEquals(RunState.Status.FAILED, state(directory).status());
    assertTrue(directory.log().orElseThrow().contains("failed: "));
  }

  @Test
  void anErrorOfTheMachineIsAFailureToo() throws IOException {
    RunDirectory directory = RunFixture.create(temporary.resolve("r"));
    OutOfMemoryError error = new OutOfMemoryError("of the test");
    try (RunSession session = directory.begin(RunFixture.experiment(), Map.of())) {
      OutOfMemoryError thrown =
          assertThrows(
              OutOfMemoryError.class,
              () ->
                  session.run(
                      10,
                      autosave -> {
                        throw error;
                      }));
      assertSame(error, thrown);
    }
    assertEquals(RunState.Status.FAILED, state(directory).status());
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
