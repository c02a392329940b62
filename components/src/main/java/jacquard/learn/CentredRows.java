package jacquard.learn;

import jacquard.data.Examples;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a data set less their mean where the kernels compute, in a unit that makes the
 * largest value about 1, and products with them; to be closed.
 */
final class CentredRows implements AutoCloseable {
  private final Kernels kernels;
  private final List<Matrix> open = new ArrayList<>();
  private final Matrix x;
  private final double unit;
  private final double[] variances;

  /**
   * Centres rows.
   *
   * @param data finite, at least two rows
   * @param mean of its columns
   */
  CentredRows(Kernels kernels, Examples data, double[] mean) {
    this.kernels = kernels;
    int columns = mean.length;
    float[] values = data.values();
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      largest = Math.max(largest, Math.abs(values[i] - mean[i % columns]));
    }
    this.unit = largest == 0 ? 1 : Math.scalb(1.0, Math.getExponent(largest));
    this.variances = new double[columns];
    float[] centred = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      centred[i] = (float) ((values[i] - mean[i % columns]) / unit);
      variances[i % columns] += (double) centred[i] * centred[i] / (data.rows() - 1);
    }
    this.x = matrix(centred, columns);
  }

  /** The mean of each column, in double precision; of equal values, that value. */
  static double[] mean(Examples data) {
    int columns = data.columns();
    double[] differences = new double[columns];
    float[] values = data.values();
    for (int i = 0; i < values.length; i++) {
      differences[i % columns] += (double) values[i] - values[i % columns];
    }
    double[] mean = new double[columns];
    for (int i = 0; i < columns; i++) {
      mean[i] = values[i] + differences[i] / data.rows();
    }
    return mean;
  }

  /** What one is called here: variances are in units of its square. */
  double unit() {
    return unit;
  }

  /** The variance of each column. */
  double[] variances() {
    return variances;
  }

  /** The rows, one a row of the matrix: to be read only. */
  Matrix all() {
    return x;
  }

  /** The products of rows with each other. */
  double[][] products(Matrix of) {
    return doubles(times(Op.AS_IS, of, Op.TRANSPOSED, of));
  }

  /** Rows less their components along orthonormal directions. */
  Matrix without(Matrix from, Matrix directions) {
    Matrix shares = times(Op.AS_IS, from, Op.TRANSPOSED, directions);
    Matrix left = matrix(kernels.read(from), from.cols());
    kernels.gemm(Op.AS_IS, Op.AS_IS, -1f, shares, directions, 1f, left);
    return left;
  }

  /**
   * The covariance of the rows' components along directions.
   *
   * @param directions one a row
   * @param factors powers of two that make the components of a size that floats can square
   */
  double[][] covariance(Matrix directions, double[] factors) {
    int count = directions.rows();
    float[] scaled = kernels.read(directions);
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (scaled[i] * factors[i / directions.cols()]);
    }
    Matrix y = times(Op.AS_IS, x, Op.TRANSPOSED, matrix(scaled, directions.cols()));
    Matrix means = opened(kernels.matrix(1, count));
    Matrix covariance = opened(kernels.matrix(count, count));
    kernels.columnMeans(y, means);
    kernels.covariance(y, means, covariance);
    double[][] result = doubles(covariance);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        result[i][j] /= factors[i] * factors[j];
      }
    }
    return result;
  }

  /** The combinations of the rows of a matrix with these coefficients. */
  Matrix times(double[][] coefficients, Matrix rows) {
    return times(Op.AS_IS, matrix(coefficients), Op.AS_IS, rows);
  }

  /** The product of two matrices, as the kernels compute it. */
  Matrix times(Op opA, Matrix a, Op opB, Matrix b) {
    int rows = opA == Op.AS_IS ? a.rows() : a.cols();
    int cols = opB == Op.AS_IS ? b.cols() : b.rows();
    Matrix product = opened(kernels.matrix(rows, cols));
    kernels.gemm(opA, opB, 1f, a, b, 0f, product);
    return product;
  }

  /** A matrix of these rows, rounded. */
  Matrix matrix(double[][] rows) {
    int cols = rows[0].length;
    float[] values = new float[Math.multiplyExact(rows.length, cols)];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < cols; j++) {
        values[i * cols + j] = (float) rows[i][j];
      }
    }
    return matrix(values, cols);
  }

  private Matrix matrix(float[] values, int cols) {
    Matrix m = opened(kernels.matrix(values.length / cols, cols));
    kernels.write(m, values);
    return m;
  }

  /** A copy of a matrix. */
  double[][] doubles(Matrix m) {
    float[] values = kernels.read(m);
    double[][] rows = new double[m.rows()][m.cols()];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = values[i * m.cols() + j];
      }
    }
    return rows;
  }

  private Matrix opened(Matrix m) {
    open.add(m);
    return m;
  }

  @Override
  public void close() {
    open.forEach(m -> m.data().close());
  }
}
