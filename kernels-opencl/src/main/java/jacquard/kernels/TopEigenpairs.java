package jacquard.kernels;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The largest eigenvalues of a symmetric matrix and their eigenvectors.
 *
 * <p>Found by subspace iteration: a block of somewhat more vectors than are wanted is multiplied by
 * a Chebyshev polynomial of the matrix that is large above the block's smallest Ritz value and at
 * most 1 from there down, made orthonormal, and turned to the Ritz vectors, until the residual of
 * each wanted pair is at most {@value #TOLERANCE} of the largest eigenvalue's size. Leading pairs
 * found sooner are taken out of the matrix, lest they drown the others. Products run on the
 * kernels, the rest on the host in double precision; so the bits are the same on every backend.
 *
 * <p>Source of the filter: Zhou, Saad, Tiago, Chelikowsky, "Self-consistent-field calculations
 * using Chebyshev-filtered subspace iteration", J. Comput. Phys. 219, 2006.
 */
public final class TopEigenpairs {
  /** The largest residual |A v - value v|, relative to the size of the matrix. */
  public static final double TOLERANCE = 1e-5;

  /** Pairs with less of a residual are left as they are; it is well below what is wanted. */
  private static final double LOCKED = TOLERANCE / 10;

  private static final int MOST_ITERATIONS = 100;

  private final double[] values;
  private final double[][] vectors;
  private final int iterations;
  private final double residual;

  private TopEigenpairs(double[] values, double[][] vectors, int iterations, double residual) {
    this.values = values;
    this.vectors = vectors;
    this.iterations = iterations;
    this.residual = residual;
  }

  /**
   * Finds the largest eigenpairs.
   *
   * @param symmetric only read
   * @param count from 1 to the order of the matrix
   * @param seed of the first guess; the same seed gives the same bits
   * @throws ArithmeticException if they do not converge
   */
  public static TopEigenpairs of(Kernels kernels, Matrix symmetric, int count, long seed) {
    int order = symmetric.rows();
    if (symmetric.cols() != order) {
      throw new IllegalArgumentException("eigenpairs of a matrix " + symmetric.shape());
    }
    if (count < 1 || count > order) {
      throw new IllegalArgumentException(
          "%d eigenpairs of a matrix %s".formatted(count, symmetric.shape()));
    }
    float[] values = checked(kernels.read(symmetric), order);
    double size = 0;
    for (float value : values) {
      size = Math.max(size, Math.abs(value));
    }
    // Scaled to elements of about 1, so that neither products nor squares leave the range.
    double unit = size == 0 ? 1 : Math.scalb(1.0, Math.getExponent(size));
    double[][] rows = DoubleRows.of(values, order);
    for (double[] row : rows) {
      DoubleRows.scale(row, 1 / unit);
    }
    int block = count + Math.max(8, count / 4);
    TopEigenpairs found =
        2 * block >= order
            ? decompose(rows, count)
            : iterate(kernels, rows, count, block, new Random(seed));
    DoubleRows.scale(found.values, unit);
    return found;
  }

  private static float[] checked(float[] values, int order) {
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        float value = values[i * order + j];
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException("matrix is %s at (%d, %d)".formatted(value, i, j));
        }
        if (value != values[j * order + i]) {
          throw new IllegalArgumentException(
              "matrix is not symmetric: %s at (%d, %d), %s across"
                  .formatted(value, i, j, values[j * order + i]));
        }
      }
    }
    return values;
  }

  /** The number of pairs. */
  public int count() {
    return values.length;
  }

  /** The eigenvalues, the largest first. */
  public double[] values() {
    return values.clone();
  }

  /** The eigenvectors of length 1, one after the other; the largest element of each is positive. */
  public float[] vectors() {
    return DoubleRows.floats(vectors);
  }

  /** How often the block was refined; 0 if the matrix was small enough to be decomposed at once. */
  public int iterations() {
    return iterations;
  }

  /** The largest residual relative to the size of the matrix. */
  public double residual() {
    return residual;
  }

  private static TopEigenpairs decompose(double[][] rows, int count) {
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(rows, false));
    double[][] vectors = new double[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = eigen.getEigenvector(i).toArray();
    }
    return result(eigen.getRealEigenvalues(), vectors, count, 0, 0);
  }

  private static TopEigenpairs iterate(
      Kernels kernels, double[][] rows, int count, int block, Random random) {
    try (SymmetricProducts products = new SymmetricProducts(kernels, rows, block)) {
      double bottom = products.lowerBound(random);
      double[][] guess = new double[block][rows.length];
      DoubleRows.orthonormalize(guess, random);
      double residual = Double.NaN;
      for (int i = 1; i <= MOST_ITERATIONS; i++) {
        RitzPairs ritz = RitzPairs.of(guess, products);
        double size = Math.max(Math.abs(bottom), Math.abs(ritz.value(0)));
        residual = size == 0 ? 0 : ritz.largestResidual(count) / size;
        if (residual <= TOLERANCE) {
          return result(ritz.values(), ritz.vectors(), count, i, residual);
        }
        int locked = Math.min(count - 1, ritz.within(LOCKED * size));
        ChebyshevFilter filter =
            ChebyshevFilter.of(ritz, locked, bottom, count, residual / TOLERANCE);
        guess = filter.apply(products, ritz, locked);
        DoubleRows.orthonormalize(guess, random);
      }
      throw new ArithmeticException(
          "%d eigenpairs of a matrix of order %d did not converge in %d iterations: residual %.1e"
              .formatted(count, rows.length, MOST_ITERATIONS, residual));
    }
  }

  private static TopEigenpairs result(
      double[] values, double[][] vectors, int count, int iterations, double residual) {
    double[] first = Arrays.copyOf(values, count);
    double[][] directed = Arrays.copyOf(vectors, count);
    for (double[] vector : directed) {
      DoubleRows.scale(vector, directionOf(vector) / DoubleRows.norm(vector));
    }
    return new TopEigenpairs(first, directed, iterations, residual);
  }

  private static double directionOf(double[] vector) {
    double largest = 0;
    for (double x : vector) {
      largest = Math.abs(x) > Math.abs(largest) ? x : largest;
    }
    return Math.signum(largest);
  }
}
