package jacquard.learn;

import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;

/**
 * The sum over rows of (x - mean)_i (x - mean)_j: the kernels' about the means as floats, corrected
 * for what those lack.
 *
 * <p>Where squares would overflow or vanish in a float, columns are first divided by powers of two.
 */
final class Scatter {
  /** A variance from which on the squares that underflow do not count. */
  private static final float LEAST = 0x1p-80f;

  private final Kernels kernels;
  private final Matrix x;
  private final ColumnStatistics seen;
  private final int columns;

  private Scatter(Kernels kernels, Matrix x, ColumnStatistics seen) {
    this.kernels = kernels;
    this.x = x;
    this.seen = seen;
    this.columns = x.cols();
  }

  /** The scatter of at least two rows, symmetric to the bit. */
  static double[] of(Kernels kernels, Matrix x, ColumnStatistics seen) {
    return new Scatter(kernels, x, seen).compute();
  }

  private double[] compute() {
    float[] origins = new float[columns];
    for (int i = 0; i < columns; i++) {
      origins[i] = (float) seen.mean(i);
    }
    float[] covariance = covariance(x, origins);
    if (!isInRange(covariance)) {
      return rescaled();
    }
    double[] lacking = new double[columns];
    for (int i = 0; i < columns; i++) {
      lacking[i] = seen.mean(i) - origins[i] + seen.rest(i);
    }
    return corrected(covariance, lacking);
  }

  private float[] covariance(Matrix rows, float[] origins) {
    Matrix means = kernels.matrix(1, columns);
    Matrix covariance = kernels.matrix(columns, columns);
    kernels.write(means, origins);
    kernels.covariance(rows, means, covariance);
    float[] result = kernels.read(covariance);
    means.data().close();
    covariance.data().close();
    return result;
  }

  private boolean isInRange(float[] covariance) {
    boolean[] isSmall = new boolean[columns];
    boolean isAnySmall = false;
    for (int i = 0; i < columns; i++) {
      float variance = covariance[i * columns + i];
      if (!Float.isFinite(variance)) {
        return false;
      }
      isSmall[i] = variance < LEAST;
      isAnySmall |= isSmall[i];
    }
    return !isAnySmall || seen.areConstant(isSmall);
  }

  private double[] corrected(float[] covariance, double[] lacking) {
    int rows = x.rows();
    double[] scatter = new double[covariance.length];
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        int at = i * columns + j;
        scatter[at] = covariance[at] * (rows - 1.0) - rows * (lacking[i] * lacking[j]);
      }
    }
    return scatter;
  }

  private double[] rescaled() {
    int[] exponents = new int[columns];
    float[] steps = new float[4 * columns];
    double[] lacking = new double[columns];
    double[] variances = seen.variances();
    for (int i = 0; i < columns; i++) {
      exponents[i] =
          variances[i] == 0 ? 0 : Math.clamp(Math.getExponent(Math.sqrt(variances[i])), -126, 126);
      double mean = Math.scalb(seen.mean(i), -exponents[i]);
      steps[i] = Math.scalb(1f, -exponents[i]);
      steps[columns + i] = (float) mean;
      steps[2 * columns + i] = 1f;
      lacking[i] = mean - (float) mean + Math.scalb(seen.rest(i), -exponents[i]);
    }
    double[] scatter = corrected(covarianceOfScaled(steps), lacking);
    for (int at = 0; at < scatter.length; at++) {
      scatter[at] = Math.scalb(scatter[at], exponents[at / columns] + exponents[at % columns]);
    }
    return scatter;
  }

  private float[] covarianceOfScaled(float[] steps) {
    Matrix all = kernels.matrix(4, columns);
    Matrix scaled = kernels.matrix(x.rows(), columns);
    kernels.write(all, steps);
    kernels.standardize(x, all, scaled);
    float[] covariance = covariance(scaled, new float[columns]);
    all.data().close();
    scaled.data().close();
    return covariance;
  }
}
