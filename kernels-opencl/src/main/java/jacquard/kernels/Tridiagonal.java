package jacquard.kernels;

import java.util.Arrays;

/**
 * A tridiagonal matrix T with A = Q T Q', for a symmetric A and an orthogonal Q, by Householder's
 * reflections from the last row up.
 *
 * <p>The loops run along rows and add in the order of the rows, so that they compile to vector
 * instructions without any sum being reordered.
 */
final class Tridiagonal {
  private final int order;
  private final double[] diagonal;
  private final double[] beside;

  /**
   * The vector u of each reflection 1 - u u' / half, shorter by one from row to row; null: none.
   */
  private final double[][] reflections;

  private final double[] halves;

  private Tridiagonal(int order) {
    this.order = order;
    this.diagonal = new double[order];
    this.beside = new double[order];
    this.reflections = new double[order][];
    this.halves = new double[order];
  }

  /** Reduces a symmetric matrix, which is overwritten. */
  static Tridiagonal of(double[][] a) {
    Tridiagonal result = new Tridiagonal(a.length);
    double[] u = {};
    double[] q = {};
    for (int i = a.length - 1; i >= 0; i--) {
      update(a[i], i, i + 1, u, q);
      result.diagonal[i] = a[i][i];
      double[] next = result.reflect(a[i], i);
      double[] p = image(a, i, u, q, next);
      u = next;
      q = result.halves[i] == 0 ? new double[i] : result.partner(p, u, result.halves[i]);
    }
    return result;
  }

  /** The first elements of row i less those of q u' + u q'. */
  private static void update(double[] row, int i, int columns, double[] u, double[] q) {
    if (u.length == 0) {
      return;
    }
    double ui = u[i];
    double qi = q[i];
    for (int j = 0; j < columns; j++) {
      row[j] -= qi * u[j] + ui * q[j];
    }
  }

  /**
   * Finds the reflection that makes all of the row before its last but one element zero.
   *
   * @return u, which is 0 if there is nothing to reflect
   */
  private double[] reflect(double[] row, int i) {
    double[] u = new double[i];
    double largest = 0;
    for (int j = 0; j < i - 1; j++) {
      largest = Math.max(largest, Math.abs(row[j]));
    }
    if (i > 0) {
      beside[i - 1] = row[i - 1];
    }
    if (largest == 0) {
      return u;
    }
    double unit = Math.max(largest, Math.abs(row[i - 1]));
    double square = 0;
    for (int j = 0; j < i; j++) {
      u[j] = row[j] / unit;
      square += u[j] * u[j];
    }
    double length = u[i - 1] >= 0 ? -Math.sqrt(square) : Math.sqrt(square);
    halves[i] = square - u[i - 1] * length;
    u[i - 1] -= length;
    beside[i - 1] = unit * length;
    reflections[i] = u;
    return u;
  }

  /** Updates the first i rows by u and q, and returns their product with the vector of i. */
  private static double[] image(double[][] a, int i, double[] u, double[] q, double[] vector) {
    double[] sum = new double[i];
    int r = 0;
    if (u.length > 0) {
      for (; r + 1 < i; r += 2) {
        twoRows(
            a[r],
            a[r + 1],
            new double[] {u[r], q[r], vector[r]},
            u,
            q,
            sum,
            new double[] {u[r + 1], q[r + 1], vector[r + 1]});
      }
    }
    for (; r < i; r++) {
      update(a[r], r, i, u, q);
      DoubleRows.add(vector[r], a[r], sum);
    }
    return sum;
  }

  private static void twoRows(
      double[] first,
      double[] second,
      double[] ofFirst,
      double[] u,
      double[] q,
      double[] sum,
      double[] ofSecond) {
    double u0 = ofFirst[0];
    double q0 = ofFirst[1];
    double v0 = ofFirst[2];
    double u1 = ofSecond[0];
    double q1 = ofSecond[1];
    double v1 = ofSecond[2];
    for (int j = 0; j < sum.length; j++) {
      double x = first[j] - (q0 * u[j] + u0 * q[j]);
      double y = second[j] - (q1 * u[j] + u1 * q[j]);
      first[j] = x;
      second[j] = y;
      sum[j] = sum[j] + v0 * x + v1 * y;
    }
  }

  /** The q with which A - q u' - u q' is the reflected matrix. */
  private double[] partner(double[] image, double[] u, double half) {
    double[] q = image;
    DoubleRows.scale(q, 1 / half);
    DoubleRows.add(-DoubleRows.dot(u, q) / (2 * half), u, q);
    return q;
  }

  double[] diagonal() {
    return diagonal;
  }

  /** The elements beside the diagonal, and a last one of 0. */
  double[] beside() {
    return beside;
  }

  /** The columns of Q, one a row. */
  double[][] basis() {
    double[][] q = new double[order][order];
    for (int i = 0; i < order; i++) {
      q[i][i] = 1;
    }
    Strips.forEach(order, (from, to) -> reflect(q, from, to));
    return transposed(q);
  }

  private void reflect(double[][] q, int from, int to) {
    double[] sum = new double[order];
    for (int i = from + 1; i < order; i++) {
      double[] u = reflections[i];
      if (u != null) {
        Arrays.fill(sum, from, to, 0);
        for (int r = 0; r < i; r++) {
          Strips.add(u[r], q[r], sum, from, to);
        }
        for (int r = 0; r < i; r++) {
          Strips.add(-u[r] / halves[i], sum, q[r], from, to);
        }
      }
    }
  }

  private static double[][] transposed(double[][] q) {
    for (int i = 0; i < q.length; i++) {
      for (int j = 0; j < i; j++) {
        double x = q[i][j];
        q[i][j] = q[j][i];
        q[j][i] = x;
      }
    }
    return q;
  }
}
