package jacquard.kernels;

import java.util.Arrays;

/** The sums of the contract that are not products: blocks of ascending terms, blocks in order. */
final class JavaSums {
  private JavaSums() {}

  /** The sum of values given one at a time. */
  static final class Running {
    private float done;
    private float block;
    private int inBlock;
    private boolean first = true;

    void addProduct(float a, float b) {
      block = Math.fma(a, b, block);
      count();
    }

    void add(float value) {
      block += value;
      count();
    }

    float sum() {
      if (inBlock > 0) {
        closeBlock();
      }
      return done;
    }

    private void count() {
      if (++inBlock == Kernels.BLOCK) {
        closeBlock();
      }
    }

    private void closeBlock() {
      done = first ? block : done + block;
      first = false;
      block = 0f;
      inBlock = 0;
    }
  }

  /** The sums of the columns of {@code rows} x {@code cols} values. */
  static float[] columns(float[] array, int offset, int rows, int cols, int ld) {
    float[] sums = new float[cols];
    float[] block = new float[cols];
    for (int from = 0; from < rows; from += Kernels.BLOCK) {
      Arrays.fill(block, 0f);
      int end = Math.min(rows, from + Kernels.BLOCK);
      for (int r = from; r < end; r++) {
        addRow(array, offset + r * ld, block);
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
    for (int j = 0; j < sums.length; j++) {
      sums[j] += array[at + j];
    }
  }
}
