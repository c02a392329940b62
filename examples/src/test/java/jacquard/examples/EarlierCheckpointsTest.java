package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A checkpoint of each example, written by an earlier version, resumed to the output that version
 * resumed it to.
 *
 * <p>Each directory below {@code earlier} is named after a commit and holds {@code NAME.jqd}, the
 * checkpoint, and {@code NAME.txt}, what {@code examples/run NAME --resume NAME.jqd --quiet}
 * printed. The text changes only where a later version corrects a number; the checkpoints never
 * change.
 */
final class EarlierCheckpointsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "weave",
        "generator",
        "pause-and-resume",
        "hooks",
        "kfold-digits --folds 2 --rounds 90",
        "mnist-dbn",
        "early-stopping",
        "dbn-crossval --folds 3 --pretraining 1 --patience 2 --rates 0.1 --noises 0.2",
        "learner-fields",
        "lazy-columns",
        "parallel-pca",
        "parallel-models"
      })
  void resumesToTheSameOutput(String command) throws IOException, URISyntaxException {
    Path directory = directory("ee74688");
    List<String> args = new ArrayList<>(Arrays.asList(command.split(" ")));
    String name = args.getFirst();
    args.addAll(List.of("--quiet", "--backend", "java"));
    args.addAll(List.of("--resume", directory.resolve(name + ".jqd").toString()));
    if (name.equals("mnist-dbn")) {
      args.addAll(List.of("--data", directory.resolve("mnist").toString()));
    }
    Ran ran = Ran.of(args.toArray(String[]::new));
    assertEquals(0, ran.code(), ran.errors());
    assertEquals(Files.readString(directory.resolve(name + ".txt")), ran.out());
  }

  private static Path directory(String commit) throws URISyntaxException {
    URL found = EarlierCheckpointsTest.class.getResource("earlier/" + commit);
    return Path.of(Objects.requireNonNull(found, commit).toURI());
  }
}
