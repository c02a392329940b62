package jacquard.kernels;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * The largest eigenvalues of a symmetric matrix and their eigenvectors.
 *
 * <p>If most of them are wanted, the matrix is {@linkplain SymmetricEigenpairs decomposed}.
 * Otherwise they are found by subspace iteration: a block of somewhat more vectors than are wanted
 * is multiplied by a Chebyshev polynomial of the matrix that is large above the block's smallest
 * Ritz value and at most 1 from there down, made orthonormal, and turned to the Ritz vectors, until
 * the residual of each wanted pair is at most {@value #TOLERANCE} of its own value, and 1e-5 of the
 * largest. Products run on the kernels, the rest on the host in double precision; so the bits are
 * the same on every backend.
 *
 * <p>Float products resolve nothing that is far smaller than the largest eigenvalue. Pairs below
 * one hundredth of it are therefore found in a matrix that the larger ones have been subtracted
 * from in double precision. That is so where no eigenvalue is far below zero, as in a covariance;
 * else residuals are at most 1e-6 of the size of the matrix.
 *
 * <p>Source of the filter: Zhou, Saad, Tiago, Chelikowsky, "Self-consistent-field calculations
 * using Chebyshev-filtered subspace iteration", J. Comput. Phys. 219, 2006.
 */
public final class TopEigenpairs {
  /** The largest residual |A v - value v|, relative to the pair's own value. */
  public static final double TOLERANCE = 1e-4;

  private final double[] values;
  private final double[][] vectors;
  private final int iterations;
  private final double residual;

  private TopEigenpairs(double[] values, double[][] vectors, int iterations, double residual) {
    this.values = values;
    this.vectors = vectors;
    this.iterations = iterations;
    this.residual = residual;
  }

  /**
   * Finds the largest eigenpairs.
   *
   * @param symmetric only read
   * @param count from 1 to the order of the matrix
   * @param seed of the first guess; the same seed gives the same bits
   * @throws IllegalArgumentException if the matrix is not symmetric to rounding, or not finite
   */
  public static TopEigenpairs of(Kernels kernels, Matrix symmetric, int count, long seed) {
    if (symmetric.cols() != symmetric.rows()) {
      throw new IllegalArgumentException("eigenpairs of a matrix " + symmetric.shape());
    }
    double[][] rows = DoubleRows.of(kernels.read(symmetric), symmetric.rows());
    return of(kernels, rows, count, seed);
  }

  /**
   * Finds the largest eigenpairs of a matrix in double precision. The mean of the elements (i, j)
   * and (j, i) is taken for both.
   *
   * @param symmetric square; only read
   * @param count from 1 to the order of the matrix
   * @param seed of the first guess; the same seed gives the same bits
   * @throws IllegalArgumentException if the matrix is not symmetric to rounding, or not finite
   */
  public static TopEigenpairs of(Kernels kernels, double[][] symmetric, int count, long seed) {
    int order = symmetric.length;
    if (count < 1 || count > order) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d eigenpairs of a matrix %d x %d", count, order, order));
    }
    int block = count + Math.max(8, count / 4);
    return 2 * block >= order
        ? decompose(symmetric, count)
        : iterate(kernels, symmetric, count, seed);
  }

  private static TopEigenpairs iterate(
      Kernels kernels, double[][] symmetric, int count, long seed) {
    EigenpairSearch search = new EigenpairSearch(kernels, symmetric, count, new Random(seed));
    if (!search.run()) {
      return decompose(symmetric, count);
    }
    double[] values = new double[count];
    double[][] vectors = new double[count][];
    int[] order = search.order();
    for (int i = 0; i < count; i++) {
      values[i] = search.value(order[i]);
      vectors[i] = search.vector(order[i]);
    }
    return new TopEigenpairs(values, vectors, search.iterations(), search.residual());
  }

  private static TopEigenpairs decompose(double[][] rows, int count) {
    SymmetricEigenpairs all = SymmetricEigenpairs.of(rows);
    return new TopEigenpairs(
        Arrays.copyOf(all.values(), count), Arrays.copyOf(all.vectors(), count), 0, 0);
  }

  /** The number of pairs. */
  public int count() {
    return values.length;
  }

  /** The eigenvalues, the largest first. */
  public double[] values() {
    return values.clone();
  }

  /** The eigenvectors of length 1, one after the other; the largest element of each is positive. */
  public float[] vectors() {
    return DoubleRows.floats(vectors);
  }

  /** A copy of the eigenvectors in double precision, one a row. */
  public double[][] rows() {
    return Arrays.stream(vectors).map(double[]::clone).toArray(double[][]::new);
  }

  /** How often the block was refined; 0 if the matrix was decomposed at once. */
  public int iterations() {
    return iterations;
  }

  /** The largest residual relative to the pair's own value; of a value of 0, none. */
  public double residual() {
    return residual;
  }
}
