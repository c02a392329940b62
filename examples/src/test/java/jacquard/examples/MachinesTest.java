package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java machines that lack something: the same bits, and a line that says what is slow and why. */
class MachinesTest {
  private static final String CHECKPOINT = "step-000000009000.jqd";

  @TempDir private Path directory = Path.of("");

  private List<String> command(String place) {
    return List.of(
        ("kfold-digits --backend java --folds 2 --rounds 4 --steps 9000 --save "
                + directory.resolve(place))
            .split(" "));
  }

  @Test
  void withoutFmaOrTheOptimizingCompilerTheBitsAreTheSame() throws Exception {
    Ran here = Ran.of(command("here").toArray(String[]::new));
    assertEquals(0, here.code(), here.errors());
    byte[] expected = Files.readAllBytes(directory.resolve("here").resolve(CHECKPOINT));
    for (String option : List.of("-XX:-UseFMA", "-XX:TieredStopAtLevel=1")) {
      Forked.Ended ended =
          new Forked(List.of(option), directory).run(command(option).toArray(String[]::new));
      assertEquals(0, ended.code(), ended.errors());
      String told = ended.errors().lines().findFirst().orElse("");
      assertTrue(told.startsWith("computing with java: "), ended.errors());
      assertTrue(
          told.contains(option.replaceAll("-XX:-?|=.*", "")) && told.contains("slower"), told);
      assertArrayEquals(
          expected, Files.readAllBytes(directory.resolve(option).resolve(CHECKPOINT)), option);
    }
  }

  /** Worker processes inherit the options, but speak by what these print to. */
  @Test
  void optionsThatMakeAMachinePrintDisturbNoWorkers() throws Exception {
    Forked.Ended ended =
        new Forked(List.of("-XX:+PrintCommandLineFlags", "-verbose:gc"), directory)
            .run("parallel-pca", "--workers", "processes", "--backend", "java");
    assertEquals(0, ended.code(), ended.out() + ended.errors());
    assertTrue(ended.out().contains("-XX:"), "it prints");
  }

  /** As of a user of a container whom the system does not know. */
  @Test
  void withoutAHomeNothingIsLeftBehind() throws Exception {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    Path place = Files.createDirectory(directory.resolve("place"));
    List<String> options =
        new ArrayList<>(List.of("-Duser.home=?", "-Djava.io.tmpdir=" + temporary));
    Forked.Ended ended = new Forked(options, place).run("devices");
    assertEquals(0, ended.code(), ended.errors());
    try (var left = Files.list(place);
        var leftInTemporary = Files.list(temporary)) {
      assertEquals(List.of(), left.toList());
      assertEquals(
          List.of(), leftInTemporary.filter(each -> each.toString().contains("jacquard")).toList());
    }
  }
}
