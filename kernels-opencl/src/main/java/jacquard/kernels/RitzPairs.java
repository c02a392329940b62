package jacquard.kernels;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/** The best eigenpairs of a matrix to be had in the span of a few vectors, the largest first. */
final class RitzPairs {
  private final double[] values;
  private final double[][] vectors;
  private final double[][] images;

  private RitzPairs(double[] values, double[][] vectors, double[][] images) {
    this.values = values;
    this.vectors = vectors;
    this.images = images;
  }

  /** The pairs in the span of orthonormal rows. */
  static RitzPairs of(double[][] rows, SymmetricProducts matrix) {
    double[][] images = matrix.times(rows);
    double[][] projection = new double[rows.length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = DoubleRows.dot(rows[i], images[j]) + DoubleRows.dot(rows[j], images[i]);
        projection[i][j] = sum / 2;
        projection[j][i] = sum / 2;
      }
    }
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(projection, false));
    double[][] turn = eigen.getV().getData();
    return new RitzPairs(
        eigen.getRealEigenvalues(),
        DoubleRows.combine(rows, turn),
        DoubleRows.combine(images, turn));
  }

  double value(int i) {
    return values[i];
  }

  double[] values() {
    return values;
  }

  double[][] vectors() {
    return vectors;
  }

  int count() {
    return values.length;
  }

  /** How many of the first pairs have a residual |A v - value v| of at most this. */
  int within(double bound) {
    int pairs = 0;
    while (pairs < values.length && residual(pairs) <= bound) {
      pairs++;
    }
    return pairs;
  }

  /** The largest residual of the first pairs. */
  double largestResidual(int pairs) {
    double largest = 0;
    for (int i = 0; i < pairs; i++) {
      largest = Math.max(largest, residual(i));
    }
    return largest;
  }

  private double residual(int i) {
    double[] difference = images[i].clone();
    DoubleRows.add(-values[i], vectors[i], difference);
    return DoubleRows.norm(difference);
  }
}
