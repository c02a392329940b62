package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** Decompositions, checked by plain loops: residual, orthonormality, order. */
final class SymmetricEigenpairsTest {
  /** Covariances such as data make: of every rank, spread and scatter of zeros. */
  private enum Kind {
    DENSE,
    FEW_ROWS,
    COUNTS,
    ONE_HOT,
    GRADED,
    SOME_CONSTANT,
    DOUBLED,
    CLUSTERS,
    INDEFINITE,
    HUGE_AND_TINY;

    double[][] matrix(int n, Random random) {
      int rows = this == FEW_ROWS || this == COUNTS ? 2 + random.nextInt(6) : n + 5;
      double[][] x = new double[rows][n];
      for (double[] row : x) {
        for (int j = 0; j < n; j++) {
          row[j] = value(j, n, random);
        }
        if (this == ONE_HOT) {
          row[random.nextInt(n)] = 1;
        }
      }
      double[][] product = products(x);
      if (this == CLUSTERS || this == INDEFINITE) {
        double shift = this == CLUSTERS ? 1e9 : -n;
        for (int i = 0; i < n; i++) {
          product[i][i] += shift;
        }
      }
      return product;
    }

    private double value(int j, int n, Random random) {
      return switch (this) {
        case COUNTS -> random.nextInt(20) == 0 ? 1 + random.nextInt(4) : 0;
        case ONE_HOT -> 0;
        case GRADED -> random.nextGaussian() * Math.pow(10, -18 + 36.0 * j / n);
        case SOME_CONSTANT -> j % 3 == 0 ? 0 : random.nextGaussian();
        case DOUBLED -> j % 2 == 0 ? random.nextInt(9) : 3;
        case HUGE_AND_TINY -> random.nextGaussian() * Math.pow(10, random.nextInt(2) * 300 - 150);
        default -> random.nextGaussian();
      };
    }

    private static double[][] products(double[][] x) {
      int n = x[0].length;
      double[][] product = new double[n][n];
      for (double[] row : x) {
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            product[i][j] += row[i] * row[j];
          }
        }
      }
      return product;
    }
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void residualsVanishAndVectorsAreOrthonormal(
      @ForAll Kind kind, @ForAll @IntRange(min = 1, max = 40) int n, @ForAll long seed) {
    check(kind.matrix(n, new Random(seed)));
  }

  @Example
  void ofOrdersBeyondOneStrip() {
    for (Kind kind : new Kind[] {Kind.DENSE, Kind.SOME_CONSTANT, Kind.COUNTS}) {
      check(kind.matrix(300, new Random(1)));
    }
  }

  private static void check(double[][] a) {
    int n = a.length;
    SymmetricEigenpairs pairs = SymmetricEigenpairs.of(a);
    double[] values = pairs.values();
    double[][] v = pairs.vectors();
    double size = 0;
    for (double[] row : a) {
      for (double x : row) {
        size = Math.max(size, Math.abs(x));
      }
    }
    for (int k = 0; k < n; k++) {
      assertTrue(k == 0 || values[k] <= values[k - 1]);
      for (int i = 0; i < n; i++) {
        double image = 0;
        for (int j = 0; j < n; j++) {
          image += a[i][j] * v[k][j];
        }
        assertEquals(image, values[k] * v[k][i], 1e-13 * n * size);
      }
      for (int l = 0; l <= k; l++) {
        double product = 0;
        for (int i = 0; i < n; i++) {
          product += v[k][i] * v[l][i];
        }
        assertEquals(k == l ? 1 : 0, product, 1e-13 * n);
      }
    }
  }

  /** The determinant of D (1 + u u') D is known: every eigenvalue takes part in it equally. */
  @Property(tries = 50)
  void aGradedMatrixKeepsItsSmallEigenvalues(
      @ForAll @IntRange(min = 2, max = 12) int n, @ForAll long seed) {
    Random random = new Random(seed);
    double[] d = random.doubles(n, -8, 8).map(e -> Math.pow(10, e)).toArray();
    double[] u = random.doubles(n, -0.3, 0.3).toArray();
    double[][] a = new double[n][n];
    double logarithm = 0;
    double square = 1;
    for (int i = 0; i < n; i++) {
      square += u[i] * u[i];
      logarithm += 2 * Math.log(d[i]);
      for (int j = 0; j < n; j++) {
        a[i][j] = d[i] * d[j] * ((i == j ? 1 : 0) + u[i] * u[j]);
      }
    }
    double found = 0;
    for (double value : SymmetricEigenpairs.of(a).values()) {
      found += Math.log(value);
    }
    assertEquals(logarithm + Math.log(square), found, 1e-7);
  }

  @Example
  void bitsAreTheSameForEveryNumberOfThreads() {
    double[][] a = Kind.DENSE.matrix(400, new Random(3));
    SymmetricEigenpairs many = SymmetricEigenpairs.of(a);
    try (ForkJoinPool one = new ForkJoinPool(1)) {
      SymmetricEigenpairs alone = one.submit(() -> SymmetricEigenpairs.of(a)).join();
      assertArrayEquals(many.values(), alone.values());
      assertArrayEquals(many.vectors()[7], alone.vectors()[7]);
      assertArrayEquals(many.vectors()[399], alone.vectors()[399]);
    }
  }

  @Example
  void refusesWhatHasNoSuchPairs() {
    refused("eigenpairs of a matrix 0 x 0", new double[0][]);
    refused("eigenpairs of a matrix 2 x 1", new double[][] {{1}, {2}});
    refused("matrix is NaN at (0, 1)", new double[][] {{1, Double.NaN}, {0, 1}});
    refused("matrix is Infinity at (1, 1)", new double[][] {{1, 0}, {0, 1.0 / 0}});
    refused("matrix is not symmetric: 1.0 at (0, 1), 2.0 across", new double[][] {{1, 1}, {2, 1}});
  }

  private static void refused(String message, double[][] matrix) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> SymmetricEigenpairs.of(matrix))
            .getMessage());
  }
}
