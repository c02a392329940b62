package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A checkpoint of each example, written by an earlier version, resumed to the output that version
 * resumed it to.
 *
 * <p>Each directory below {@code earlier} is named after a commit and holds {@code NAME.jqd}, the
 * checkpoint, and {@code NAME.txt}, what {@code examples/run NAME --resume NAME.jqd --quiet}
 * printed. The text changes only where a later version corrects a number, or saves other fields,
 * which the fingerprint after {@code bits} counts too; the checkpoints never change.
 */
final class EarlierCheckpointsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "weave",
        "generator",
        "pause-and-resume",
        "hooks",
        "kfold-digits",
        "mnist-dbn",
        "early-stopping",
        "dbn-crossval",
        "learner-fields",
        "lazy-columns",
        "parallel-pca",
        "parallel-models"
      })
  void resumesToTheSameOutput(String name) throws IOException, URISyntaxException {
    Path directory = directory("ee74688");
    List<String> args = new ArrayList<>(List.of(name, "--quiet", "--backend", "java"));
    args.addAll(List.of("--resume", directory.resolve(name + ".jqd").toString()));
    if (name.equals("mnist-dbn")) {
      args.addAll(List.of("--data", directory.resolve("mnist").toString()));
    }
    Ran ran = Ran.of(args.toArray(String[]::new));
    assertEquals(0, ran.code(), ran.errors());
    assertEquals(Files.readString(directory.resolve(name + ".txt")), ran.out());
  }

  /** They do not say what the run was started with, so no value given again can be compared. */
  @Test
  void takesNoOptionsOfANewRun() throws URISyntaxException {
    String file = directory("ee74688").resolve("kfold-digits.jqd").toString();
    for (String option : List.of("--folds=2", "--seed=1")) {
      Ran ran = Ran.of("kfold-digits", "--quiet", "--backend", "java", option, "--resume", file);
      assertEquals(Main.USAGE, ran.code(), ran.all());
      assertTrue(ran.errors().contains("leave it out"), ran.errors());
    }
  }

  private static Path directory(String commit) throws URISyntaxException {
    URL found = EarlierCheckpointsTest.class.getResource("earlier/" + commit);
    return Path.of(Objects.requireNonNull(found, commit).toURI());
  }
}
