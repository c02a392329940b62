package jacquard.kernels;

import java.util.Random;

/** Vectors in double precision on the host, a vector a row; every sum has one fixed order. */
final class DoubleRows {
  /** A vector shorter than this share of what it was has been cancelled to noise. */
  private static final double CANCELLED = 1e-10;

  private DoubleRows() {}

  static double[][] of(float[] values, int rows) {
    int cols = values.length / rows;
    double[][] result = new double[rows][cols];
    for (int i = 0; i < values.length; i++) {
      result[i / cols][i % cols] = values[i];
    }
    return result;
  }

  static float[] floats(double[][] rows) {
    int cols = rows[0].length;
    float[] result = new float[rows.length * cols];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) rows[i / cols][i % cols];
    }
    return result;
  }

  /** The sum of products, in four interleaved chains. */
  static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 4 <= a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  /** y += factor * x. */
  static void add(double factor, double[] x, double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] += factor * x[i];
    }
  }

  static void scale(double[] x, double factor) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor;
    }
  }

  /** 1, or -1 if the largest element is negative, the first of equals. */
  static double direction(double[] x) {
    double largest = 0;
    for (double value : x) {
      largest = Math.abs(value) > Math.abs(largest) ? value : largest;
    }
    return largest < 0 ? -1 : 1;
  }

  /** The combinations of the rows whose coefficients are the rows of {@code by}. */
  static double[][] combine(double[][] by, double[][] rows) {
    double[][] result = new double[by.length][rows[0].length];
    for (int i = 0; i < by.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        add(by[i][j], rows[j], result[i]);
      }
    }
    return result;
  }

  /**
   * Makes the rows orthonormal, the first ones changing least, by Gram and Schmidt's method done
   * twice; a row that depends on those before it becomes a random one.
   */
  static void orthonormalize(double[][] rows, Random random) {
    orthonormalize(rows, 0, random);
  }

  /** The same for rows of which the first few are orthonormal already. */
  static void orthonormalize(double[][] rows, int first, Random random) {
    for (int i = first; i < rows.length; i++) {
      normalize(rows[i]);
      while (!subtractEarlier(rows, i)) {
        for (int j = 0; j < rows[i].length; j++) {
          rows[i][j] = random.nextGaussian();
        }
        normalize(rows[i]);
      }
    }
  }

  private static boolean subtractEarlier(double[][] rows, int i) {
    for (int pass = 0; pass < 2; pass++) {
      for (int j = 0; j < i; j++) {
        add(-dot(rows[i], rows[j]), rows[j], rows[i]);
      }
      if (!(norm(rows[i]) > CANCELLED)) {
        return false;
      }
      normalize(rows[i]);
    }
    return true;
  }

  /** To length 1, by way of the largest element lest the squares overflow; zeros stay zeros. */
  private static void normalize(double[] row) {
    double largest = 0;
    for (double x : row) {
      largest = Math.max(largest, Math.abs(x));
    }
    if (largest > 0) {
      scale(row, 1 / largest);
      scale(row, 1 / norm(row));
    }
  }
}
