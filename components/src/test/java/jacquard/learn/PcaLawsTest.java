package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.VectorKernels;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** What holds for the components of any data, by plain loops over what the filter gives. */
final class PcaLawsTest {
  private enum Kind {
    DENSE,
    COUNTS,
    ONE_HOT,
    CONSTANT_COLUMNS,
    DOUBLED_COLUMNS,
    LOW_RANK,
    GRID,
    EQUAL_ROWS,
    OFFSET;

    Batch rows(int rows, int columns, Random random) {
      float[] x = new float[rows * columns];
      double[][] mix = new double[3][columns];
      for (double[] row : mix) {
        for (int j = 0; j < columns; j++) {
          row[j] = random.nextGaussian();
        }
      }
      for (int r = 0; r < rows; r++) {
        double[] shares = random.doubles(3, -1, 1).toArray();
        for (int j = 0; j < columns; j++) {
          x[r * columns + j] =
              switch (this) {
                case DENSE -> (float) random.nextGaussian();
                case COUNTS -> random.nextInt(8) == 0 ? 1 + random.nextInt(4) : 0;
                case ONE_HOT -> j == r % columns ? 1 : 0;
                case CONSTANT_COLUMNS -> j % 3 == 0 ? 0.1f : (float) random.nextGaussian();
                case DOUBLED_COLUMNS ->
                    j % 2 == 1 ? x[r * columns + j - 1] : (float) random.nextGaussian();
                case LOW_RANK ->
                    (float) (shares[0] * mix[0][j] + shares[1] * mix[1][j] + shares[2] * mix[2][j]);
                case GRID -> j == 0 ? r % 3 : j == 1 ? r / 3 : 0;
                case EQUAL_ROWS -> j;
                case OFFSET -> (float) (1000 + random.nextGaussian());
              };
        }
      }
      return new Batch(columns, x, new int[rows]);
    }
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void componentsAreOrthonormalUncorrelatedAndInOrder(
      @ForAll Kind kind,
      @ForAll @IntRange(min = 2, max = 40) int rows,
      @ForAll @IntRange(min = 1, max = 40) int columns,
      @ForAll @IntRange(min = 0, max = 5) int some,
      @ForAll long seed) {
    Batch data = kind.rows(rows, columns, new Random(seed));
    int most = Math.min(rows, columns);
    PcaSettings settings = PcaSettings.rotation();
    if (some > 0) {
      settings = settings.top(Math.min(some, most), seed);
    }
    Kernels kernels = new JavaKernels();
    Pca pca = new Pca(kernels, settings);
    pca.analyze(data);
    double[] variances = pca.variances();
    int count = variances.length;
    assertEquals(some == 0 ? most : Math.min(some, most), count);
    float[] filter = kernels.read(pca.filter());
    double[][] turned = covariance(pca.filt(data));
    double largest = Math.max(variances[0], 1e-12);
    double ratios = 0;
    for (int j = 0; j < count; j++) {
      assertTrue(variances[j] >= 0 && (j == 0 || variances[j] <= variances[j - 1]));
      ratios += pca.explainedVarianceRatio()[j];
      for (int k = 0; k <= j; k++) {
        double product = 0;
        for (int i = 0; i < columns; i++) {
          product += (double) filter[i * count + j] * filter[i * count + k];
        }
        assertEquals(j == k ? 1 : 0, product, 1e-5);
        assertEquals(j == k ? variances[j] : 0, turned[j][k], 2e-5 * largest);
      }
    }
    assertEquals(variances[0] == 0 ? 0 : 1, some == 0 ? ratios : Math.ceil(ratios - 1e-5), 1e-5);
  }

  /** With however small an epsilon: a direction that does not vary gives 0, not its rounding. */
  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void whiteningBlowsNothingUp(
      @ForAll Kind kind,
      @ForAll @IntRange(min = 2, max = 30) int rows,
      @ForAll @IntRange(min = 1, max = 30) int columns,
      @ForAll long seed) {
    requireWhite(kind.rows(rows, columns, new Random(seed)));
  }

  /** Such as 5 x 8 of seed -6: parts of varying columns cancel in a direction of constant ones. */
  @Example
  void whiteningBlowsNothingUpWherePartsCancel() {
    for (int rows = 4; rows <= 12; rows++) {
      for (int columns = 7; columns <= 21; columns++) {
        for (long seed = -8; seed < 8; seed++) {
          requireWhite(Kind.COUNTS.rows(rows, columns, new Random(seed)));
        }
      }
    }
  }

  private static void requireWhite(Batch data) {
    Pca pca = new Pca(new JavaKernels(), 1e-30f);
    pca.analyze(data);
    Batch white = pca.filt(data);
    double[][] covariance = covariance(white);
    for (int j = 0; j < white.columns(); j++) {
      assertEquals(pca.variances()[j] == 0 ? 0 : 1, covariance[j][j], 1e-2);
      assertTrue(pca.variances()[j] > 0 || white.value(0, j) == 0);
    }
  }

  private static double[][] covariance(Batch x) {
    int n = x.columns();
    double[] mean = new double[n];
    for (int r = 0; r < x.rows(); r++) {
      for (int j = 0; j < n; j++) {
        mean[j] += x.value(r, j) / (double) x.rows();
      }
    }
    double[][] covariance = new double[n][n];
    for (int r = 0; r < x.rows(); r++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          double product = (x.value(r, j) - mean[j]) * (x.value(r, k) - mean[k]);
          covariance[j][k] += product / (x.rows() - 1);
        }
      }
    }
    return covariance;
  }

  /** Powers of two change no digit, so nothing but the size may differ. */
  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void unitsChangeOnlyTheSize(
      @ForAll @IntRange(min = -110, max = 110) int exponent,
      @ForAll @IntRange(min = 2, max = 12) int rows,
      @ForAll long seed) {
    Batch data = Kind.DENSE.rows(rows, 5, new Random(seed));
    float[] scaled = data.values();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = Math.scalb(scaled[i], exponent);
    }
    Pca one = new Pca(new JavaKernels(), PcaSettings.rotation());
    Pca other = new Pca(new JavaKernels(), PcaSettings.rotation());
    one.analyze(data);
    other.analyze(new Batch(5, scaled, new int[rows]));
    for (int j = 0; j < one.variances().length; j++) {
      double wanted = Math.scalb(one.variances()[j], 2 * exponent);
      assertEquals(wanted, other.variances()[j], 1e-4 * wanted);
    }
    assertArrayEquals(one.explainedVarianceRatio(), other.explainedVarianceRatio(), 1e-5);
  }

  @Example
  void fiftyRowsOfFiftyThousandColumns() {
    Batch wide = Kind.DENSE.rows(50, 50_000, new Random(4));
    Pca pca = Pca.top(new VectorKernels(2), 10, 1e-6f, 1);
    pca.analyze(wide);
    Batch white = pca.filt(wide);
    double[][] covariance = covariance(white);
    for (int j = 0; j < 10; j++) {
      assertEquals(1, covariance[j][j], 1e-4);
      // Rows of independent columns are of about the same length, and nearly orthogonal.
      assertEquals(50_000.0 / 49, pca.variances()[j], 100);
    }
  }

  @Example
  void bitsAreTheSameOnEveryBackend() {
    for (Batch data :
        new Batch[] {
          Kind.DENSE.rows(20, 90, new Random(5)), Kind.DOUBLED_COLUMNS.rows(90, 20, new Random(6))
        }) {
      Pca java = new Pca(new JavaKernels(), PcaSettings.rotation());
      Pca vector = new Pca(new VectorKernels(2), PcaSettings.rotation());
      java.analyze(data);
      vector.analyze(data);
      assertArrayEquals(java.variances(), vector.variances());
      assertEquals(java.filt(data), vector.filt(data));
    }
  }

  @Example
  void dataOfNoVarianceHasNoShares() {
    Pca pca = new Pca(new JavaKernels(), PcaSettings.rotation());
    pca.analyze(Kind.EQUAL_ROWS.rows(7, 3, new Random(1)));
    assertArrayEquals(new double[3], pca.variances());
    assertArrayEquals(new double[3], pca.explainedVarianceRatio());
  }

  @Example
  void whatCannotBeAnalyzedLeavesTheLastFit() {
    Pca pca = new Pca(new JavaKernels(), PcaSettings.rotation().top(3, 1));
    Batch good = Kind.DENSE.rows(9, 4, new Random(1));
    pca.analyze(good);
    Batch before = pca.filt(good);
    for (int rows : new int[] {9, 3}) { // by columns, by rows
      float[] bad = Kind.DENSE.rows(rows, 4, new Random(2)).values();
      bad[4 * 2 + 1] = Float.NaN;
      Exception error =
          assertThrows(
              IllegalArgumentException.class, () -> pca.analyze(new Batch(4, bad, new int[rows])));
      assertTrue(String.valueOf(error.getMessage()).contains("row 2 has NaN in column 1"));
    }
    Batch few = good.rows(0, 2);
    assertEquals(
        "pca cannot keep 3 components of 2 rows: ask for fewer, or give more rows",
        assertThrows(IllegalArgumentException.class, () -> pca.analyze(few)).getMessage());
    assertEquals(before, pca.filt(good));
  }
}
