package jacquard.learn;

import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.kernels.SymmetricEigenpairs;
import java.util.Arrays;
import java.util.Random;

/**
 * Orthonormal directions that span combinations of rows, by products of the kernels alone.
 *
 * <p>Vectors V become Q V with (V V')<sup>-1/2</sup> for Q (Löwdin, 1950), twice. What depends on
 * the others is replaced by arbitrary directions across.
 */
final class RowBasis {
  /** A vector of which less than this share of its square is not in the others depends on them. */
  private static final double DEPENDENT = 1e-3;

  private final CentredRows rows;
  private final Matrix directions;

  private RowBasis(CentredRows rows, Matrix directions) {
    this.rows = rows;
    this.directions = directions;
  }

  /**
   * A basis of as many directions as there are combinations.
   *
   * @param coefficients of the rows, a combination a row; no more than there are columns
   * @param seed of the arbitrary directions
   */
  static RowBasis of(CentredRows rows, double[][] coefficients, long seed) {
    double[][] spanned = orthonormal(rows, rows.doubles(rows.combined(coefficients)));
    int lacking = coefficients.length - spanned.length;
    double[][] all = Arrays.copyOf(spanned, coefficients.length);
    Random random = new Random(seed);
    while (lacking > 0) {
      int have = all.length - lacking;
      double[][] more = across(rows, Arrays.copyOf(all, have), lacking, random);
      System.arraycopy(more, 0, all, have, more.length);
      lacking -= more.length;
    }
    return new RowBasis(rows, rows.matrix(all));
  }

  Matrix directions() {
    return directions;
  }

  private static double[][] across(CentredRows rows, double[][] basis, int count, Random random) {
    int columns = rows.variances().length;
    double[][] vectors = new double[count][columns];
    for (double[] vector : vectors) {
      Arrays.setAll(vector, i -> random.nextGaussian());
    }
    if (basis.length == 0) {
      return orthonormal(rows, vectors);
    }
    Matrix known = rows.matrix(basis);
    for (int pass = 0; pass < 2; pass++) {
      normalize(vectors);
      Matrix shares = rows.times(Op.AS_IS, rows.matrix(vectors), Op.TRANSPOSED, known);
      double[][] within = rows.doubles(rows.times(Op.AS_IS, shares, Op.AS_IS, known));
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < columns; j++) {
          vectors[i][j] -= within[i][j];
        }
      }
    }
    return orthonormal(rows, vectors);
  }

  private static double[][] orthonormal(CentredRows rows, double[][] vectors) {
    double[][] result = vectors;
    for (int pass = 0; pass < 2 && result.length > 0; pass++) {
      normalize(result);
      Matrix v = rows.matrix(result);
      SymmetricEigenpairs overlaps =
          SymmetricEigenpairs.of(rows.doubles(rows.times(Op.AS_IS, v, Op.TRANSPOSED, v)));
      double[] shares = overlaps.values();
      double[][] turn = overlaps.vectors();
      int independent = 0;
      while (independent < shares.length && shares[independent] > DEPENDENT) {
        double scale = 1 / Math.sqrt(shares[independent]);
        for (int j = 0; j < turn[independent].length; j++) {
          turn[independent][j] *= scale;
        }
        independent++;
      }
      result =
          independent == 0
              ? new double[0][]
              : rows.doubles(rows.times(Arrays.copyOf(turn, independent), v));
    }
    return result;
  }

  private static void normalize(double[][] vectors) {
    for (double[] vector : vectors) {
      double square = 0;
      for (double value : vector) {
        square += value * value;
      }
      for (int j = 0; square > 0 && j < vector.length; j++) {
        vector[j] /= Math.sqrt(square);
      }
    }
  }
}
