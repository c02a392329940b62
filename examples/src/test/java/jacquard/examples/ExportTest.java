package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.experiment.CheckpointDirectory;
import jacquard.npy.NpyArray;
import jacquard.npy.Npz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportTest {
  @TempDir private Path directory = Path.of("");

  private static String run(String... args) {
    return Ran.of(args).all();
  }

  @Test
  void anArchiveHasTheBitsOfTheCheckpointAndTheShapesOfTheComponents() throws IOException {
    String saved = directory.resolve("ck").toString();
    Path npz = directory.resolve("ck.npz");
    run("kfold-digits", "--steps", "3000", "--save", saved, "--quiet");
    String printed = run("export", saved, "--npz", npz.toString());
    assertTrue(printed.contains("layer1.weights float32["), printed);
    Map<String, NpyArray> arrays = Npz.read(npz);
    assertEquals(arrays.size(), printed.lines().count());
    NpyArray weights = arrays.getOrDefault("layer1.weights", NpyArray.vector(new int[0]));
    assertEquals(2, weights.shape().size());
    Path file = CheckpointDirectory.resume(Path.of(saved), Map.of()).file();
    assertArrayEquals(
        (float[]) Checkpoint.read(file).component("layer1").get("weights"), weights.floats());
    assertEquals(List.of(), arrays.getOrDefault("kf.epoch", weights).shape());
  }

  @Test
  void whatIsMissingIsSaid() {
    String file = directory.resolve("none").toString();
    assertTrue(run("export", file, "--npz", "x.npz").startsWith("error: "));
    assertTrue(run("export", file).startsWith("error: Missing required option: '--npz=FILE'"));
  }
}
