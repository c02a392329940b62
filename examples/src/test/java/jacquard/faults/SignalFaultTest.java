package jacquard.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signals that arrive at operations of the disk: some of those of {@code examples/faults signals}.
 */
class SignalFaultTest {
  private static final Sample SAMPLE = Sample.of("weave");

  @TempDir private Path directory = Path.of("");

  private SignalTrials trials;

  @BeforeEach
  void undisturbed() {
    trials = new SignalTrials(SAMPLE, directory);
  }

  private void holds(boolean resumes, String faults) throws InterruptedException {
    assertEquals(List.of(), trials.run(resumes, faults), faults);
  }

  @Test
  void beforeAnythingIsThere() throws Exception {
    holds(false, "term@0");
  }

  @Test
  void whileTheFirstCheckpointIsWritten() throws Exception {
    holds(false, "int@0:force;slow@0+1000000");
  }

  @Test
  void whileItRunsAndTwice() throws Exception {
    holds(false, "term@20;int@22");
  }

  @Test
  void whileThereIsNoRoom() throws Exception {
    holds(false, "term@20;no-space@20+1000000");
  }

  @Test
  void whileItIsResumed() throws Exception {
    holds(true, "hup@6;no-space@8+1");
  }
}
