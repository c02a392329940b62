package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/** The largest eigenpairs, against the full decomposition in double precision. */
final class TopEigenpairsTest {
  private final Kernels kernels = new VectorKernels(2);

  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void areThoseOfTheFullDecomposition(
      @ForAll @IntRange(min = 1, max = 160) int order,
      @ForAll @IntRange(min = 1, max = 60) int most,
      @ForAll long seed) {
    Random random = new Random(seed);
    double[] spectrum = random.doubles(order, -1, 3).toArray();
    check(spectrum, Math.min(most, order), random);
  }

  @Example
  void ofCovariancesThatDecay() {
    double[] spectrum = new double[300];
    for (int i = 0; i < spectrum.length; i++) {
      spectrum[i] = 50.0 / ((i + 1) * (i + 1));
    }
    check(spectrum, 30, new Random(1));
  }

  @Example
  void ofAFewDirectionsInNoise() {
    double[] spectrum = new Random(2).doubles(400, 0.8, 1.2).toArray();
    Arrays.fill(spectrum, 0, 10, 100);
    check(spectrum, 40, new Random(2));
  }

  @Example
  void repeatedEigenvalues() {
    double[] spectrum = new double[200];
    Arrays.fill(spectrum, 0, 60, 2);
    Arrays.fill(spectrum, 60, 200, 1);
    check(spectrum, 20, new Random(3));
    Arrays.fill(spectrum, 1);
    check(spectrum, 3, new Random(4));
  }

  @Example
  void ofDeficientRank() {
    double[] spectrum = new double[150];
    spectrum[0] = 3;
    spectrum[1] = 1;
    check(spectrum, 10, new Random(5));
    check(new double[150], 4, new Random(6));
  }

  /** Each pair is right to its own size, however small that is beside the largest. */
  @Example
  void smallPairsBesideLargeOnes() {
    double[] spectrum = new double[200];
    for (int i = 0; i < spectrum.length; i++) {
      spectrum[i] = i == 0 ? 1e3 : i < 4 ? 1 - 0.1 * i : 1e-5 * Math.pow(0.7, i);
    }
    Random random = new Random(12);
    double[][] exact = matrix(spectrum, random);
    TopEigenpairs found = TopEigenpairs.of(kernels, exact, 12, 1);
    for (int i = 0; i < 12; i++) {
      assertEquals(spectrum[i], found.values()[i], 1e-5 * spectrum[i]);
      double[] v = found.rows()[i];
      double[] image = new double[v.length];
      for (int r = 0; r < v.length; r++) {
        image[r] = DoubleRows.dot(exact[r], v) - found.values()[i] * v[r];
      }
      assertTrue(DoubleRows.norm(image) <= 1e-3 * spectrum[i]);
    }
    assertTrue(found.iterations() > 0);
    assertTrue(found.residual() <= TopEigenpairs.TOLERANCE);
  }

  /** Designs make covariances that differ in the last bit from their transpose. */
  @Example
  void roundingMayHaveMadeItUnsymmetric() {
    Matrix m = kernels.matrix(3, 3);
    kernels.write(m, new float[] {3, 1e-8f, 0, 1.0000001e-8f, 2, 0, -1e-9f, 0, 1});
    assertArrayEquals(new double[] {3, 2}, TopEigenpairs.of(kernels, m, 2, 1).values(), 1e-12);
  }

  @Example
  void largestIsNotOfLargestSize() {
    double[] spectrum = new Random(7).doubles(180, -100, -1).toArray();
    check(spectrum, 8, new Random(7));
  }

  @Example
  void allOfThem() {
    check(new double[] {-4}, 1, new Random(8));
    check(new Random(9).doubles(40).toArray(), 40, new Random(9));
  }

  @Example
  void ofAnySize() {
    for (float scale : new float[] {0x1p-120f, 0x1p120f}) {
      Matrix m = kernels.matrix(150, 150);
      float[] values = new float[150 * 150];
      for (int i = 0; i < 150; i++) {
        values[i * 151] = scale * (150 - i);
      }
      kernels.write(m, values);
      assertEquals(150.0 * scale, TopEigenpairs.of(kernels, m, 5, 1).values()[0], 1e-4 * scale);
    }
  }

  @Example
  void bitsAreTheSameOnEveryBackend() {
    Random random = new Random(10);
    float[] values = rounded(matrix(random.doubles(130, 0, 1).toArray(), random));
    try (Kernels java = new JavaKernels()) {
      TopEigenpairs reference = TopEigenpairs.of(java, square(java, values), 7, 3);
      TopEigenpairs tried = TopEigenpairs.of(kernels, square(kernels, values), 7, 3);
      assertArrayEquals(reference.values(), tried.values());
      assertArrayEquals(reference.vectors(), tried.vectors());
      assertEquals(reference.iterations(), tried.iterations());
      assertTrue(tried.iterations() > 0);
    }
  }

  @Example
  void refusesWhatHasNoSuchPairs() {
    Matrix m = kernels.matrix(3, 3);
    refused("0 eigenpairs of a matrix 3 x 3", m, 0);
    refused("4 eigenpairs of a matrix 3 x 3", m, 4);
    refused("eigenpairs of a matrix 2 x 3", m.rows(0, 2), 1);
    kernels.write(m, new float[] {1, 2, 3, 2, 1, Float.NaN, 3, Float.NaN, 1});
    refused("matrix is NaN at (1, 2)", m, 1);
    kernels.write(m, new float[] {1, 2, 3, 2, 1, 4, 3, 5, 1});
    refused("matrix is not symmetric: 4.0 at (1, 2), 5.0 across", m, 1);
  }

  private void refused(String message, Matrix m, int count) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> TopEigenpairs.of(kernels, m, count, 1))
            .getMessage());
  }

  private void check(double[] spectrum, int count, Random random) {
    int order = spectrum.length;
    float[] values = rounded(matrix(spectrum, random));
    double[][] exact = DoubleRows.of(values, order);
    double[] wanted = new EigenDecomposition(new Array2DRowRealMatrix(exact)).getRealEigenvalues();
    double size = Math.max(Math.abs(wanted[0]), Math.abs(wanted[order - 1]));

    TopEigenpairs found = TopEigenpairs.of(kernels, square(kernels, values), count, 11);

    assertEquals(count, found.count());
    double sum = 0;
    double wantedSum = 0;
    for (int i = 0; i < count; i++) {
      sum += found.values()[i];
      wantedSum += wanted[i];
      assertEquals(wanted[i], found.values()[i], 1e-5 * size);
    }
    assertEquals(wantedSum, sum, 1e-5 * size);
    double[][] vectors = DoubleRows.of(found.vectors(), count);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        assertEquals(i == j ? 1 : 0, DoubleRows.dot(vectors[i], vectors[j]), 1e-5);
      }
      double[] image = new double[order];
      for (int r = 0; r < order; r++) {
        image[r] = DoubleRows.dot(exact[r], vectors[i]);
      }
      DoubleRows.add(-found.values()[i], vectors[i], image);
      assertTrue(DoubleRows.norm(image) <= 2e-5 * size);
    }
  }

  private static Matrix square(Kernels kernels, float[] values) {
    int order = (int) Math.sqrt(values.length);
    Matrix m = kernels.matrix(order, order);
    kernels.write(m, values);
    return m;
  }

  /** A matrix with this spectrum and random eigenvectors. */
  private static double[][] matrix(double[] spectrum, Random random) {
    int order = spectrum.length;
    double[][] basis = new double[order][order];
    DoubleRows.orthonormalize(basis, random);
    double[][] result = new double[order][order];
    for (int k = 0; k < order; k++) {
      for (int i = 0; i < order; i++) {
        DoubleRows.add(spectrum[k] * basis[k][i], basis[k], result[i]);
      }
    }
    return result;
  }

  private static float[] rounded(double[][] rows) {
    float[] values = DoubleRows.floats(rows);
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < i; j++) {
        values[i * rows.length + j] = values[j * rows.length + i];
      }
    }
    return values;
  }
}
