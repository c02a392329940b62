package jacquard.kernels;

import java.util.Arrays;
import java.util.Random;

/** The products of one symmetric matrix with a block of vectors, computed by the kernels. */
final class SymmetricProducts implements AutoCloseable {
  private static final int LANCZOS_STEPS = 20;

  /** What is left of a product after its known directions, if smaller, is float rounding. */
  private static final double NEGLIGIBLE = 1e-5;

  private final Kernels kernels;
  private final int order;
  private final float[] values;
  private final Matrix matrix;
  private final Matrix left;
  private final Matrix right;

  SymmetricProducts(Kernels kernels, double[][] rows, int block) {
    this.kernels = kernels;
    this.order = rows.length;
    this.values = DoubleRows.floats(rows);
    this.matrix = kernels.matrix(order, order);
    this.left = kernels.matrix(block, order);
    this.right = kernels.matrix(block, order);
    kernels.write(matrix, values);
  }

  /** The product with each vector; the vectors are first rounded to what the kernels see. */
  double[][] times(double[][] vectors) {
    Matrix from = left.rows(0, vectors.length);
    Matrix to = right.rows(0, vectors.length);
    float[] rounded = DoubleRows.floats(vectors);
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j < vectors[i].length; j++) {
        vectors[i][j] = rounded[i * vectors[i].length + j];
      }
    }
    kernels.write(from, rounded);
    kernels.gemm(Op.AS_IS, Op.AS_IS, 1f, from, matrix, 0f, to);
    return DoubleRows.of(kernels.read(to), vectors.length);
  }

  /**
   * T((A - centre) / halfWidth) times each vector from {@code locked} on, by T(n+1) = 2 x T(n) -
   * T(n-1), where the eigenvalues of the locked pairs before count as centre.
   */
  double[][] chebyshev(RitzPairs ritz, int locked, double centre, double halfWidth, int degree) {
    double[][] free = Arrays.copyOfRange(ritz.vectors(), locked, ritz.count());
    shift(centre);
    deflate(ritz, locked, centre);
    Matrix before = left.rows(0, free.length);
    Matrix last = right.rows(0, free.length);
    kernels.write(before, DoubleRows.floats(free));
    kernels.gemm(Op.AS_IS, Op.AS_IS, (float) (1 / halfWidth), before, matrix, 0f, last);
    for (int i = 1; i < degree; i++) {
      kernels.gemm(Op.AS_IS, Op.AS_IS, (float) (2 / halfWidth), last, matrix, -1f, before);
      Matrix next = before;
      before = last;
      last = next;
    }
    kernels.write(matrix, values);
    return DoubleRows.of(kernels.read(last), free.length);
  }

  private void shift(double by) {
    float[] shifted = values.clone();
    for (int i = 0; i < order; i++) {
      shifted[i * order + i] = (float) (values[i * order + i] - by);
    }
    kernels.write(matrix, shifted);
  }

  private void deflate(RitzPairs ritz, int locked, double centre) {
    if (locked == 0) {
      return;
    }
    double[][] vectors = Arrays.copyOf(ritz.vectors(), locked);
    double[][] scaled = new double[locked][];
    for (int i = 0; i < locked; i++) {
      scaled[i] = vectors[i].clone();
      DoubleRows.scale(scaled[i], ritz.value(i) - centre);
    }
    Matrix a = left.rows(0, locked);
    Matrix b = right.rows(0, locked);
    kernels.write(a, DoubleRows.floats(scaled));
    kernels.write(b, DoubleRows.floats(vectors));
    kernels.gemm(Op.TRANSPOSED, Op.AS_IS, -1f, a, b, 1f, matrix);
  }

  /**
   * Where the spectrum begins, by a few steps of Lanczos's method.
   *
   * @param smallest what the method finds, which is not below the smallest eigenvalue
   * @param bound that less the error of it; hardly any eigenvalue lies below
   */
  record Bottom(double smallest, double bound) {}

  /** Finds where the spectrum begins. */
  Bottom bottom(Random random) {
    int steps = Math.min(LANCZOS_STEPS, order);
    double[][] q = new double[steps + 1][order];
    DoubleRows.orthonormalize(new double[][] {q[0]}, random);
    double[][] projection = new double[steps][steps];
    int done = 0;
    double largest = 0;
    double remainder = Double.MAX_VALUE;
    while (done < steps && remainder > NEGLIGIBLE * largest) {
      double[] next = times(new double[][] {q[done]})[0];
      largest = Math.max(largest, DoubleRows.norm(next));
      for (int j = done; j >= 0; j--) {
        double overlap = DoubleRows.dot(next, q[j]);
        DoubleRows.add(-overlap, q[j], next);
        projection[done][j] = overlap;
        projection[j][done] = overlap;
      }
      for (int j = done; j >= 0; j--) {
        DoubleRows.add(-DoubleRows.dot(next, q[j]), q[j], next); // what rounding has left
      }
      remainder = DoubleRows.norm(next);
      if (remainder > 0) {
        DoubleRows.scale(next, 1 / remainder);
      }
      done++;
      q[done] = next;
    }
    double[][] finished = new double[done][];
    for (int i = 0; i < done; i++) {
      finished[i] = Arrays.copyOf(projection[i], done);
    }
    SymmetricEigenpairs inner = SymmetricEigenpairs.of(finished);
    double smallest = inner.values()[done - 1];
    double error = remainder * Math.abs(inner.vectors()[done - 1][done - 1]);
    return new Bottom(smallest, smallest - error);
  }

  @Override
  public void close() {
    matrix.data().close();
    left.data().close();
    right.data().close();
  }
}
