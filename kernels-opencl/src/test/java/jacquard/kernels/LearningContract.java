package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Updates and reductions of every backend, against their definitions in double precision. */
interface LearningContract {
  Kernels kernels();

  @Property(tries = 40)
  default void cdIsPositiveMinusNegativePhase(
      @ForAll @IntRange(min = 1, max = 150) int cases,
      @ForAll @IntRange(min = 1, max = 9) int visible,
      @ForAll @IntRange(min = 1, max = 9) int hidden,
      @ForAll long seed) {
    Kernels kernels = kernels();
    Cases c = new Cases(kernels, seed);
    RbmParameters p =
        new RbmParameters(c.normal(visible, hidden), c.normal(1, visible), c.normal(1, hidden));
    RbmParameters v =
        new RbmParameters(c.normal(visible, hidden), c.normal(1, visible), c.normal(1, hidden));
    Phase positive = new Phase(c.normal(cases, visible), c.normal(cases, hidden));
    Phase negative = new Phase(c.normal(cases, visible), c.normal(cases, hidden));
    Rates rates = new Rates(0.1f, 0.7f, 0.01f);
    float[] w = kernels.read(p.weights());
    float[] speed = kernels.read(v.weights());
    float[] bias = kernels.read(p.hiddenBias());
    float[] biasSpeed = kernels.read(v.hiddenBias());

    kernels.cdUpdate(p, v, positive, negative, rates);

    float[] v0 = kernels.read(positive.visible());
    float[] h0 = kernels.read(positive.hidden());
    float[] v1 = kernels.read(negative.visible());
    float[] h1 = kernels.read(negative.hidden());
    for (int i = 0; i < visible; i++) {
      for (int j = 0; j < hidden; j++) {
        double s = 0;
        for (int b = 0; b < cases; b++) {
          s += (double) v0[b * visible + i] * h0[b * hidden + j];
          s -= (double) v1[b * visible + i] * h1[b * hidden + j];
        }
        int at = i * hidden + j;
        double step = 0.7 * speed[at] + 0.1 * (s / cases - 0.01 * w[at]);
        assertEquals(step, kernels.read(v.weights())[at], 2e-5);
        assertEquals(w[at] + step, kernels.read(p.weights())[at], 2e-5);
      }
    }
    for (int j = 0; j < hidden; j++) {
      double s = 0;
      for (int b = 0; b < cases; b++) {
        s += h0[b * hidden + j] - h1[b * hidden + j];
      }
      double step = 0.7 * biasSpeed[j] + 0.1 * s / cases;
      assertEquals(bias[j] + step, kernels.read(p.hiddenBias())[j], 2e-5);
    }
    assertTrue(c.untouchedAround(p.weights()) && c.untouchedAround(v.visibleBias()));
  }

  @Example
  default void descentStep() {
    Kernels kernels = kernels();
    Cases c = new Cases(kernels, 1);
    Matrix p = c.of(1, 2, 1f, 2f);
    Matrix v = c.of(1, 2, 0.5f, 0f);
    Matrix g = c.of(1, 2, 1f, -1f);
    kernels.sgdUpdate(p, v, g, new Rates(0.5f, 0.5f, 1f));
    assertArrayEquals(new float[] {-0.75f, -0.5f}, kernels.read(v));
    assertArrayEquals(new float[] {0.25f, 1.5f}, kernels.read(p));
  }

  @Property(tries = 40)
  default void softmaxGradientIsTheDerivativeOfTheLoss(
      @ForAll @IntRange(min = 1, max = 4) int rows,
      @ForAll @IntRange(min = 1, max = 300) int classes,
      @ForAll long seed) {
    Kernels kernels = kernels();
    Cases c = new Cases(kernels, seed);
    Matrix z = c.normal(rows, classes);
    int[] labels = new int[rows];
    for (int r = 0; r < rows; r++) {
      labels[r] = (r * 31) % classes;
    }
    Matrix gradient = c.window(rows, classes);
    Matrix losses = c.window(rows, 1);
    Matrix p = c.window(rows, classes);
    kernels.softmaxGradient(z, c.labels(labels), gradient, losses);
    kernels.softmax(z, p);
    float[] logits = kernels.read(z);
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      for (int j = 0; j < classes; j++) {
        sum += Math.exp(logits[r * classes + j]);
      }
      double loss = Math.log(sum) - logits[r * classes + labels[r]];
      assertEquals(loss, kernels.read(losses)[r], 1e-5 * Math.max(1, loss));
      for (int j = 0; j < classes; j++) {
        double wanted = Math.exp(logits[r * classes + j]) / sum;
        assertEquals(wanted, kernels.read(p)[r * classes + j], 1e-6);
        double slope = wanted - (j == labels[r] ? 1 : 0);
        assertEquals(slope, kernels.read(gradient)[r * classes + j], 1e-6);
      }
    }
  }

  @Example
  default void softmaxBeyondTheRangeOfExp() {
    Kernels kernels = kernels();
    Cases c = new Cases(kernels, 2);
    Matrix z = c.of(2, 2, 1000f, 0f, -1000f, Float.NaN);
    Matrix losses = c.window(2, 1);
    kernels.softmaxGradient(z, c.labels(1, 0), z, losses);
    float nan = Float.NaN;
    assertArrayEquals(new float[] {1f, -1f, nan, nan}, kernels.read(z));
    assertArrayEquals(new float[] {1000f, nan}, kernels.read(losses));
  }

  @Example
  default void unknownLabelGivesNaN() {
    Kernels kernels = kernels();
    Cases c = new Cases(kernels, 2);
    Matrix z = c.of(2, 2, 0, 0, 0, 0);
    Matrix losses = c.window(2, 1);
    kernels.softmaxGradient(z, c.labels(2, 0), z, losses);
    float nan = Float.NaN;
    assertArrayEquals(new float[] {nan, nan, -0.5f, 0.5f}, kernels.read(z));
    assertTrue(Float.isNaN(kernels.read(losses)[0]));
  }

  @Example
  default void argmaxTakesTheFirstOfEquals() {
    Kernels kernels = kernels();
    Cases c = new Cases(kernels, 3);
    Labels best = c.labels(9, 9, 9);
    kernels.argmax(c.of(3, 3, 1, 2, 2, 5, -1, 3, 1, Float.NaN, 0), best);
    assertArrayEquals(new int[] {1, 0, -1}, kernels.read(best));
  }

  @Property(tries = 40)
  default void reductions(
      @ForAll @IntRange(min = 1, max = 600) int rows,
      @ForAll @IntRange(min = 1, max = 9) int cols,
      @ForAll long seed) {
    Kernels kernels = kernels();
    Cases c = new Cases(kernels, seed);
    Matrix x = c.normal(rows, cols);
    Matrix y = c.normal(rows, cols);
    Matrix means = c.window(1, cols);
    Matrix normOfX = c.window(1, 1);
    Matrix distanceToY = c.window(1, 1);
    Matrix centred = c.window(rows, cols);
    kernels.columnMeans(x, means);
    kernels.subtractRow(x, means, centred);
    kernels.squaredNorm(x, normOfX);
    kernels.squaredDistance(x, y, distanceToY);
    float[] a = kernels.read(x);
    float[] b = kernels.read(y);
    double[] sums = new double[cols];
    double norm = 0;
    double distance = 0;
    for (int i = 0; i < a.length; i++) {
      sums[i % cols] += a[i];
      norm += (double) a[i] * a[i];
      distance += Math.pow((double) a[i] - b[i], 2);
      assertEquals(a[i] - kernels.read(means)[i % cols], kernels.read(centred)[i]);
    }
    for (int j = 0; j < cols; j++) {
      assertEquals(sums[j] / rows, kernels.read(means)[j], 1e-5);
    }
    assertEquals(norm, kernels.read(normOfX)[0], 1e-4 * norm);
    assertEquals(distance, kernels.read(distanceToY)[0], 1e-4 * distance);
  }

  @Example
  default void updatesRefuseShapesThatDoNotFit() {
    Kernels k = kernels();
    RbmParameters p = new RbmParameters(k.matrix(3, 2), k.matrix(1, 3), k.matrix(1, 2));
    Phase good = new Phase(k.matrix(4, 3), k.matrix(4, 2));
    Phase short3 = new Phase(k.matrix(3, 3), k.matrix(3, 2));
    Phase wide = new Phase(k.matrix(4, 5), k.matrix(4, 2));
    Rates rates = new Rates(1f, 0f, 0f);
    refused(
        "positive visible 4 x 3 does not fit negative visible 3 x 3",
        () -> k.cdUpdate(p, p, good, short3, rates));
    refused("visible 4 x 5 does not fit weights 3 x 2", () -> k.cdUpdate(p, p, wide, wide, rates));
    refused(
        "hidden bias 1 x 3 does not fit weights 3 x 2",
        () -> new RbmParameters(k.matrix(3, 2), k.matrix(1, 3), k.matrix(1, 3)));
    refused("3 labels for a matrix 4 x 5", () -> k.argmax(k.matrix(4, 5), k.labels(3)));
    refused("sum must be 1 x 1, is 1 x 2", () -> k.squaredNorm(k.matrix(3, 3), k.matrix(1, 2)));
    refused("momentum must be in [0, 1), is NaN", () -> new Rates(1f, Float.NaN, 0f));
  }

  /** One figure for the bits of a chain of operations, on every backend and machine. */
  @Example
  default void bitsAreTheSameEverywhere() {
    Kernels k = kernels();
    Matrix w = k.matrix(300, 40);
    Matrix v = k.matrix(70, 300);
    Matrix h = k.matrix(70, 40);
    k.sampleNormal(5L, 0L, w, 0.1f, w);
    k.sampleNormal(5L, 1L, v, 1f, v);
    RbmParameters p = new RbmParameters(w, k.matrix(1, 300), k.matrix(1, 40));
    RbmParameters speed = new RbmParameters(k.matrix(300, 40), k.matrix(1, 300), k.matrix(1, 40));
    for (long draw = 2; draw < 6; draw++) {
      Matrix h1 = k.matrix(70, 40);
      Matrix v1 = k.matrix(70, 300);
      k.affine(v, Op.AS_IS, w, p.hiddenBias(), Activation.SIGMOID, h);
      k.sampleBernoulli(5L, draw, h, h1);
      k.affine(h1, Op.TRANSPOSED, w, p.visibleBias(), Activation.LINEAR, v1);
      k.affine(v1, Op.AS_IS, w, p.hiddenBias(), Activation.SIGMOID, h1);
      k.cdUpdate(p, speed, new Phase(v, h), new Phase(v1, h1), new Rates(0.1f, 0.9f, 0.001f));
    }
    k.softmax(h, h);
    assertEquals(-544401023, Arrays.hashCode(k.read(w)));
    assertEquals(-1841179366, Arrays.hashCode(k.read(h)));
  }

  private static void refused(String message, Runnable call) {
    ProductContract.assertRefused(message, call);
  }
}
