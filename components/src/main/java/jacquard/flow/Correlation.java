package jacquard.flow;

import jacquard.kernels.SymmetricEigenpairs;
import java.util.Locale;

/**
 * A covariance of columns measured in their own deviations, and its eigenpairs: whether a direction
 * varies does not depend on the columns' units.
 */
final class Correlation {
  /**
   * A direction of a smaller share of the largest variance does not vary: a covariance of floats is
   * not better than a tenth of that.
   */
  static final double NOTHING = 1e-6;

  private final double[] deviations;
  private final double[][] matrix;
  private final double[] values;
  private final double[][] vectors;
  private final int rank;

  Correlation(
      double[] deviations, double[][] matrix, double[] values, double[][] vectors, int rank) {
    this.deviations = deviations;
    this.matrix = matrix;
    this.values = values;
    this.vectors = vectors;
    this.rank = rank;
  }

  /** The deviations of the columns; 0 for one that does not vary. */
  double[] deviations() {
    return deviations;
  }

  /** The correlations: a diagonal of 1, or 0 for a column that does not vary. */
  double[][] matrix() {
    return matrix;
  }

  /** The eigenvalues, the largest first. */
  double[] values() {
    return values;
  }

  /** The eigenvectors, one a row. */
  double[][] vectors() {
    return vectors;
  }

  /** How many directions vary. */
  int rank() {
    return rank;
  }

  /**
   * The correlation of a covariance, row after row.
   *
   * @param what it is, for the error
   * @throws IllegalStateException if it is not finite, with the column
   */
  static Correlation of(double[] covariance, int n, String what) {
    double[] deviations = new double[n];
    for (int i = 0; i < n; i++) {
      double variance = covariance[i * n + i];
      if (!Double.isFinite(variance)) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "%s is %s at column %d (counted from 0): look for NaN, infinite or very large"
                    + " values there",
                what,
                variance,
                i));
      }
      deviations[i] = Math.sqrt(Math.max(0, variance));
    }
    double[][] matrix = scaled(covariance, deviations);
    SymmetricEigenpairs pairs = SymmetricEigenpairs.of(matrix);
    double[] values = pairs.values();
    int rank = 0;
    while (rank < n && values[rank] > NOTHING * values[0]) {
      rank++;
    }
    return new Correlation(deviations, matrix, values, pairs.vectors(), rank);
  }

  /** A matrix of products of columns, in units of these deviations; 0 where there is none. */
  static double[][] scaled(double[] products, double[] deviations) {
    int n = deviations.length;
    double[][] scaled = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double unit = deviations[i] * deviations[j];
        scaled[i][j] = unit == 0 ? 0 : products[i * n + j] / deviations[i] / deviations[j];
      }
    }
    return scaled;
  }

  /** Columns that do not vary, or take part in a direction that does not, for a message. */
  String culprits() {
    StringBuilder columns = new StringBuilder();
    int named = 0;
    for (int i = 0; i < deviations.length; i++) {
      double share = deviations[i] == 0 ? 1 : 0;
      for (int k = rank; k < vectors.length; k++) {
        share = Math.max(share, Math.abs(vectors[k][i]));
      }
      if (share > 0.1 && named++ < 5) {
        columns.append(columns.isEmpty() ? "" : ", ").append(i);
      }
    }
    return (named == 1 ? "column " : "columns ")
        + columns
        + (named > 5 ? ", ..." : "")
        + ", counted from 0";
  }
}
