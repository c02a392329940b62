package jacquard.kernels;

import java.util.Locale;

/**
 * The implicit QL method for a symmetric tridiagonal matrix.
 *
 * <p>A sweep turns two neighbouring vectors at a time. The turns are noted down and done later,
 * many sweeps at once and strip by strip, as each component of the vectors is turned by itself.
 */
final class ImplicitQl {
  private static final double EPSILON = 0x1p-53;

  /** An element of this share of the largest beside it would underflow when squared. */
  private static final double NOTHING = 0x1p-500;

  /** No element needs that many sweeps; three or so are usual. */
  private static final int MOST_SWEEPS = 300;

  private static final int MOST_TURNS = 1 << 16;

  private final double[] d;
  private final double[] e;
  private final double[][] vectors;
  private final int[] rows = new int[MOST_TURNS];
  private final double[] cosines = new double[MOST_TURNS];
  private final double[] sines = new double[MOST_TURNS];
  private int turns;
  private double floor;

  private ImplicitQl(double[] diagonal, double[] beside, double[][] vectors) {
    this.d = diagonal;
    this.e = beside;
    this.vectors = vectors;
  }

  /**
   * Turns the diagonal into the eigenvalues, in no order, and the rows of {@code vectors} with it.
   *
   * @param beside the elements (i, i + 1), overwritten, and one more
   */
  static void diagonalize(double[] diagonal, double[] beside, double[][] vectors) {
    ImplicitQl ql = new ImplicitQl(diagonal, beside, vectors);
    int first = 0;
    while (first < diagonal.length) {
      int last = ql.endOfBlock(first, diagonal.length - 1);
      ql.block(first, last);
      first = last + 1;
    }
    ql.turn();
  }

  /** The last row of the block from this one on that is not connected to the next row. */
  private int endOfBlock(int from, int last) {
    int m = from;
    while (m < last && !isNegligible(m)) {
      m++;
    }
    if (m < last) {
      e[m] = 0;
    }
    return m;
  }

  private boolean isNegligible(int m) {
    double beside = Math.abs(e[m]);
    return beside <= EPSILON * Math.sqrt(Math.abs(d[m])) * Math.sqrt(Math.abs(d[m + 1]))
        || beside <= floor;
  }

  private void block(int first, int last) {
    double largest = 0;
    for (int i = first; i <= last; i++) {
      largest = Math.max(largest, Math.max(Math.abs(d[i]), Math.abs(e[i])));
    }
    floor = NOTHING * largest;
    if (Math.abs(d[last]) < Math.abs(d[first])) {
      reverse(first, last); // small elements are found first, while the large ones are apart
    }
    for (int l = first; l < last; l++) {
      int m = endOfBlock(l, last);
      for (int sweeps = 0; m > l; m = endOfBlock(l, last)) {
        if (sweeps++ == MOST_SWEEPS) {
          throw new ArithmeticException(
              String.format(
                  Locale.ROOT,
                  "eigenvalue %d of a matrix of order %d did not converge in %d sweeps",
                  l,
                  d.length,
                  MOST_SWEEPS));
        }
        sweep(l, m);
      }
    }
  }

  private void reverse(int first, int last) {
    turn();
    for (int i = first, j = last; i < j; i++, j--) {
      double swapped = d[i];
      d[i] = d[j];
      d[j] = swapped;
      double[] vector = vectors[i];
      vectors[i] = vectors[j];
      vectors[j] = vector;
    }
    for (int i = first, j = last - 1; i < j; i++, j--) {
      double swapped = e[i];
      e[i] = e[j];
      e[j] = swapped;
    }
  }

  private void sweep(int l, int m) {
    double half = (d[l + 1] - d[l]) / (2 * e[l]);
    double root = length(half, 1);
    double g = d[m] - d[l] + e[l] / (half + (half >= 0 ? root : -root));
    double s = 1;
    double c = 1;
    double p = 0;
    for (int i = m - 1; i >= l; i--) {
      double f = s * e[i];
      double b = c * e[i];
      double r = length(f, g);
      e[i + 1] = r;
      if (r == 0) {
        d[i + 1] -= p;
        e[m] = 0;
        return;
      }
      s = f / r;
      c = g / r;
      g = d[i + 1] - p;
      r = (d[i] - g) * s + 2 * c * b;
      p = s * r;
      d[i + 1] = g + p;
      g = c * r - b;
      note(i, c, s);
    }
    d[l] -= p;
    e[l] = g;
    e[m] = 0;
  }

  private static double length(double a, double b) {
    double large = Math.max(Math.abs(a), Math.abs(b));
    double small = Math.min(Math.abs(a), Math.abs(b));
    double ratio = small / large;
    return large == 0 || small == 0 ? large : large * Math.sqrt(1 + ratio * ratio);
  }

  private void note(int row, double c, double s) {
    if (turns == MOST_TURNS) {
      turn();
    }
    rows[turns] = row;
    cosines[turns] = c;
    sines[turns] = s;
    turns++;
  }

  /** Does what was noted down. */
  private void turn() {
    Strips.forEach(vectors.length, this::turn);
    turns = 0;
  }

  private void turn(int from, int to) {
    int t = 0;
    while (t < turns) {
      double[][] z = vectors;
      int row = rows[t];
      if (t + 1 < turns && rows[t + 1] == row - 1) {
        turn(z[row - 1], z[row], z[row + 1], t, from, to);
        t += 2;
      } else {
        turn(z[row], z[row + 1], cosines[t], sines[t], from, to);
        t++;
      }
    }
  }

  private static void turn(double[] x, double[] y, double c, double s, int from, int to) {
    for (int j = from; j < to; j++) {
      double a = x[j];
      double b = y[j];
      x[j] = c * a - s * b;
      y[j] = s * a + c * b;
    }
  }

  /** Turn t, of the last two vectors, and the next one, of the first two. */
  private void turn(double[] x, double[] y, double[] z, int t, int from, int to) {
    double c = cosines[t];
    double s = sines[t];
    double c2 = cosines[t + 1];
    double s2 = sines[t + 1];
    for (int j = from; j < to; j++) {
      double a = x[j];
      double b = y[j];
      double d = z[j];
      double turned = c * b - s * d;
      z[j] = s * b + c * d;
      x[j] = c2 * a - s2 * turned;
      y[j] = s2 * a + c2 * turned;
    }
  }
}
