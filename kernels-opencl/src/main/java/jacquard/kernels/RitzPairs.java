package jacquard.kernels;

import java.util.function.IntToDoubleFunction;

/** The best approximate eigenpairs of a matrix in the span of a few vectors, the largest first. */
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
    SymmetricEigenpairs inner = SymmetricEigenpairs.of(projection);
    double[][] turn = inner.vectors();
    return new RitzPairs(
        inner.values(), DoubleRows.combine(turn, rows), DoubleRows.combine(turn, images));
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

  /** How many of the first pairs have a residual |A v - value v| within the bound of each. */
  int within(IntToDoubleFunction bound) {
    int pairs = 0;
    while (pairs < values.length && residual(pairs) <= bound.applyAsDouble(pairs)) {
      pairs++;
    }
    return pairs;
  }

  /** The largest ratio of a residual to its bound, of the first pairs. */
  double excess(int pairs, IntToDoubleFunction bound) {
    double largest = 0;
    for (int i = 0; i < pairs; i++) {
      double residual = residual(i);
      largest = Math.max(largest, residual == 0 ? 0 : residual / bound.applyAsDouble(i));
    }
    return largest;
  }

  double residual(int i) {
    double[] difference = images[i].clone();
    DoubleRows.add(-values[i], vectors[i], difference);
    return DoubleRows.norm(difference);
  }
}
