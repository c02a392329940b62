package jacquard.learn;

import jacquard.data.Examples;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import java.util.stream.IntStream;

/**
 * The mean and variance of each column of a matrix of floats, in double precision.
 *
 * <p>Sums over n rows are of differences from the first row, in blocks of at most {@value #BLOCK}
 * rows that are added in pairs. So a mean is off by at most (256 + log2 n) 2<sup>-53</sup> times
 * the mean distance from the first row, which is at most 1 + sqrt(n) deviations, however large the
 * values are; a variance by that share of itself.
 */
final class ColumnStatistics {
  private static final int BLOCK = 256;

  private final float[] values;
  private final int offset;
  private final int rows;
  private final int columns;
  private final int ld;
  private final double[] first;
  private final double[] means;
  private final double[] rests;

  /**
   * Looks at all rows.
   *
   * @param owner who looks, for the error
   * @param x the data where the kernels compute
   * @throws IllegalArgumentException if the data has a NaN or an infinity; it names the place
   */
  ColumnStatistics(String owner, Kernels kernels, Matrix x, Examples data) {
    float[] array = kernels.array(x);
    values = array == null ? data.values() : array;
    offset = array == null ? 0 : x.offset();
    ld = array == null ? x.cols() : x.ld();
    rows = x.rows();
    columns = x.cols();
    first = new double[columns];
    for (int c = 0; c < columns; c++) {
      first[c] = values[offset + c];
    }
    means = sums(0, rows, this::addDifferences);
    rests = new double[columns];
    for (int c = 0; c < columns; c++) {
      if (!Double.isFinite(means[c])) {
        data.requireFinite(owner); // sums of finite floats are finite doubles
      }
      double apart = means[c] / rows;
      means[c] = first[c] + apart;
      rests[c] = lost(first[c], apart, means[c]);
    }
  }

  /** What rounding has taken from a sum of two (Knuth, TAOCP 4.2.2). */
  static double lost(double a, double b, double sum) {
    double ofB = sum - a;
    return (a - (sum - ofB)) + (b - ofB);
  }

  /** Adds what comes of a row to sums, a column each. */
  private interface RowSum {
    void add(int at, double[] sums);
  }

  private double[] sums(int from, int to, RowSum term) {
    if (to - from > BLOCK) {
      int middle = from + (to - from) / 2;
      double[] sums = sums(from, middle, term);
      double[] others = sums(middle, to, term);
      for (int c = 0; c < columns; c++) {
        sums[c] += others[c];
      }
      return sums;
    }
    double[] sums = new double[columns];
    for (int r = from; r < to; r++) {
      term.add(offset + r * ld, sums);
    }
    return sums;
  }

  private void addDifferences(int at, double[] sums) {
    for (int c = 0; c < columns; c++) {
      sums[c] += values[at + c] - first[c];
    }
  }

  private void addSquares(int at, double[] sums) {
    for (int c = 0; c < columns; c++) {
      double d = values[at + c] - means[c];
      sums[c] += d * d;
    }
  }

  /** The mean of a column, rounded to a double. */
  double mean(int column) {
    return means[column];
  }

  /** What the rounded mean of a column lacks. */
  double rest(int column) {
    return rests[column];
  }

  /** Whether each of the chosen columns has one value only. */
  boolean areConstant(boolean[] chosen) {
    int[] indices = IntStream.range(0, columns).filter(c -> chosen[c]).toArray();
    for (int r = 1; r < rows; r++) {
      for (int c : indices) {
        if (values[offset + r * ld + c] != values[offset + c]) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * The variance of each column, with the number of rows in the denominator: 0 if and only if all
   * values of the column are equal.
   */
  double[] variances() {
    double[] variances = sums(0, rows, this::addSquares);
    for (int c = 0; c < columns; c++) {
      variances[c] /= rows;
    }
    return variances;
  }
}
