package jacquard.kernels;

import java.util.Arrays;

/**
 * The matrix product in the contract's order of roundings.
 *
 * <p>One row of the product at a time: the inner loops run along contiguous columns, each column
 * its own chain, so the compiler can use vector instructions without changing any chain. It does so
 * only where all arrays of a loop are indexed alike, hence the copy of the right factor's rows.
 */
final class JavaGemm {
  private JavaGemm() {}

  /** A strided operand: element (i, k) at {@code offset + i * rowStep + k * colStep}. */
  static final class Operand {
    private final float[] array;
    private final int offset;
    private final int rowStep;
    private final int colStep;

    Operand(float[] array, int offset, int rowStep, int colStep) {
      this.array = array;
      this.offset = offset;
      this.rowStep = rowStep;
      this.colStep = colStep;
    }

    static Operand of(float[] array, Matrix m, Op op) {
      return op == Op.AS_IS
          ? new Operand(array, m.offset(), m.ld(), 1)
          : new Operand(array, m.offset(), 1, m.ld());
    }

    /** The rows as arrays of their own, all indexed alike. */
    float[][] rows(int rows, int cols) {
      float[][] copy = new float[rows][cols];
      for (int r = 0; r < rows; r++) {
        int from = offset + r * rowStep;
        for (int c = 0; c < cols; c++) {
          copy[r][c] = array[from + c * colStep];
        }
      }
      return copy;
    }
  }

  /** Receives each finished row of sums. */
  interface RowEnd {
    void accept(int row, float[] sums);
  }

  /** Computes the m x n sums of a (m x k) times b (k x n), handing over row after row. */
  static void multiply(int m, int n, int k, Operand a, Operand b, RowEnd end) {
    float[][] rows = b.rows(k, n);
    BlockSums sums = new BlockSums(n);
    float[] block = new float[n];
    for (int i = 0; i < m; i++) {
      int aRow = a.offset + i * a.rowStep;
      if (k <= Kernels.BLOCK) {
        chain(a, aRow, rows, 0, k, block);
        end.accept(i, block);
      } else {
        for (int from = 0; from < k; from += Kernels.BLOCK) {
          chain(a, aRow, rows, from, Math.min(k - from, Kernels.BLOCK), block);
          sums.add(block, 0);
        }
        end.accept(i, sums.total());
      }
    }
  }

  /** One block of every column's chain, four links at a time to spare loads and stores. */
  private static void chain(Operand a, int aRow, float[][] b, int from, int length, float[] sums) {
    Arrays.fill(sums, 0f);
    int step = a.colStep;
    int k = from;
    int end = from + length;
    for (; k + 4 <= end; k += 4) {
      int at = aRow + k * step;
      float a0 = a.array[at];
      float a1 = a.array[at + step];
      float a2 = a.array[at + 2 * step];
      float a3 = a.array[at + 3 * step];
      links(a0, b[k], a1, b[k + 1], a2, b[k + 2], a3, b[k + 3], sums);
    }
    for (; k < end; k++) {
      link(a.array[aRow + k * step], b[k], sums);
    }
  }

  private static void links(
      float a0,
      float[] b0,
      float a1,
      float[] b1,
      float a2,
      float[] b2,
      float a3,
      float[] b3,
      float[] sums) {
    for (int j = 0; j < sums.length; j++) {
      float s = Fma.of(a0, b0[j], sums[j]);
      s = Fma.of(a1, b1[j], s);
      s = Fma.of(a2, b2[j], s);
      sums[j] = Fma.of(a3, b3[j], s);
    }
  }

  private static void link(float a, float[] b, float[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] = Fma.of(a, b[j], sums[j]);
    }
  }
}
