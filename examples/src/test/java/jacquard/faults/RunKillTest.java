package jacquard.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.examples.Main;
import jacquard.report.RunDirectory;
import jacquard.report.RunState;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs with a run directory, killed at any moment and resumed until they end, or told to stop.
 * {@code examples/faults kill} does the same with 200 kills; {@code -Dkillseed} repeats the
 * moments.
 */
class RunKillTest {
  private static final int KILLS = 3;

  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"kfold-digits", "dbn-crossval"})
  void killedAtAnyMomentItComesToTheSameEnd(String example) throws Exception {
    long seed = Long.getLong("killseed", System.nanoTime());
    KillTrials trials = new KillTrials(Sample.longer(example), directory, new Random(seed));
    while (trials.kills() < KILLS) {
      assertEquals(List.of(), trials.next(), () -> "-Dkillseed=" + seed);
    }
    assertEquals(List.of(), trials.finish(), () -> "-Dkillseed=" + seed);
  }

  @Test
  void toldToStopItIsPausedAndSaysHowToGoOn() throws Exception {
    Path run = directory.resolve("stopped");
    Path log = directory.resolve("stopped.txt");
    String[] command = {"kfold-digits", "--backend", "java", "--run", run.toString()};
    try (Child child = Child.start(log, List.of(), Main.class, command)) {
      boolean ended = false;
      while (!ended && status(run) != RunState.Status.RUNNING) {
        ended = child.endsWithin(10); // a start takes long on a busy machine
      }
      child.stop();
      assertEquals(75, child.code(), child::printed);
      assertTrue(child.printed().contains("go on with examples/run resume " + run));
    }
    assertEquals(RunState.Status.PAUSED, status(run));
  }

  private static RunState.Status status(Path run) {
    return RunDirectory.isRun(run)
        ? RunDirectory.open(run).state().map(RunState::status).orElse(RunState.Status.INTERRUPTED)
        : RunState.Status.INTERRUPTED;
  }
}
