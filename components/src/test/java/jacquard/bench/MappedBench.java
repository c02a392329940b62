package jacquard.bench;

import jacquard.data.Batch;
import jacquard.data.MappedDataset;
import jacquard.data.Minibatches;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.npy.NpyWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * An epoch of a mapped data set of 10^6 x 64 floats, in batches of 100, beside raw loops over the
 * same mapped file; all read from the page cache.
 */
@State(Scope.Benchmark)
public class MappedBench {
  private static final int ROWS = 1_000_000;
  private static final int COLUMNS = 64;
  private static final int SIZE = 100;

  private final Kernels kernels = Kernels.java();
  private final Matrix matrix = kernels.matrix(SIZE, COLUMNS);
  private final float[] batch = new float[SIZE * COLUMNS];
  private Path file = Path.of("");
  private MemorySegment segment = MemorySegment.NULL;
  private Minibatches inOrder = none();
  private Minibatches shuffled = none();

  private static Minibatches none() {
    return Minibatches.inOrder(new Batch(1, new float[1], new int[1]), 1);
  }

  /** Writes the file and maps it, twice. */
  @Setup
  public void prepare() throws IOException {
    file = Files.createTempFile("mapped", ".npy");
    SplittableRandom random = new SplittableRandom(1);
    try (NpyWriter writer = NpyWriter.floats(file, COLUMNS)) {
      for (int r = 0; r < ROWS; r++) {
        for (int c = 0; c < COLUMNS; c++) {
          batch[c] = (float) random.nextDouble();
        }
        writer.writeFloats(Arrays.copyOf(batch, COLUMNS));
      }
      writer.finish();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long bytes = (long) ROWS * COLUMNS * Float.BYTES;
      segment =
          channel.map(FileChannel.MapMode.READ_ONLY, channel.size() - bytes, bytes, Arena.ofAuto());
    }
    MappedDataset data = MappedDataset.open(file);
    inOrder = Minibatches.inOrder(data, SIZE);
    shuffled = Minibatches.shuffled(data, SIZE, 1);
  }

  /** The plainest loop: each float of the segment, added up. */
  @Benchmark
  public float rawSum() {
    float sum = 0;
    for (long i = 0; i < (long) ROWS * COLUMNS; i++) {
      sum += segment.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i);
    }
    return sum;
  }

  /** The same sum over batches. */
  @Benchmark
  public float batchesSum() {
    float sum = 0;
    for (int i = 0; i < inOrder.perEpoch(); i++) {
      for (float value : inOrder.next().values()) {
        sum += value;
      }
    }
    return sum;
  }

  /** Each batch of the segment copied to one array, and from there to a matrix of the kernels. */
  @Benchmark
  public Matrix rawToKernels() {
    for (long first = 0; first < ROWS; first += SIZE) {
      MemorySegment.copy(
          segment,
          ValueLayout.JAVA_FLOAT_UNALIGNED,
          first * COLUMNS * Float.BYTES,
          batch,
          0,
          batch.length);
      kernels.write(matrix, batch);
    }
    return matrix;
  }

  /** The same by batches, as components take them. */
  @Benchmark
  public Matrix batchesToKernels() {
    return toKernels(inOrder);
  }

  /** The same, shuffled. */
  @Benchmark
  public Matrix shuffledToKernels() {
    return toKernels(shuffled);
  }

  private Matrix toKernels(Minibatches source) {
    for (int i = 0; i < source.perEpoch(); i++) {
      source.next().copyTo(kernels, matrix);
    }
    return matrix;
  }

  /** Deletes the file. */
  @TearDown
  public void close() throws IOException {
    kernels.close();
    Files.deleteIfExists(file);
  }
}
