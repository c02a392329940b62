package jacquard.kernels;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The sums of the contract that are not products. */
final class JavaSums {
  private JavaSums() {}

  /** The sum of values given one at a time. */
  static final class Running {
    private @Nullable BlockSums blocks;
    private float block;
    private int inBlock;

    void addProduct(float a, float b) {
      block = Fma.of(a, b, block);
      count();
    }

    void add(float value) {
      block += value;
      count();
    }

    float sum() {
      if (blocks == null) {
        return block;
      }
      if (inBlock > 0) {
        closeBlock(blocks);
      }
      return blocks.total()[0];
    }

    private void count() {
      if (++inBlock == Kernels.BLOCK) {
        blocks = blocks == null ? new BlockSums(1) : blocks;
        closeBlock(blocks);
      }
    }

    private void closeBlock(BlockSums to) {
      to.add(new float[] {block}, 0);
      block = 0f;
      inBlock = 0;
    }
  }

  /** The sums of the columns of {@code rows} x {@code cols} values. */
  static float[] columns(float[] array, int offset, int rows, int cols, int ld) {
    BlockSums sums = new BlockSums(cols);
    float[] block = new float[cols];
    for (int from = 0; from < rows; from += Kernels.BLOCK) {
      Arrays.fill(block, 0f);
      int end = Math.min(rows, from + Kernels.BLOCK);
      for (int r = from; r < end; r++) {
        addRow(array, offset + r * ld, block);
      }
      sums.add(block, 0);
    }
    return sums.total();
  }

  private static void addRow(float[] array, int at, float[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += array[at + j];
    }
  }
}
