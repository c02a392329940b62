package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.datalearn.Data;
import jacquard.datalearn.Numbers;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.learn.Softmax;
import jacquard.npy.NpyWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data set of 200 MB that trains a softmax in a JVM with a heap of 64 MB. */
final class LargerThanTheHeapTest {
  private static final int ROWS = 800_000;
  private static final int COLUMNS = 64;
  private static final int CLASSES = 4;

  @TempDir private Path directory = Path.of("");

  private void write() throws IOException {
    Random random = new Random(1);
    float[] rows = new float[1000 * COLUMNS];
    int[] classes = new int[1000];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.nextFloat();
    }
    try (NpyWriter values = NpyWriter.floats(directory.resolve("x.npy"), COLUMNS);
        NpyWriter labels = NpyWriter.ints(directory.resolve("y.npy"))) {
      for (int part = 0; part < ROWS / 1000; part++) {
        for (int r = 0; r < 1000; r++) {
          rows[r * COLUMNS] = part;
          classes[r] = random.nextInt(CLASSES);
          rows[r * COLUMNS + 1 + classes[r]] += 0.01f;
        }
        values.writeFloats(rows);
        labels.writeInts(classes);
      }
      values.finish();
      labels.finish();
    }
  }

  @Test
  void isReadShuffledAndTrainedOn() throws IOException, InterruptedException {
    write();
    assertTrue(Files.size(directory.resolve("x.npy")) > 200_000_000);
    List<String> first = child();
    assertEquals("800000 rows, heap below 70 MB: true", first.getFirst());
    assertEquals(6, first.size(), first::toString);
    assertEquals(first, child(), "the same bits in another process");
  }

  private List<String> child() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "--add-exports",
                "java.base/jdk.internal.vm=ALL-UNNAMED",
                LargerThanTheHeapTest.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), printed);
    return printed.lines().toList();
  }

  /** What the child does: an epoch in order, a shuffled one, learning, and expressions. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    MappedDataset data = MappedDataset.open(directory.resolve("x.npy"), directory.resolve("y.npy"));
    boolean small = Runtime.getRuntime().maxMemory() < 70L << 20;
    System.out.println(data.rows() + " rows, heap below 70 MB: " + small);
    System.out.println(data.fingerprint());
    Minibatches inOrder = Minibatches.inOrder(data, 1000);
    Minibatches shuffled = Minibatches.shuffled(data, 1000, 7);
    System.out.println(walk(inOrder));
    System.out.println(walk(shuffled));
    Softmax softmax = new Softmax(Kernels.java(), COLUMNS, CLASSES, new Rates(1e-7f, 0f, 0f));
    for (int i = 0; i < inOrder.perEpoch(); i++) {
      softmax.update(shuffled.next());
    }
    System.out.println(Float.toHexString((float) softmax.loss()));
    double sum = 0;
    for (Numbers sample : Data.of(data).map("input", x -> x.rowSums().times(2f)).iterate()) {
      sum += sample.get("input").number();
    }
    System.out.println(sum);
  }

  /** A checksum of the rows of an epoch in their order. */
  private static String walk(Minibatches source) {
    CRC32C crc = new CRC32C();
    for (int i = 0; i < source.perEpoch(); i++) {
      Batch batch = source.next();
      for (int r = 0; r < batch.rows(); r++) {
        crc.update(batch.label(r));
        crc.update(Float.floatToIntBits(batch.value(r, r % COLUMNS)) >> 8);
      }
    }
    return Long.toHexString(crc.getValue());
  }
}
