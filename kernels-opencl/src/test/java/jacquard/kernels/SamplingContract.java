package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Example;

/** Samples of every backend: the stated words, and the right frequencies. */
interface SamplingContract {
  Kernels kernels();

  @Example
  default void sampleIsDefinedByItsWord() {
    Kernels kernels = kernels();
    Cases cases = new Cases(kernels, 1);
    Matrix p = cases.of(3, 7, constant(21, 0.4f));
    Matrix samples = cases.window(3, 7);
    kernels.sampleBernoulli(99L, 5L, p, samples);
    float[] values = kernels.read(samples);
    int[] words = new int[4];
    for (int i = 0; i < 21; i++) {
      Philox.block(99L, 5L, i / 7, i % 7 / 4, words);
      assertEquals((words[i % 7 % 4] >>> 8) * 0x1p-24f < 0.4f ? 1f : 0f, values[i]);
    }
    assertTrue(cases.untouchedAround(samples));
  }

  @Example
  default void frequenciesOfBernoulli() {
    Kernels kernels = kernels();
    int n = 20_000;
    for (float p : new float[] {0.01f, 0.3f, 0.5f, 0.97f}) {
      Matrix m = new Cases(kernels, 2).of(200, 100, constant(n, p));
      kernels.sampleBernoulli(7L, 1L, m, m);
      double ones = 0;
      for (float x : kernels.read(m)) {
        ones += x;
      }
      assertEquals(p, ones / n, 4 * Math.sqrt(p * (1 - p) / n));
    }
  }

  @Example
  default void bernoulliAtTheEdges() {
    Kernels kernels = kernels();
    Cases cases = new Cases(kernels, 2);
    float[] edges = {0f, 1f, -3f, 7f, Float.NaN, Float.POSITIVE_INFINITY};
    Matrix p = cases.of(1, 6, edges);
    for (long draw = 0; draw < 100; draw++) {
      Matrix samples = cases.window(1, 6);
      kernels.sampleBernoulli(7L, draw, p, samples);
      assertArrayEquals(new float[] {0, 1, 0, 1, Float.NaN, 1}, kernels.read(samples));
    }
  }

  @Example
  default void momentsOfNormal() {
    Kernels kernels = kernels();
    int n = 40_000;
    Matrix m = new Cases(kernels, 3).of(400, 100, constant(n, 0f));
    kernels.sampleNormal(7L, 1L, m, 1f, m);
    double[] power = new double[5];
    double inside = 0;
    for (float z : kernels.read(m)) {
      for (int k = 1; k <= 4; k++) {
        power[k] += Math.pow(z, k) / n;
      }
      inside += Math.abs(z) < 1.959964f ? 1.0 / n : 0;
    }
    assertEquals(0, power[1], 0.02);
    assertEquals(1, power[2], 0.03);
    assertEquals(0, power[3], 0.05);
    assertEquals(3, power[4], 0.15);
    assertEquals(0.95, inside, 0.005);
  }

  @Example
  default void meanAndDeviationAreApplied() {
    Kernels kernels = kernels();
    Cases cases = new Cases(kernels, 4);
    Matrix means = cases.of(2, 3, 1, 2, 3, 4, 5, 6);
    Matrix standard = cases.of(2, 3, new float[6]);
    Matrix shifted = cases.window(2, 3);
    kernels.sampleNormal(1L, 2L, means, 0.5f, shifted);
    kernels.sampleNormal(1L, 2L, standard, 1f, standard);
    for (int i = 0; i < 6; i++) {
      float z = kernels.read(standard)[i];
      assertEquals(Math.fma(0.5f, z, i + 1f), kernels.read(shifted)[i]);
    }
  }

  @Example
  default void seedsAndDrawsAreIndependentAndRepeatable() {
    Kernels kernels = kernels();
    float[] first = draw(kernels, 1L, 1L);
    assertArrayEquals(first, draw(kernels, 1L, 1L));
    assertNotEquals(Arrays.toString(first), Arrays.toString(draw(kernels, 1L, 2L)));
    assertNotEquals(Arrays.toString(first), Arrays.toString(draw(kernels, 2L, 1L)));
  }

  private static float[] draw(Kernels kernels, long seed, long draw) {
    Matrix m = kernels.matrix(2, 10);
    kernels.sampleNormal(seed, draw, m, 1f, m);
    return kernels.read(m);
  }

  private static float[] constant(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }
}
