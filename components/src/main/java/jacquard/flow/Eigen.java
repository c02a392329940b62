package jacquard.flow;

import jacquard.kernels.SymmetricEigenpairs;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.linear.MatrixUtils;

/**
 * The generalized symmetric eigenproblem A v = l B v, in the directions along which B varies.
 *
 * <p>Columns are measured in their deviations by B, and B is whitened, which leaves an ordinary
 * problem. Vectors have v' B v = 1, and their largest entry is positive; otherwise equal data could
 * give opposite filters. Directions along which neither B nor A varies are left out: constant,
 * doubled and otherwise dependent columns do no harm.
 */
final class Eigen {
  private final double[] values;
  private final double[][] vectors;
  private final double[][] inverse;

  Eigen(double[] values, double[][] vectors, double[][] inverse) {
    this.values = values;
    this.vectors = vectors;
    this.inverse = inverse;
  }

  /** The values, the largest first. */
  double[] values() {
    return values;
  }

  /** The vectors, one a row. */
  double[][] vectors() {
    return vectors;
  }

  /** A row for each vector: vectors inverse' = 1. */
  double[][] inverse() {
    return inverse;
  }

  /**
   * Solves the problem.
   *
   * @param a n x n, row after row
   * @param b n x n, row after row
   * @param what B is, for the error
   * @throws IllegalStateException if A varies along a direction in which B does not, or either is
   *     not finite
   */
  static Eigen of(double[] a, double[] b, int n, String what) {
    Correlation within = Correlation.of(b, n, what);
    double[] units = within.deviations().clone();
    for (int i = 0; i < n; i++) {
      units[i] = units[i] > 0 ? units[i] : Math.sqrt(Math.max(0, a[i * n + i]));
    }
    double[][] scaled = Correlation.scaled(a, units);
    requireNothing(scaled, within, what);
    int rank = within.rank();
    double[][] whiten = new double[rank][n];
    double[][] back = new double[rank][n];
    for (int k = 0; k < rank; k++) {
      double deviation = Math.sqrt(within.values()[k]);
      for (int i = 0; i < n; i++) {
        whiten[k][i] = within.vectors()[k][i] / deviation;
        back[k][i] = within.vectors()[k][i] * deviation * units[i];
      }
    }
    if (rank == 0) {
      return new Eigen(new double[0], whiten, back);
    }
    SymmetricEigenpairs rest = SymmetricEigenpairs.of(product(whiten, scaled));
    double[][] vectors = combined(rest.vectors(), whiten);
    double[][] inverse = combined(rest.vectors(), back);
    for (int k = 0; k < rank; k++) {
      for (int i = 0; i < n; i++) {
        vectors[k][i] = units[i] == 0 ? 0 : vectors[k][i] / units[i];
      }
      double sign = sign(vectors[k]);
      scale(vectors[k], sign);
      scale(inverse[k], sign);
    }
    return new Eigen(rest.values(), vectors, inverse);
  }

  private static void scale(double[] x, double factor) {
    Arrays.setAll(x, i -> factor * x[i]);
  }

  /** Refuses directions along which only A varies: nothing measures how far. */
  private static void requireNothing(double[][] a, Correlation within, String what) {
    int n = a.length;
    for (int k = within.rank(); k < n; k++) {
      double[] v = within.vectors()[k];
      double along = 0;
      double apart = 0;
      for (int i = 0; i < n; i++) {
        apart += v[i] * v[i] * a[i][i];
        for (int j = 0; j < n; j++) {
          along += v[i] * a[i][j] * v[j];
        }
      }
      if (along > Correlation.NOTHING * apart) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "%s has no variance along %d of %d directions in which the rows do vary (%s): leave"
                    + " them out, or give more rows",
                what,
                n - within.rank(),
                n,
                within.culprits()));
      }
    }
  }

  /** The matrix M A M' of rows M, to rounding. */
  private static double[][] product(double[][] rows, double[][] a) {
    double[][] images = combined(rows, a);
    double[][] product = new double[rows.length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        for (int k = 0; k < a.length; k++) {
          product[i][j] += images[i][k] * rows[j][k];
        }
      }
    }
    return product;
  }

  /** The combinations of rows with these coefficients, a combination a row. */
  private static double[][] combined(double[][] coefficients, double[][] rows) {
    double[][] result = new double[coefficients.length][];
    for (int i = 0; i < result.length; i++) {
      result[i] = new double[rows[0].length];
      for (int k = 0; k < rows.length; k++) {
        double factor = coefficients[i][k];
        for (int j = 0; j < result[i].length; j++) {
          result[i][j] += factor * rows[k][j];
        }
      }
    }
    return result;
  }

  private static double sign(double[] v) {
    double largest = 0;
    for (double entry : v) {
      largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
    }
    return largest < 0 ? -1 : 1;
  }

  /** The same vectors of another length: with v' A v = 1. */
  Eigen measuredByA() {
    double[][] forward = new double[values.length][];
    double[][] backward = new double[values.length][];
    for (int j = 0; j < values.length; j++) {
      forward[j] = vectors[j].clone();
      backward[j] = inverse[j].clone();
      scale(forward[j], 1 / Math.sqrt(values[j]));
      scale(backward[j], Math.sqrt(values[j]));
    }
    return new Eigen(values, forward, backward);
  }

  /** The same, the smallest value first. */
  Eigen ascending() {
    int last = values.length - 1;
    double[] ordered = values.clone();
    double[][] forward = vectors.clone();
    double[][] backward = inverse.clone();
    for (int j = 0; j <= last; j++) {
      ordered[j] = values[last - j];
      forward[j] = vectors[last - j];
      backward[j] = inverse[last - j];
    }
    return new Eigen(ordered, forward, backward);
  }

  /**
   * The map onto the first vectors.
   *
   * @param what analysis it is for, for the error
   * @throws IllegalStateException if there are fewer
   */
  Projection projection(double[] mean, int count, String what) {
    if (values.length == 0) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "%s finds 0 directions, not %d: the rows do not vary", what, count));
    }
    if (count > values.length) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s finds %d directions, not %d: the rows vary along %d of %d; ask for at most %d",
              what,
              values.length,
              count,
              values.length,
              mean.length,
              values.length));
    }
    return new Projection(
        mean,
        MatrixUtils.createRealMatrix(Arrays.copyOf(vectors, count)).transpose(),
        MatrixUtils.createRealMatrix(Arrays.copyOf(inverse, count)));
  }
}
