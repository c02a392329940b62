package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.experiment.CheckpointDirectory;
import jacquard.report.MetricRow;
import jacquard.report.RunDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example on small images in MNIST's format: bright in the half that their label names. */
final class MnistDbnTest {
  @TempDir private Path directory = Path.of("");

  private Path data = Path.of("");

  @BeforeEach
  void writeImages() throws IOException {
    data = Files.createDirectory(directory.resolve("data"));
    write("train", 930, new Random(1));
    write("t10k", 40, new Random(2));
  }

  private void write(String part, int count, Random random) throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + count * 8);
    images.putInt(0x803).putInt(count).putInt(2).putInt(4);
    ByteBuffer labels = ByteBuffer.allocate(8 + count);
    labels.putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      int label = random.nextInt(2);
      labels.put((byte) label);
      for (int pixel = 0; pixel < 8; pixel++) {
        images.put((byte) (random.nextInt(50) + (pixel / 4 == label ? 200 : 0)));
      }
    }
    Files.write(data.resolve(part + "-images-idx3-ubyte"), images.array());
    Files.write(data.resolve(part + "-labels-idx1-ubyte"), labels.array());
  }

  private static String run(String... args) {
    return Ran.of(args).all();
  }

  private String train(String... more) {
    List<String> args = new ArrayList<>(List.of("mnist-dbn", "--quiet", "--backend", "java"));
    args.addAll(Arrays.asList(more));
    return run(args.toArray(String[]::new));
  }

  @Test
  void learnsTheHalves() {
    String report = train("--data", data.toString(), "--pretraining", "10", "--epochs", "10");
    assertTrue(report.startsWith("epoch  test error\n    1 "), report);
    assertTrue(report.endsWith("   10       0.00%\n"), report);
  }

  @Test
  void resumedElsewhereItComesToTheSameBits() throws IOException {
    String whole = directory.resolve("whole").toString();
    String parts = directory.resolve("parts").toString();
    String[] brief = {"--pretraining", "1", "--epochs", "1", "--data"};
    train(with(brief, data.toString(), "--save", parts, "--steps", "40"));
    Path moved = Files.move(data, directory.resolve("moved"));
    String missing = train("--resume", parts);
    assertTrue(missing.contains("put the file back"), missing);
    String done = train("--resume", parts, "--save", parts, "--data", moved.toString());
    assertTrue(done.startsWith("epoch  test error"), done);
    train(with(brief, moved.toString(), "--save", whole));
    assertEquals(last(whole).fingerprint(), last(parts).fingerprint());
  }

  private static String[] with(String[] first, String... more) {
    return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray(String[]::new);
  }

  private static Checkpoint last(String saved) throws IOException {
    return Checkpoint.read(new CheckpointDirectory(Path.of(saved)).newestFirst().getFirst());
  }

  @Test
  void itsMetricsAreThoseOfOneRunThoughItWasKilled() throws IOException {
    Path whole = directory.resolve("whole");
    Path killed = directory.resolve("killed");
    String[] brief = {"--data", data.toString(), "--pretraining", "2", "--epochs", "3", "--run"};
    train(with(brief, whole.toString()));
    train(with(brief, killed.toString(), "--every", "50"));
    List<Path> saved =
        new CheckpointDirectory(RunDirectory.open(killed).checkpoints()).newestFirst();
    for (Path file : saved) {
      if (Checkpoint.read(file).steps("mnist-dbn") > 100) {
        Files.delete(file); // as if it were killed before
      }
    }
    String end = run("resume", killed.toString(), "--quiet");
    assertTrue(end.startsWith("epoch  test error\n"), end);
    assertEquals(2, RunDirectory.open(killed).state().orElseThrow().sessions().size());
    List<MetricRow> rows = RunDirectory.open(killed).metrics();
    assertEquals(RunDirectory.open(whole).metrics(), rows);
    assertEquals(
        Files.readString(whole.resolve("metrics.jsonl")),
        Files.readString(killed.resolve("metrics.jsonl")));
    assertEquals(
        List.of(
            "layer1 error 1",
            "layer1 error 2",
            "layer2 error 1",
            "layer2 error 2",
            "test error 1",
            "test error 2",
            "test error 3"),
        rows.stream().map(row -> row.metric() + " " + row.epoch()).toList());
  }

  @Test
  void dataAreAskedFor() {
    assertEquals(
        "error: mnist-dbn needs --data DIR, where train-images-idx3-ubyte.gz and MNIST's other"
            + " files are\n",
        train());
    assertTrue(train("--data", directory.toString()).contains("has no train-images-idx3-ubyte.gz"));
  }
}
