package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.kernels.Activation;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import java.util.Arrays;

/**
 * What a {@link Pca} has learned: the filter and its inverse.
 *
 * <p>What a float cannot hold of a mean, the rest, is applied as well: by the filter as an offset
 * of its outputs, by the inverse before the mean is added.
 */
final class PcaModel {
  private final Kernels kernels;
  private final double total;
  private final double[] variances;
  private final Matrix mean;
  private final Matrix filter;
  private final Matrix inverse;
  private final Matrix rest;
  private final Matrix offset;
  private final Matrix negatedMean;

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
    this.rest = kernels.matrix(1, columns);
    this.offset = kernels.matrix(1, variances.length);
    this.negatedMean = kernels.matrix(1, columns);
  }

  /** Fills the matrices for components of unit length, one a column. */
  void become(double[] newMean, double[][] components, PcaSettings settings) {
    int n = columns();
    int k = variances.length;
    float[] forward = new float[n * k];
    float[] backward = new float[k * n];
    for (int j = 0; j < k; j++) {
      double scale = settings.whitening() ? Math.sqrt(variances[j] + settings.epsilon()) : 1;
      // Rescaled by however small an epsilon, rounding would be all that a constant direction has.
      double there = settings.whitening() && variances[j] == 0 ? 0 : 1 / scale;
      double sign = sign(components[j]);
      for (int i = 0; i < n; i++) {
        forward[i * k + j] = (float) (sign * components[j][i] * there);
        backward[j * n + i] = (float) (sign * components[j][i] * scale);
      }
    }
    float[] rounded = new float[n];
    float[] lacking = new float[n];
    for (int i = 0; i < n; i++) {
      rounded[i] = (float) newMean[i];
      lacking[i] = (float) (newMean[i] - rounded[i]);
    }
    kernels.write(mean, rounded);
    kernels.write(rest, lacking);
    kernels.write(filter, forward);
    kernels.write(inverse, backward);
    derive();
  }

  /** Computes what follows from the mean, its rest and the filter. */
  private void derive() {
    float[] lacking = kernels.read(rest);
    float[] forward = kernels.read(filter);
    float[] negated = kernels.read(mean);
    double[] product = new double[variances.length];
    for (int i = 0; i < forward.length; i++) {
      product[i % product.length] += (double) lacking[i / product.length] * forward[i];
    }
    float[] shift = new float[product.length];
    for (int j = 0; j < shift.length; j++) {
      shift[j] = (float) -product[j];
    }
    for (int i = 0; i < negated.length; i++) {
      negated[i] = -negated[i];
    }
    kernels.write(offset, shift);
    kernels.write(negatedMean, negated);
  }

  /**
   * Computes the rows y along the components, (x - mean) filter.
   *
   * @param centred of the shape of x, overwritten
   */
  void filter(Matrix x, Matrix centred, Matrix y) {
    kernels.subtractRow(x, mean, centred);
    kernels.affine(centred, Op.AS_IS, filter, offset, Activation.LINEAR, y);
  }

  /** Computes the rows x that the filter would turn into y, of those the nearest to the mean. */
  void invert(Matrix y, Matrix x) {
    kernels.affine(y, Op.AS_IS, inverse, rest, Activation.LINEAR, x);
    kernels.subtractRow(x, negatedMean, x);
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
    if (s.has("rest")) {
      Saved.matrix(s, "rest", kernels, rest);
    } else {
      // Saved when there was none; adding -0 changes no bit.
      float[] none = new float[columns()];
      Arrays.fill(none, -0f);
      kernels.write(rest, none);
    }
    if (s.isLoading()) {
      derive();
    }
  }

  void close() {
    mean.data().close();
    filter.data().close();
    inverse.data().close();
    rest.data().close();
    offset.data().close();
    negatedMean.data().close();
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

  /** What is added to the outputs, 1 x components. */
  Matrix offset() {
    return offset;
  }

  /** Columns x components. */
  Matrix filter() {
    return filter;
  }
}
