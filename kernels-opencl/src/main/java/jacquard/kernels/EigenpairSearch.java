package jacquard.kernels;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The search of {@link TopEigenpairs}: level by level, each in what is left of the matrix after the
 * pairs found before have been taken out in double precision.
 */
final class EigenpairSearch {
  /** The largest residual relative to the size of what is left of the matrix. */
  private static final double OF_SIZE = 1e-5;

  /** No residual need be smaller than this share of it: what float products resolve. */
  private static final double RESOLVED = 1e-6;

  /** Pairs below this share of it are left to the next level. */
  private static final double SHARE = RESOLVED / TopEigenpairs.TOLERANCE;

  /** Pairs with that much less of a residual than they may have are left as they are. */
  private static final double LOCKED = 0.1;

  /** If no more than this share is left of the matrix, that is rounding. */
  private static final double NOISE = 0x1p-46;

  private static final int MOST_ITERATIONS = 100;

  private final Kernels kernels;
  private final int count;
  private final Random random;

  /** What is left of the matrix, with elements of about 1, and the factor left out. */
  private final double[][] rest;

  private double unit = 1;

  private final double[] values;
  private final double[][] vectors;
  private int found;
  private int iterations;
  private double residual;

  EigenpairSearch(Kernels kernels, double[][] symmetric, int count, Random random) {
    this.kernels = kernels;
    this.count = count;
    this.random = random;
    this.rest = SymmetricEigenpairs.symmetric(symmetric);
    this.values = new double[count];
    this.vectors = new double[count][];
  }

  /** Finds all that are wanted; false if they do not converge. */
  boolean run() {
    normalize();
    double noise = NOISE * unit;
    double[][] guess = {};
    while (found < count) {
      int block = Math.min(rest.length - found, count - found + Math.max(8, count / 4));
      try (SymmetricProducts products = new SymmetricProducts(kernels, rest, block)) {
        SymmetricProducts.Bottom bottom = products.bottom(random);
        Level level = new Level(products, bottom, unit <= noise);
        RitzPairs pairs = level.pairs(free(Arrays.copyOf(guess, block)));
        if (pairs == null) {
          return false;
        }
        int taken = level.wanted(pairs);
        take(pairs, taken, unit <= noise);
        guess = Arrays.copyOfRange(pairs.vectors(), taken, pairs.count());
      }
      if (found < count) {
        normalize();
      }
    }
    return true;
  }

  private void normalize() {
    double by = SymmetricEigenpairs.unit(rest);
    unit *= by;
    for (double[] row : rest) {
      DoubleRows.scale(row, 1 / by);
    }
  }

  /** The vectors made orthonormal, and orthogonal to those found; null is an arbitrary vector. */
  private double[][] free(double[][] block) {
    double[][] all = Arrays.copyOf(vectors, found + block.length);
    for (int i = 0; i < block.length; i++) {
      all[found + i] = block[i] == null ? new double[rest.length] : block[i];
    }
    DoubleRows.orthonormalize(all, found, random);
    return Arrays.copyOfRange(all, found, all.length);
  }

  /** Keeps the first pairs, and takes them out of the matrix if more are to be found. */
  private void take(RitzPairs pairs, int taken, boolean isNoise) {
    double[][] kept = Arrays.copyOf(pairs.vectors(), taken);
    boolean isLast = found + taken == count;
    if (!isLast) {
      kept = refined(kept);
    } else if (found > 0) {
      kept = free(kept); // products have rounded them to floats
    }
    for (int k = 0; k < taken; k++) {
      DoubleRows.scale(kept[k], 1 / DoubleRows.norm(kept[k]));
      double value = isLast ? pairs.value(k) : deflate(kept[k]);
      values[found] = value * unit;
      vectors[found++] = kept[k];
      double share = isNoise || value == 0 ? 0 : pairs.residual(k) / Math.abs(value);
      residual = Math.max(residual, share);
    }
  }

  /** Makes rest into P rest P, where P = 1 - v v', and returns v' rest v. */
  private double deflate(double[] v) {
    double[] z = image(v);
    double value = DoubleRows.dot(v, z);
    DoubleRows.add(-value / 2, v, z);
    for (int i = 0; i < v.length; i++) {
      for (int j = 0; j < v.length; j++) {
        rest[i][j] -= v[i] * z[j] + z[i] * v[j];
      }
    }
    return value;
  }

  /**
   * One more power of the matrix, in double precision: what the vectors have of far smaller pairs
   * would not be small to the next level.
   */
  private double[][] refined(double[][] kept) {
    return free(Arrays.stream(kept).map(this::image).toArray(double[][]::new));
  }

  private double[] image(double[] v) {
    double[] sum = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      DoubleRows.add(v[i], rest[i], sum);
    }
    return sum;
  }

  /** The pairs, the largest first. */
  int[] order() {
    return IntStream.range(0, count)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -values[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  double value(int i) {
    return values[i];
  }

  /** The vector, of length 1 and with a positive largest element. */
  double[] vector(int i) {
    DoubleRows.scale(vectors[i], DoubleRows.direction(vectors[i]));
    return vectors[i];
  }

  int iterations() {
    return iterations;
  }

  double residual() {
    return residual;
  }

  /** The iteration for the largest pairs of what is left. */
  private final class Level {
    private final SymmetricProducts products;
    private final SymmetricProducts.Bottom bottom;
    private final boolean isNoise;

    Level(SymmetricProducts products, SymmetricProducts.Bottom bottom, boolean isNoise) {
      this.products = products;
      this.bottom = bottom;
      this.isNoise = isNoise;
    }

    /** Pairs of which those wanted have converged; null if they do not. */
    @Nullable RitzPairs pairs(double[][] guess) {
      double[][] block = guess;
      for (int i = 1; i <= MOST_ITERATIONS; i++) {
        iterations++;
        RitzPairs ritz = RitzPairs.of(block, products);
        int wanted = wanted(ritz);
        double excess = ritz.excess(wanted, j -> bound(ritz, j));
        if (isNoise || excess <= 1) {
          return ritz;
        }
        int locked = Math.min(wanted - 1, ritz.within(j -> LOCKED * bound(ritz, j)));
        ChebyshevFilter filter = ChebyshevFilter.of(ritz, locked, bottom.bound(), wanted, excess);
        block = free(filter.apply(products, ritz, locked));
      }
      return null;
    }

    private double size(RitzPairs ritz) {
      return Math.max(Math.abs(bottom.smallest()), Math.abs(ritz.value(0)));
    }

    private double bound(RitzPairs ritz, int i) {
      double ofValue = TopEigenpairs.TOLERANCE * Math.abs(ritz.value(i));
      return Math.max(RESOLVED * size(ritz), Math.min(OF_SIZE * size(ritz), ofValue));
    }

    /** How many pairs this level is to find. */
    int wanted(RitzPairs ritz) {
      double least = SHARE * size(ritz);
      int left = count - found;
      if (isNoise || size(ritz) == 0 || bottom.smallest() < -least) {
        return left;
      }
      int pairs = 1;
      while (pairs < left && ritz.value(pairs) >= least) {
        pairs++;
      }
      return pairs;
    }
  }
}
