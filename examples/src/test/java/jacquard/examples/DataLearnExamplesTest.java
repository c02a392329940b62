package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the examples of expressions print, in one go or in two. */
final class DataLearnExamplesTest {
  private static final String COLUMNS =
      """
      column 0: 0.0
      column 0: 40.0
      column 0: 80.0
      column 1: 10.0
      column 1: 50.0
      column 1: 90.0
      column 2: 20.0
      column 2: 60.0
      column 2: 100.0
      column 3: 30.0
      column 3: 70.0
      column 3: 110.0
      compilations: 1
      """;

  private static String run(String... args) {
    return Ran.of(args).out();
  }

  @Test
  void columnsAreReadByOneFunction() {
    assertEquals(COLUMNS, run("lazy-columns", "--quiet"));
  }

  @Test
  void columnsAreReadOnAfterAStop(@TempDir Path directory) {
    String ck = directory.resolve("ck").toString();
    for (int steps : new int[] {7, 23, 40}) {
      run("lazy-columns", "--quiet", "--steps", Integer.toString(steps), "--save", ck);
      assertEquals(COLUMNS, run("lazy-columns", "--quiet", "--resume", ck));
    }
  }

  @Test
  void aLearnersOutputsAreFields(@TempDir Path directory) {
    String whole = run("learner-fields", "--quiet", "--backend", "java");
    List<String> lines = whole.lines().toList();
    assertEquals(
        "data of target (1797 x 1 INT), prediction (1797 x 10), cost (1797 x 3)", lines.get(0));
    assertTrue(lines.get(1).startsWith("digit 0: nll 0.0"), lines.get(1));
    assertEquals("mean nll 0.0840, error 0.0206", lines.get(4));
    assertEquals(whole, run("learner-fields", "--quiet", "--backend", "opencl"));
    String ck = directory.resolve("ck").toString();
    run("learner-fields", "--quiet", "--backend", "java", "--steps", "333", "--save", ck);
    assertEquals(whole, run("learner-fields", "--quiet", "--backend", "java", "--resume", ck));
  }
}
