package jacquard.learn;

import jacquard.kernels.Matrix;
import jacquard.kernels.SymmetricEigenpairs;
import java.util.Arrays;

/**
 * The principal components within a span of directions, from the covariance of the rows' components
 * along them: the method of Rayleigh and Ritz.
 *
 * <p>Components that hardly overlap have a covariance that is right to their own size, however
 * small the variance of one of them is. So where the directions are not yet good enough for that,
 * those found take their place, and it is done again.
 */
final class RayleighRitz {
  /** Rounding is far below a variance of this share of the columns' it is made of. */
  static final double RESOLVED = 1e-3;

  /** A variance of less than this share is what the rounding of a float product leaves. */
  private static final double NOTHING = 0x1p-44;

  /** A column has no part in a direction if its share is smaller: a float rounds to less. */
  private static final double PART = 0x1p-20;

  /**
   * What a part of a direction counts as at least: it is rounded as one of this size is, since the
   * direction has length 1. Where small parts of varying columns cancel, that is all that is left.
   */
  private static final double LEAST = 0x1p-2;

  private static final int MOST_PASSES = 4;

  private final CentredRows rows;
  private Matrix directions;
  private double[] variances;

  /** Starts from orthonormal directions, one a row. */
  RayleighRitz(CentredRows rows, Matrix directions) {
    this.rows = rows;
    this.directions = directions;
    this.variances = along(rows.variances(), rows.doubles(directions));
  }

  /** Whether float products are good enough for all components. */
  static boolean isResolved(PrincipalComponents found, double[] ofColumns) {
    double[] mixed = along(ofColumns, found.directions());
    for (int j = 0; j < mixed.length; j++) {
      if (found.variances()[j] < RESOLVED * mixed[j]) {
        return false;
      }
    }
    return true;
  }

  /** The variance along each direction if columns had these and were independent. */
  private static double[] along(double[] ofColumns, double[][] directions) {
    double[] sums = new double[directions.length];
    for (int j = 0; j < sums.length; j++) {
      for (int i = 0; i < ofColumns.length; i++) {
        sums[j] += directions[j][i] * directions[j][i] * ofColumns[i];
      }
    }
    return sums;
  }

  /** A variance along a direction, or 0 if it is what rounding leaves of these columns. */
  static double orNothing(double variance, double[] direction, double[] ofColumns) {
    double mixed = 0;
    boolean varies = false;
    for (int i = 0; i < direction.length; i++) {
      double part = Math.abs(direction[i]);
      boolean hasPart = ofColumns[i] > 0 && part > PART;
      varies |= hasPart;
      double square = hasPart ? Math.max(part, LEAST) * Math.max(part, LEAST) : part * part;
      mixed += square * ofColumns[i];
    }
    return varies && variance > NOTHING * mixed ? variance : 0;
  }

  /** The components of the largest variances. */
  PrincipalComponents components(int count, double total) {
    boolean isResolved = false;
    for (int pass = 0; pass < MOST_PASSES && !isResolved; pass++) {
      double[][] covariance = rows.covariance(directions, factors());
      SymmetricEigenpairs pairs = SymmetricEigenpairs.of(covariance);
      double[] ofDirections = new double[covariance.length];
      Arrays.setAll(ofDirections, i -> covariance[i][i]);
      double[] mixed = along(ofDirections, pairs.vectors());
      directions = rows.times(pairs.vectors(), directions);
      variances = pairs.values();
      double[][] found = rows.doubles(directions);
      isResolved = true;
      for (int j = 0; j < count; j++) {
        variances[j] = orNothing(variances[j], found[j], rows.variances());
        isResolved &= variances[j] == 0 || variances[j] >= RESOLVED * mixed[j];
      }
    }
    return first(count, total);
  }

  /** Powers of two that make components of these variances about 1. */
  private double[] factors() {
    double[] factors = new double[variances.length];
    for (int j = 0; j < factors.length; j++) {
      int exponent = variances[j] > 0 ? Math.getExponent(variances[j]) / 2 : 0;
      factors[j] = Math.scalb(1.0, Math.clamp(-exponent, -60, 60));
    }
    return factors;
  }

  private PrincipalComponents first(int count, double total) {
    double square = rows.unit() * rows.unit();
    double[] kept = Arrays.stream(variances).limit(count).map(v -> v * square).toArray();
    return new PrincipalComponents(kept, Arrays.copyOf(rows.doubles(directions), count), total);
  }
}
