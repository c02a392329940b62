package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Rates;
import jacquard.kernels.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RbmTest {
  private static final Rates RATES = new Rates(0.1f, 0.5f, 0.001f);
  private static final Batch DATA =
      new Batch(3, new float[] {1, 0, 1, 0.5f, 1, 0}, new int[] {7, 8});

  @ParameterizedTest
  @EnumSource
  void firstUpdateIsPositiveMinusNegativePhase(Rbm.Visible kind) {
    Rbm rbm = rbm(kind, 3, 4);
    double[] w = doubles(rbm.weights());
    double[] v0 = doubles(DATA.values());
    double[] h0 = hidden(v0, w);
    double[] v1 = visible(sampled(h0), w, kind);
    double[] h1 = hidden(v1, w);

    rbm.cd1Update(DATA);

    double error = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) {
        double s = 0;
        for (int row = 0; row < 2; row++) {
          s += v0[row * 3 + i] * h0[row * 4 + j] - v1[row * 3 + i] * h1[row * 4 + j];
        }
        double before = w[i * 4 + j];
        assertEquals(before + 0.1 * (s / 2 - 0.001 * before), rbm.weights()[i * 4 + j], 1e-6);
      }
      error += Math.pow(v0[i] - v1[i], 2) + Math.pow(v0[3 + i] - v1[3 + i], 2);
    }
    assertEquals(error, rbm.reconstructionError(), 1e-5);
  }

  private static double[] hidden(double[] v, double[] w) {
    double[] h = new double[2 * 4];
    for (int at = 0; at < h.length; at++) {
      double z = 0;
      for (int i = 0; i < 3; i++) {
        z += v[at / 4 * 3 + i] * w[i * 4 + at % 4];
      }
      h[at] = 1 / (1 + Math.exp(-z));
    }
    return h;
  }

  private static double[] visible(double[] h, double[] w, Rbm.Visible kind) {
    double[] v = new double[2 * 3];
    for (int at = 0; at < v.length; at++) {
      for (int j = 0; j < 4; j++) {
        v[at] += h[at / 3 * 4 + j] * w[at % 3 * 4 + j];
      }
      v[at] = kind == Rbm.Visible.GAUSSIAN ? v[at] : 1 / (1 + Math.exp(-v[at]));
    }
    return v;
  }

  /** The draw after that of the weights. */
  private static double[] sampled(double[] probabilities) {
    Kernels kernels = new JavaKernels();
    Matrix p = kernels.matrix(2, 4);
    float[] values = new float[8];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) probabilities[i];
    }
    kernels.write(p, values);
    kernels.sampleBernoulli(Seed.of(11).child("Rbm of 3 x 4").key(), 1L, p, p);
    return doubles(kernels.read(p));
  }

  @ParameterizedTest
  @EnumSource
  void learnsToReconstruct(Rbm.Visible kind) {
    Rbm rbm = rbm(kind, 3, 4);
    rbm.cd1Update(DATA);
    double before = rbm.reconstructionError();
    double norm = rbm.weightNorm();
    for (int i = 0; i < 500; i++) {
      rbm.cd1Update(DATA);
    }
    assertTrue(rbm.reconstructionError() < before / 2);
    assertTrue(rbm.weightNorm() > norm);
  }

  @Test
  void clearGivesTheFreshMachineAgain() {
    Rbm rbm = rbm(Rbm.Visible.BERNOULLI, 3, 4);
    float[] fresh = rbm.weights();
    rbm.cd1Update(DATA);
    float[] once = rbm.weights();
    rbm.clear();
    assertArrayEquals(fresh, rbm.weights());
    assertEquals(Double.NaN, rbm.reconstructionError());
    rbm.cd1Update(DATA);
    assertArrayEquals(once, rbm.weights());
    assertNotEquals(0, fresh[0]);
  }

  @Test
  void weightNormIsEuclidean() {
    Rbm rbm = rbm(Rbm.Visible.BERNOULLI, 30, 40);
    double sum = 0;
    for (float w : rbm.weights()) {
      sum += w * w;
    }
    assertEquals(Math.sqrt(sum), rbm.weightNorm(), 1e-5);
    assertEquals(0.1, rbm.weightNorm() / Math.sqrt(1200), 0.01);
  }

  @Test
  void filterKeepsLabelsAndRowBits() {
    Rbm rbm = rbm(Rbm.Visible.BERNOULLI, 3, 4);
    rbm.cd1Update(DATA);
    Batch hidden = rbm.filt(DATA);
    assertArrayEquals(DATA.labels(), hidden.labels());
    assertEquals(4, hidden.columns());
    assertEquals(hidden.row(1), rbm.filt(DATA.row(1)).row(0));
  }

  @Test
  void badShapesAreRefused() {
    Rbm rbm = rbm(Rbm.Visible.BERNOULLI, 5, 4);
    Exception error = assertThrows(IllegalArgumentException.class, () -> rbm.cd1Update(DATA));
    assertEquals("rbm takes rows of 5, not 2 x 3", error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> rbm(Rbm.Visible.GAUSSIAN, 0, 4));
  }

  private static Rbm rbm(Rbm.Visible kind, int visible, int hidden) {
    return new Rbm(new JavaKernels(), RbmSettings.of(visible, hidden, kind, RATES, 11));
  }

  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    Arrays.setAll(result, i -> values[i]);
    return result;
  }
}
