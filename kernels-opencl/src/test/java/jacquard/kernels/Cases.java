package jacquard.kernels;

import java.util.Arrays;
import java.util.Random;

/** Random operands of contract tests, placed at odd offsets in buffers full of NaN. */
final class Cases {
  private final Kernels kernels;
  private final Random random;

  Cases(Kernels kernels, long seed) {
    this.kernels = kernels;
    this.random = new Random(seed);
  }

  /** A window on a larger buffer; whatever reads outside it meets NaN. */
  Matrix window(int rows, int cols) {
    int ld = cols + random.nextInt(4);
    int offset = random.nextInt(4);
    int size = offset + rows * ld + random.nextInt(3);
    Floats data = kernels.floats(size);
    float[] nan = new float[size];
    Arrays.fill(nan, Float.NaN);
    kernels.write(new Matrix(data, 0, 1, size, size), nan);
    return new Matrix(data, offset, rows, cols, ld);
  }

  Matrix normal(int rows, int cols) {
    return of(rows, cols, values(rows * cols));
  }

  Matrix of(int rows, int cols, float... values) {
    Matrix m = window(rows, cols);
    kernels.write(m, values);
    return m;
  }

  Labels labels(int... values) {
    Labels labels = new Labels(kernels.ints(values.length + 3), 2, values.length);
    kernels.write(labels, values);
    return labels;
  }

  float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Whether everything around the window is still NaN. */
  boolean untouchedAround(Matrix m) {
    float[] all = kernels.read(new Matrix(m.data(), 0, 1, m.data().size(), m.data().size()));
    for (int i = 0; i < all.length; i++) {
      int at = i - m.offset();
      boolean inside = at >= 0 && at / m.ld() < m.rows() && at % m.ld() < m.cols();
      if (!inside && !Float.isNaN(all[i])) {
        return false;
      }
    }
    return true;
  }
}
