package jacquard.flow;

import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The generalized symmetric eigenproblem A v = l B v.
 *
 * <p>B is whitened, which leaves an ordinary problem. Vectors have v' B v = 1, and their largest
 * entry is positive; otherwise equal data could give opposite filters.
 *
 * @param values ascending
 * @param vectors one a column
 * @param inverse a row for each vector: inverse vectors = 1
 */
record Eigen(RealMatrix values, RealMatrix vectors, RealMatrix inverse) {
  /** Directions whose share in B is smaller are taken for noise. */
  private static final double RANK = 1e-7;

  /**
   * Solves the problem.
   *
   * @param a n x n, row after row
   * @param b n x n, positive definite
   * @param what B is, for the error
   * @throws IllegalStateException if B is singular
   */
  static Eigen of(double[] a, double[] b, int n, String what) {
    EigenDecomposition whitening = new EigenDecomposition(matrix(b, n));
    RealMatrix whiten = whitening.getV();
    RealMatrix back = whitening.getVT();
    double largest = whitening.getRealEigenvalue(0);
    for (int j = 0; j < n; j++) {
      double value = whitening.getRealEigenvalue(j);
      if (!(value > RANK * largest)) {
        throw new IllegalStateException(
            "%s is singular: only %d of %d directions vary; put a pca of %d components before it"
                .formatted(what, j, n, j));
      }
      double scale = Math.sqrt(value);
      whiten.setColumnVector(j, whiten.getColumnVector(j).mapDivide(scale));
      back.setRowVector(j, back.getRowVector(j).mapMultiply(scale));
    }
    EigenDecomposition rest =
        new EigenDecomposition(
            symmetric(whiten.transpose().multiply(matrix(a, n)).multiply(whiten)));
    RealMatrix values = MatrixUtils.createRealMatrix(n, 1);
    RealMatrix vectors = whiten.multiply(rest.getV());
    RealMatrix inverse = rest.getVT().multiply(back);
    return new Eigen(values, vectors, inverse).ascending(rest);
  }

  private Eigen ascending(EigenDecomposition descending) {
    int n = vectors.getColumnDimension();
    RealMatrix ordered = vectors.copy();
    RealMatrix orderedInverse = inverse.copy();
    for (int j = 0; j < n; j++) {
      int from = n - 1 - j;
      double sign = sign(vectors.getColumn(from));
      values.setEntry(j, 0, descending.getRealEigenvalue(from));
      ordered.setColumnVector(j, vectors.getColumnVector(from).mapMultiply(sign));
      orderedInverse.setRowVector(j, inverse.getRowVector(from).mapMultiply(sign));
    }
    return new Eigen(values, ordered, orderedInverse);
  }

  private static double sign(double[] v) {
    double largest = 0;
    for (double entry : v) {
      largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
    }
    return largest < 0 ? -1 : 1;
  }

  private static RealMatrix matrix(double[] values, int n) {
    RealMatrix m = MatrixUtils.createRealMatrix(n, n);
    for (int i = 0; i < values.length; i++) {
      m.setEntry(i / n, i % n, values[i]);
    }
    return symmetric(m);
  }

  /** Without what rounding has made of its symmetry. */
  private static RealMatrix symmetric(RealMatrix m) {
    return m.add(m.transpose()).scalarMultiply(0.5);
  }

  /** The map onto vectors first to first + count - 1, in this order or the opposite. */
  Projection projection(double[] mean, int first, int count, boolean reversed) {
    int n = vectors.getRowDimension();
    RealMatrix filter = MatrixUtils.createRealMatrix(n, count);
    RealMatrix way = MatrixUtils.createRealMatrix(count, n);
    for (int j = 0; j < count; j++) {
      int from = reversed ? first + count - 1 - j : first + j;
      filter.setColumn(j, vectors.getColumn(from));
      way.setRow(j, inverse.getRow(from));
    }
    return new Projection(mean, filter, way);
  }
}
