package jacquard.learn;

import jacquard.data.Examples;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.SymmetricEigenpairs;
import jacquard.kernels.TopEigenpairs;
import java.util.Arrays;

/**
 * The directions along which rows vary most, largest variance first.
 *
 * <p>They are the eigenvectors of the columns' covariance or, where there are fewer rows than
 * columns, combinations of the rows with the eigenvectors of the rows' products: the smaller
 * problem. A float covariance does not tell a small variance along a direction from what the
 * columns it is made of round to; where that may be, the rows themselves are asked again, by {@link
 * RayleighRitz}.
 */
final class PrincipalComponents {
  private final double[] variances;
  private final double[][] directions;
  private final double total;

  PrincipalComponents(double[] variances, double[][] directions, double total) {
    this.variances = variances;
    this.directions = directions;
    this.total = total;
  }

  /** The variances, the largest first, none negative. */
  double[] variances() {
    return variances;
  }

  /** The directions of length 1, one a row. */
  double[][] directions() {
    return directions;
  }

  /** The variance of all columns. */
  double total() {
    return total;
  }

  /**
   * The components of a covariance.
   *
   * @param covariance row after row
   * @param count how many
   */
  static PrincipalComponents ofCovariance(
      Kernels kernels, double[] covariance, int count, long seed) {
    int columns = (int) Math.round(Math.sqrt(covariance.length));
    double[][] rows = new double[columns][];
    double total = 0;
    for (int i = 0; i < columns; i++) {
      rows[i] = Arrays.copyOfRange(covariance, i * columns, (i + 1) * columns);
      total += rows[i][i];
    }
    double[] ofColumns = new double[columns];
    Arrays.setAll(ofColumns, i -> rows[i][i]);
    return ofSymmetric(kernels, rows, count, seed).withTotal(total, ofColumns);
  }

  /** The eigenpairs of a symmetric matrix, the largest first. */
  static PrincipalComponents ofSymmetric(Kernels kernels, double[][] rows, int count, long seed) {
    if (count == rows.length) {
      SymmetricEigenpairs pairs = SymmetricEigenpairs.of(rows);
      return new PrincipalComponents(pairs.values(), pairs.vectors(), 0);
    }
    TopEigenpairs pairs = TopEigenpairs.of(kernels, rows, count, seed);
    return new PrincipalComponents(pairs.values(), pairs.rows(), 0);
  }

  private PrincipalComponents withTotal(double newTotal, double[] ofColumns) {
    double[] kept = new double[variances.length];
    Arrays.setAll(kept, j -> RayleighRitz.orNothing(variances[j], directions[j], ofColumns));
    return new PrincipalComponents(kept, directions, newTotal);
  }

  /**
   * The components of more rows than columns.
   *
   * @param data finite
   * @param of its moments
   */
  static PrincipalComponents ofColumns(
      Kernels kernels, Examples data, Moments of, int count, long seed) {
    double[] covariance = of.covariance();
    PrincipalComponents found = ofCovariance(kernels, covariance, count, seed);
    int columns = of.columns();
    double[] ofColumns = new double[columns];
    Arrays.setAll(ofColumns, i -> covariance[i * columns + i]);
    if (RayleighRitz.isResolved(found, ofColumns)) {
      return found;
    }
    PrincipalComponents all =
        count == columns ? found : ofCovariance(kernels, covariance, columns, seed);
    try (CentredRows rows = new CentredRows(kernels, data, of.mean())) {
      RayleighRitz better = new RayleighRitz(rows, rows.matrix(all.directions));
      return better.components(count, found.total);
    }
  }

  /**
   * The components of at most as many rows as columns.
   *
   * @param data finite
   */
  static PrincipalComponents ofRows(
      Kernels kernels, Examples data, double[] mean, int count, long seed) {
    try (CentredRows rows = new CentredRows(kernels, data, mean)) {
      Matrix basis = RowBasis.of(kernels, rows, count, seed);
      RayleighRitz better = new RayleighRitz(rows, basis);
      double total = Arrays.stream(rows.variances()).sum() * rows.unit() * rows.unit();
      return better.components(count, total);
    }
  }
}
