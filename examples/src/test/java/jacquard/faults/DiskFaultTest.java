package jacquard.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs on a disk that fails at operations drawn with a fixed seed: some of the cases of {@code
 * examples/faults disk} and {@code examples/faults report}, which says what must hold.
 */
class DiskFaultTest {
  @TempDir private Path directory = Path.of("");

  private void holds(String... arguments) throws InterruptedException {
    List<String> options =
        new ArrayList<>(Child.onFaultyDisk(directory.resolve("nothing"), "")); // set by the trials
    options.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=off");
    options.add("-Djava.io.tmpdir=" + directory);
    Path log = directory.resolve("log.txt");
    try (Child child = Child.start(log, options, Faults.class, arguments)) {
      assertEquals(0, child.code(), child::printed);
    }
  }

  @Test
  void whileARunRunsOrIsResumed() throws Exception {
    holds("disk", "--times", "8", "--seed", "1");
  }

  @Test
  void whileARunIsLookedAt() throws Exception {
    holds("report", "--times", "5", "--seed", "1");
  }
}
