package jacquard.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.experiment.CheckpointDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A clock that jumps or stands still, in a session and between two, changes times only. */
class RunClockTest {
  private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir private Path temporary = Path.of("");

  private RunDirectory undisturbed() {
    RunDirectory directory = RunFixture.create(temporary.resolve("undisturbed"));
    try (RunSession session = directory.begin(RunFixture.experiment(), Map.of())) {
      session.run(Long.MAX_VALUE, autosave -> {});
    }
    return directory;
  }

  @ParameterizedTest
  @CsvSource({"-400, -400", "32850, 0", "0, 0", "-400, 32850", "32850, -65700", "-20700, 1"})
  void onlyTimesAreOthers(int daysInSession, int daysBetween) throws IOException {
    RunDirectory whole = undisturbed();
    AtomicInteger reads = new AtomicInteger();
    RunDirectory run =
        RunFixture.create(temporary.resolve("jumps"))
            .with(
                () -> BEGIN.plus(Duration.ofDays((long) daysInSession * reads.getAndIncrement())));
    try (RunSession session = run.begin(RunFixture.experiment(), Map.of())) {
      session.run(50, autosave -> autosave.everySteps(20).keep(2));
    }
    RunDirectory later = run.with(() -> BEGIN.plus(Duration.ofDays(daysBetween)));
    assertEquals(RunState.Status.PAUSED, later.state().orElseThrow().status());
    try (RunSession session = later.begin(RunFixture.resumed(later), Map.of())) {
      session.run(Long.MAX_VALUE, autosave -> autosave.everySteps(20).keep(2));
    }
    RunState state = later.state().orElseThrow();
    assertEquals(RunState.Status.FINISHED, state.status());
    assertEquals(2, state.sessions().size());
    assertTrue(state.seconds() >= 0 && state.seconds() < 3600, () -> "" + state.seconds());
    for (String file : new String[] {MetricsFile.CSV, MetricsFile.JSON_LINES}) {
      assertEquals(
          Files.readString(whole.path().resolve(file)), Files.readString(run.path().resolve(file)));
    }
    assertEquals(newest(whole).fingerprint(), newest(later).fingerprint());
  }

  private static Checkpoint newest(RunDirectory directory) throws IOException {
    return Checkpoint.read(
        new CheckpointDirectory(directory.checkpoints()).newestFirst().getFirst());
  }
}
