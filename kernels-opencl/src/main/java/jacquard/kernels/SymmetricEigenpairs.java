package jacquard.kernels;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * All eigenvalues of a symmetric matrix and their eigenvectors, in double precision.
 *
 * <p>The matrix is reduced to a tridiagonal one by Householder's reflections, and that is
 * diagonalized by the implicit QL method; vectors are orthonormal to rounding whatever the
 * spectrum. Rows and columns are first ordered by their diagonal elements, the largest last, as
 * both methods lose least that way on a graded matrix: a covariance of columns of very different
 * units keeps its small eigenvalues to their own precision.
 *
 * <p>Sums have one fixed order and only plain arithmetic and square roots are used, so the bits are
 * the same on every machine and for every number of threads.
 *
 * <p>Sources: Wilkinson and Reinsch, "Handbook for Automatic Computation II", 1971 (tred2, imtql2);
 * the test for a negligible element is that of LAPACK's dsteqr.
 */
public final class SymmetricEigenpairs {
  /** Elements across that differ by more than this share of the largest are not rounding. */
  private static final double ASYMMETRY = 1e-4;

  private final double[] values;
  private final double[][] vectors;

  private SymmetricEigenpairs(double[] values, double[][] vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  /**
   * Decomposes a matrix. The mean of the elements (i, j) and (j, i) is taken for both, so rounding
   * that has made them differ does no harm.
   *
   * @param matrix square, with at least one row; only read
   * @throws IllegalArgumentException if it is not square, an element is NaN or infinite, or two
   *     differ by more than rounding
   */
  public static SymmetricEigenpairs of(double[][] matrix) {
    double[][] symmetric = symmetric(matrix);
    int n = symmetric.length;
    int[] order = byDiagonal(symmetric);
    double unit = unit(symmetric);
    double[][] work = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        work[i][j] = symmetric[order[i]][order[j]] / unit;
      }
    }
    Tridiagonal tridiagonal = Tridiagonal.of(work);
    double[] values = tridiagonal.diagonal();
    double[][] vectors = tridiagonal.basis();
    ImplicitQl.diagonalize(values, tridiagonal.beside(), vectors);
    return descending(values, vectors, unit, order);
  }

  /**
   * A copy that is symmetric to the bit.
   *
   * @throws IllegalArgumentException if it is not square, or an element is NaN or infinite
   */
  static double[][] symmetric(double[][] matrix) {
    int n = matrix.length;
    if (n == 0) {
      throw new IllegalArgumentException("eigenpairs of a matrix 0 x 0");
    }
    double[][] copy = new double[n][n];
    for (int i = 0; i < n; i++) {
      if (matrix[i].length != n) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "eigenpairs of a matrix %d x %d", n, matrix[i].length));
      }
      for (int j = 0; j < n; j++) {
        if (!Double.isFinite(matrix[i][j])) {
          throw new IllegalArgumentException(
              String.format(Locale.ROOT, "matrix is %s at (%d, %d)", matrix[i][j], i, j));
        }
        copy[i][j] = matrix[i][j] == matrix[j][i] ? matrix[i][j] : mean(matrix[i][j], matrix[j][i]);
      }
    }
    requireSymmetric(matrix, ASYMMETRY * unit(copy));
    return copy;
  }

  private static double mean(double a, double b) {
    return a / 2 + b / 2;
  }

  private static void requireSymmetric(double[][] matrix, double rounding) {
    for (int i = 0; i < matrix.length; i++) {
      for (int j = i + 1; j < matrix.length; j++) {
        if (Math.abs(matrix[i][j] - matrix[j][i]) > rounding) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "matrix is not symmetric: %s at (%d, %d), %s across",
                  matrix[i][j],
                  i,
                  j,
                  matrix[j][i]));
        }
      }
    }
  }

  /** About the size of the largest element: a power of two, so that dividing rounds nothing. */
  static double unit(double[][] matrix) {
    double largest = 0;
    for (double[] row : matrix) {
      for (double value : row) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest == 0 ? 1 : Math.scalb(1.0, Math.getExponent(largest));
  }

  private static int[] byDiagonal(double[][] matrix) {
    return IntStream.range(0, matrix.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> Math.abs(matrix[i][i])))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static SymmetricEigenpairs descending(
      double[] values, double[][] vectors, double unit, int[] order) {
    int n = order.length;
    int[] ranks =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] sorted = new double[n];
    double[][] directed = new double[n][n];
    for (int k = 0; k < n; k++) {
      sorted[k] = values[ranks[k]] * unit;
      double[] vector = vectors[ranks[k]];
      for (int i = 0; i < n; i++) {
        directed[k][order[i]] = vector[i];
      }
      DoubleRows.scale(directed[k], DoubleRows.direction(directed[k]));
    }
    return new SymmetricEigenpairs(sorted, directed);
  }

  /** A copy of the eigenvalues, the largest first. */
  public double[] values() {
    return values.clone();
  }

  /**
   * A copy of the eigenvectors, one a row in the order of the values; of length 1, and the largest
   * element of each is positive.
   */
  public double[][] vectors() {
    return Arrays.stream(vectors).map(double[]::clone).toArray(double[][]::new);
  }
}
