package jacquard.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Too little memory to save, or to show a page: some of {@code examples/faults memory}. */
class MemoryFaultTest {
  @TempDir private Path directory = Path.of("");

  static List<MemoryTrials.Limited> processes() {
    return List.of(
        new MemoryTrials.Limited("-XX:MaxDirectMemorySize=512k", 10, 0),
        new MemoryTrials.Limited("-Xmx80m", 200_000, 0),
        new MemoryTrials.Limited("-Xmx18m", 10, 1500));
  }

  @ParameterizedTest
  @MethodSource("processes")
  void isToldOrDoesNoHarm(MemoryTrials.Limited process) throws Exception {
    assertEquals(List.of(), new MemoryTrials(directory).run(process));
  }
}
