package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;

/** What a {@link Pca} has learned: the filter and its inverse. */
final class PcaModel {
  private final Kernels kernels;
  private final double total;
  private final double[] variances;
  private final Matrix mean;
  private final Matrix filter;
  private final Matrix inverse;

  /**
   * A model whose matrices are to be filled.
   *
   * @param columns the number of values in a row
   * @param total the variance of all columns
   * @param variances along the components, largest first
   */
  PcaModel(Kernels kernels, int columns, double total, double[] variances) {
    this.kernels = kernels;
    this.total = total;
    this.variances = variances;
    this.mean = kernels.matrix(1, columns);
    this.filter = kernels.matrix(columns, variances.length);
    this.inverse = kernels.matrix(variances.length, columns);
  }

  /** Fills the matrices for components of unit length, one a column. */
  void become(float[] newMean, double[][] components, PcaSettings settings) {
    int n = columns();
    int k = variances.length;
    float[] forward = new float[n * k];
    float[] backward = new float[k * n];
    for (int j = 0; j < k; j++) {
      double scale = settings.whitening() ? Math.sqrt(variances[j] + settings.epsilon()) : 1;
      double sign = sign(components[j]);
      for (int i = 0; i < n; i++) {
        forward[i * k + j] = (float) (sign * components[j][i] / scale);
        backward[j * n + i] = (float) (sign * components[j][i] * scale);
      }
    }
    kernels.write(mean, newMean);
    kernels.write(filter, forward);
    kernels.write(inverse, backward);
  }

  private static double sign(double[] v) {
    double largest = 0;
    for (double entry : v) {
      largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
    }
    return largest < 0 ? -1 : 1;
  }

  /** Declares the matrices; the numbers they are made from are the owner's to declare. */
  void state(State s) {
    Saved.matrix(s, "mean", kernels, mean);
    Saved.matrix(s, "filter", kernels, filter);
    Saved.matrix(s, "inverse", kernels, inverse);
  }

  void close() {
    mean.data().close();
    filter.data().close();
    inverse.data().close();
  }

  int columns() {
    return mean.cols();
  }

  double total() {
    return total;
  }

  double[] variances() {
    return variances;
  }

  Matrix mean() {
    return mean;
  }

  /** Columns x components. */
  Matrix filter() {
    return filter;
  }

  /** Components x columns. */
  Matrix inverse() {
    return inverse;
  }
}
