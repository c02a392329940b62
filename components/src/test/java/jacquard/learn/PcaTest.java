package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.data.Digits;
import jacquard.kernels.JavaKernels;
import org.junit.jupiter.api.Test;

final class PcaTest {
  private static final float EPSILON = 0.5f;

  private final Batch digits = Digits.load().all();
  private final Pca pca = new Pca(new JavaKernels(), EPSILON);

  @Test
  void columnsAreUncorrelatedAndOfTheStatedVariance() {
    pca.analyze(digits);
    Batch white = pca.filt(digits);
    double[] variances = pca.variances();
    for (int i = 0; i < 64; i++) {
      assertTrue(i == 0 || variances[i] <= variances[i - 1]);
      for (int j = i; j < 64; j++) {
        double wanted = i == j ? variances[i] / (variances[i] + EPSILON) : 0;
        assertEquals(wanted, covariance(white, i, j), 1e-4);
      }
    }
    assertEquals(1201.5, total(variances), 1);
  }

  @Test
  void theInverseUndoesTheFilter() {
    pca.analyze(digits);
    Batch back = pca.pseudoInverse(pca.filt(digits));
    assertArrayEquals(digits.values(), back.values(), 1e-3f);
    assertArrayEquals(digits.labels(), back.labels());
  }

  @Test
  void withoutWhiteningVariancesStayWhatTheyWere() {
    Pca rotation = new Pca(new JavaKernels(), PcaSettings.rotation());
    rotation.analyze(digits);
    Batch turned = rotation.filt(digits);
    double[] variances = rotation.variances();
    for (int i = 0; i < 64; i++) {
      assertEquals(variances[i], covariance(turned, i, i), 1e-3);
    }
    assertArrayEquals(digits.values(), rotation.pseudoInverse(turned).values(), 1e-3f);
    assertEquals(1, total(rotation.explainedVarianceRatio()), 1e-6);
  }

  @Test
  void theTopComponentsAreTheFirstOfAll() {
    Pca top = Pca.top(new JavaKernels(), 20, EPSILON, 7);
    pca.analyze(digits);
    top.analyze(digits);
    Batch all = pca.filt(digits);
    Batch some = top.filt(digits);
    assertEquals(20, some.columns());
    for (int j = 0; j < 20; j++) {
      assertEquals(1, top.variances()[j] / pca.variances()[j], 1e-4);
      assertEquals(all.value(3, j), some.value(3, j), 2e-2);
    }
    assertEquals(0.8943, total(top.explainedVarianceRatio()), 1e-3);
    assertEquals(64, top.pseudoInverse(some).columns());
  }

  @Test
  void moreComponentsThanColumnsAreRefused() {
    Pca top = new Pca(new JavaKernels(), PcaSettings.rotation().top(65, 7));
    Exception error = assertThrows(IllegalArgumentException.class, () -> top.analyze(digits));
    assertEquals("pca cannot keep 65 components of 64 columns", error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> PcaSettings.rotation().top(0, 7));
  }

  @Test
  void oneSampleGivesTheBitsOfItsRow() {
    pca.analyze(digits);
    assertEquals(pca.filt(digits).row(1234), pca.filt(digits.row(1234)).row(0));
  }

  @Test
  void equalDataGivesEqualBits() {
    Pca other = new Pca(new JavaKernels(), EPSILON);
    pca.analyze(digits);
    other.analyze(digits);
    assertEquals(pca.filt(digits), other.filt(digits));
  }

  @Test
  void filteringBeforeAnalysisIsRefused() {
    assertThrows(IllegalStateException.class, () -> pca.filt(digits));
    pca.analyze(digits);
    pca.clear();
    Exception error = assertThrows(IllegalStateException.class, () -> pca.filt(digits));
    assertEquals("pca has seen no data: analyze comes first", error.getMessage());
  }

  @Test
  void rowsOfAnotherWidthAreRefused() {
    pca.analyze(digits);
    Batch narrow = new Batch(3, new float[6], new int[2]);
    Exception error = assertThrows(IllegalArgumentException.class, () -> pca.filt(narrow));
    assertEquals("pca takes rows of 64, not 2 x 3", error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> pca.analyze(digits.row(0)));
    assertThrows(IllegalArgumentException.class, () -> new Pca(new JavaKernels(), 0));
  }

  private static double covariance(Batch b, int i, int j) {
    double sum = 0;
    double sumI = 0;
    double sumJ = 0;
    for (int r = 0; r < b.rows(); r++) {
      sum += (double) b.value(r, i) * b.value(r, j);
      sumI += b.value(r, i);
      sumJ += b.value(r, j);
    }
    return (sum - sumI * sumJ / b.rows()) / (b.rows() - 1);
  }

  private static double total(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
