package jacquard.kernels;

import static jacquard.kernels.VectorTile.LANES;
import static jacquard.kernels.VectorTile.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The sums of {@link JavaSums}, many chains side by side. */
final class VectorSums {
  /** So many blocks of a long sum are computed at once. */
  private static final int STREAMS = 8;

  private static final int STRIP = STREAMS * Kernels.BLOCK;

  private VectorSums() {}

  /** Adds row after row, or its square, to the sums of a block. */
  private interface RowSum {
    void add(float[] array, int at, float[] block);
  }

  /** The sums of the columns of {@code rows} x {@code cols} values. */
  static float[] columns(float[] array, int offset, int rows, int cols, int ld) {
    return columns(offset, rows, cols, ld, array, VectorSums::addRow);
  }

  /** The sums of the columns' squared distances from their means. */
  static float[] squares(
      float[] array, int offset, int rows, int cols, int ld, float[] mean, int meanAt) {
    return columns(
        offset, rows, cols, ld, array, (a, at, block) -> addSquares(a, at, mean, meanAt, block));
  }

  private static float[] columns(
      int offset, int rows, int cols, int ld, float[] array, RowSum sum) {
    if (rows <= BlockSums.RUN) {
      return run(offset, rows, cols, ld, array, sum);
    }
    BlockSums runs = new BlockSums(cols);
    for (int from = 0; from < rows; from += BlockSums.RUN) {
      int length = Math.min(BlockSums.RUN, rows - from);
      runs.add(run(offset + from * ld, length, cols, ld, array, sum), 0);
    }
    return runs.total();
  }

  /** The sums over at most a run of rows. */
  private static float[] run(int offset, int rows, int cols, int ld, float[] array, RowSum sum) {
    float[] sums = new float[cols];
    float[] block = new float[cols];
    for (int from = 0; from < rows; from += Kernels.BLOCK) {
      Arrays.fill(block, 0f);
      int end = Math.min(rows, from + Kernels.BLOCK);
      for (int r = from; r < end; r++) {
        sum.add(array, offset + r * ld, block);
      }
      if (from == 0) {
        System.arraycopy(block, 0, sums, 0, cols);
      } else {
        addRow(block, 0, sums);
      }
    }
    return sums;
  }

  private static void addRow(float[] array, int at, float[] sums) {
    int whole = SPECIES.loopBound(sums.length);
    for (int j = 0; j < whole; j += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, array, at + j);
      FloatVector.fromArray(SPECIES, sums, j).add(value).intoArray(sums, j);
    }
    for (int j = whole; j < sums.length; j += LANES) {
      VectorMask<Float> in = SPECIES.indexInRange(j, sums.length);
      FloatVector value = FloatVector.fromArray(SPECIES, array, at + j, in);
      FloatVector.fromArray(SPECIES, sums, j, in).add(value).intoArray(sums, j, in);
    }
  }

  private static void addSquares(float[] array, int at, float[] mean, int meanAt, float[] sums) {
    int whole = SPECIES.loopBound(sums.length);
    for (int j = 0; j < whole; j += LANES) {
      FloatVector d =
          FloatVector.fromArray(SPECIES, array, at + j)
              .sub(FloatVector.fromArray(SPECIES, mean, meanAt + j));
      d.fma(d, FloatVector.fromArray(SPECIES, sums, j)).intoArray(sums, j);
    }
    for (int j = whole; j < sums.length; j += LANES) {
      VectorMask<Float> in = SPECIES.indexInRange(j, sums.length);
      FloatVector d =
          FloatVector.fromArray(SPECIES, array, at + j, in)
              .sub(FloatVector.fromArray(SPECIES, mean, meanAt + j, in));
      d.fma(d, FloatVector.fromArray(SPECIES, sums, j, in)).intoArray(sums, j, in);
    }
  }

  /** Gives part of a row of what is to be squared. */
  interface Source {
    void copy(int row, int col, int count, float[] to, int at);
  }

  /** The sum of the squares of rows x cols values, row after row. */
  static float squares(int rows, int cols, Source source) {
    float[] strip = new float[STRIP];
    BlockSums runs = new BlockSums(1);
    long count = (long) rows * cols;
    for (long from = 0; from < count; from += BlockSums.RUN) {
      long end = Math.min(count, from + BlockSums.RUN);
      runs.add(new float[] {squaresOfRun(from, end, cols, source, strip)}, 0);
    }
    return runs.total()[0];
  }

  private static float squaresOfRun(long start, long end, int cols, Source source, float[] strip) {
    float[] blocks = new float[STREAMS];
    float sum = 0f;
    for (long from = start; from < end; from += STRIP) {
      int length = (int) Math.min(STRIP, end - from);
      fill(source, from, cols, strip, length);
      squares(strip, length, blocks);
      for (int i = 0; i * Kernels.BLOCK < length; i++) {
        sum = from == start && i == 0 ? blocks[0] : sum + blocks[i];
      }
    }
    return sum;
  }

  private static void fill(Source source, long from, int cols, float[] strip, int length) {
    for (int at = 0; at < length; ) {
      int row = (int) ((from + at) / cols);
      int col = (int) ((from + at) % cols);
      int part = Math.min(cols - col, length - at);
      source.copy(row, col, part, strip, at);
      at += part;
    }
  }

  private static void squares(float[] strip, int length, float[] blocks) {
    if (length == STRIP) {
      fullStrip(strip, blocks);
      return;
    }
    for (int i = 0; i * Kernels.BLOCK < length; i++) {
      float s = 0f;
      for (int k = i * Kernels.BLOCK; k < Math.min(length, (i + 1) * Kernels.BLOCK); k++) {
        s = Fma.of(strip[k], strip[k], s);
      }
      blocks[i] = s;
    }
  }

  private static void fullStrip(float[] x, float[] blocks) {
    float s0 = 0f;
    float s1 = 0f;
    float s2 = 0f;
    float s3 = 0f;
    float s4 = 0f;
    float s5 = 0f;
    float s6 = 0f;
    float s7 = 0f;
    for (int k = 0; k < Kernels.BLOCK; k++) {
      s0 = Fma.of(x[k], x[k], s0);
      s1 = Fma.of(x[k + 256], x[k + 256], s1);
      s2 = Fma.of(x[k + 512], x[k + 512], s2);
      s3 = Fma.of(x[k + 768], x[k + 768], s3);
      s4 = Fma.of(x[k + 1024], x[k + 1024], s4);
      s5 = Fma.of(x[k + 1280], x[k + 1280], s5);
      s6 = Fma.of(x[k + 1536], x[k + 1536], s6);
      s7 = Fma.of(x[k + 1792], x[k + 1792], s7);
    }
    float[] sums = {s0, s1, s2, s3, s4, s5, s6, s7};
    System.arraycopy(sums, 0, blocks, 0, STREAMS);
  }
}
