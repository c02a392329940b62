package jacquard.learn;

import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.kernels.SymmetricEigenpairs;
import java.util.Arrays;
import java.util.Random;

/**
 * Orthonormal directions along which rows vary most, for fewer rows than columns: combinations of
 * the rows with the eigenvectors of their products with each other.
 *
 * <p>Float products tell only the larger ones. What those leave of the rows is decomposed again,
 * until nothing is left but rounding; arbitrary directions across make up the number. All large
 * products are the kernels'. Vectors V are made orthonormal as (V V')<sup>-1/2</sup> V (Löwdin,
 * 1950).
 */
final class RowBasis {
  /** Of the largest variance: a direction with less is left to what remains of the rows. */
  private static final double RESOLVED = 1e-4;

  /** What is left of the rows if their variance is a smaller share of all is rounding. */
  private static final double NOISE = 0x1p-44;

  /** A vector of which less than this share of its square is not in the others depends on them. */
  private static final double DEPENDENT = 1e-3;

  private RowBasis() {}

  /**
   * The directions, one a row.
   *
   * @param count at most the number of rows and that of columns
   * @param seed of the arbitrary directions
   */
  static Matrix of(Kernels kernels, CentredRows rows, int count, long seed) {
    Random random = new Random(seed);
    double[][] all = {};
    Matrix rest = rows.all();
    double noise = NOISE * trace(rows.products(rest));
    while (all.length < count) {
      double[][] products = rows.products(rest);
      double[][] more;
      if (trace(products) <= noise) {
        double[][] arbitrary = new double[count - all.length][rest.cols()];
        for (double[] vector : arbitrary) {
          Arrays.setAll(vector, i -> random.nextGaussian());
        }
        more = across(rows, all, arbitrary);
      } else {
        double[][] combinations = combinations(kernels, products, count - all.length, seed);
        more = across(rows, all, rows.doubles(rows.times(combinations, rest)));
      }
      int have = all.length;
      all = Arrays.copyOf(all, have + more.length);
      System.arraycopy(more, 0, all, have, more.length);
      all = orthonormal(rows, all);
      rest = all.length < count ? rows.without(rest, rows.matrix(all)) : rest;
    }
    return rows.matrix(all);
  }

  private static double trace(double[][] matrix) {
    double sum = 0;
    for (int i = 0; i < matrix.length; i++) {
      sum += matrix[i][i];
    }
    return sum;
  }

  private static double[][] combinations(
      Kernels kernels, double[][] products, int count, long seed) {
    PrincipalComponents inner =
        PrincipalComponents.ofSymmetric(kernels, products, Math.min(count, products.length), seed);
    int resolved = 1;
    while (resolved < inner.variances().length
        && inner.variances()[resolved] >= RESOLVED * inner.variances()[0]) {
      resolved++;
    }
    return Arrays.copyOf(inner.directions(), resolved);
  }

  /** Vectors less what they have of a basis, made orthonormal. */
  private static double[][] across(CentredRows rows, double[][] basis, double[][] vectors) {
    if (basis.length == 0) {
      return orthonormal(rows, vectors);
    }
    Matrix known = rows.matrix(basis);
    double[][] left = vectors;
    for (int pass = 0; pass < 2; pass++) {
      normalize(left);
      left = rows.doubles(rows.without(rows.matrix(left), known));
    }
    return orthonormal(rows, left);
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
