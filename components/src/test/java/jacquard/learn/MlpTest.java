package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.data.Score;
import jacquard.kernels.Activation;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Rates;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class MlpTest {
  private static final Rates PLAIN = new Rates(0.5f, 0f, 0f);
  private static final Batch XOR =
      new Batch(2, new float[] {0, 0, 0, 1, 1, 0, 1, 1}, new int[] {0, 1, 1, 0});

  private static Mlp mlp(MlpSettings settings) {
    return new Mlp(new JavaKernels(), settings);
  }

  private static Batch random(Random random, int rows, int columns, int classes) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Batch(columns, values, random.ints(rows, 0, classes).toArray());
  }

  @Property(tries = 100)
  void anUpdateGoesDownTheGradientOfTheLoss(
      @ForAll boolean relu,
      @ForAll @IntRange(min = 1, max = 4) int depth,
      @ForAll @IntRange(min = 1, max = 7) int rows,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i <= depth; i++) {
      sizes.add(2 + random.nextInt(4));
    }
    Activation hidden = relu ? Activation.RELU : Activation.SIGMOID;
    Mlp mlp = mlp(MlpSettings.of(sizes, hidden, PLAIN, seed));
    keepOffTheKink(mlp, sizes, random);
    Batch data = random(random, rows, sizes.getFirst(), sizes.getLast());
    Reference before = Reference.of(mlp, sizes, hidden);
    assertEquals(before.loss(data), lossOf(mlp, data), 1e-5);
    Reference after = Reference.of(mlp, sizes, hidden);
    for (int layer = 0; layer < depth; layer++) {
      for (int i = 0; i < before.weights.get(layer).length; i++) {
        double slope = before.slope(data, before.weights.get(layer), i);
        double moved = after.weights.get(layer)[i] - before.weights.get(layer)[i];
        assertEquals(-0.5 * slope, moved, 2e-5, () -> "weights of " + sizes);
      }
      for (int i = 0; i < before.bias.get(layer).length; i++) {
        double slope = before.slope(data, before.bias.get(layer), i);
        double moved = after.bias.get(layer)[i] - before.bias.get(layer)[i];
        assertEquals(-0.5 * slope, moved, 2e-5, () -> "bias of " + sizes);
      }
    }
  }

  /** With no bias, units above a dead layer are exactly where a rectifier has no derivative. */
  private static void keepOffTheKink(Mlp mlp, List<Integer> sizes, Random random) {
    List<float[]> weights = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (int layer = 0; layer < sizes.size() - 1; layer++) {
      float[] bias = new float[sizes.get(layer + 1)];
      for (int i = 0; i < bias.length; i++) {
        bias[i] = (random.nextBoolean() ? 1 : -1) * (0.1f + random.nextFloat());
      }
      weights.add(mlp.weights(layer));
      biases.add(bias);
    }
    mlp.start(weights, biases);
  }

  private static double lossOf(Mlp mlp, Batch data) {
    mlp.update(data);
    return mlp.loss();
  }

  /** The same network in double. */
  private record Reference(
      List<Integer> sizes, Activation hidden, List<double[]> weights, List<double[]> bias) {
    static Reference of(Mlp mlp, List<Integer> sizes, Activation hidden) {
      List<double[]> weights = new ArrayList<>();
      List<double[]> bias = new ArrayList<>();
      for (int i = 0; i < sizes.size() - 1; i++) {
        weights.add(doubles(mlp.weights(i)));
        bias.add(doubles(mlp.bias(i)));
      }
      return new Reference(sizes, hidden, weights, bias);
    }

    private static double[] doubles(float[] values) {
      double[] result = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        result[i] = values[i];
      }
      return result;
    }

    /** The derivative by one parameter, from both sides. */
    double slope(Batch data, double[] parameters, int i) {
      double kept = parameters[i];
      double step = 1e-6;
      parameters[i] = kept + step;
      double up = loss(data);
      parameters[i] = kept - step;
      double down = loss(data);
      parameters[i] = kept;
      return (up - down) / (2 * step);
    }

    double loss(Batch data) {
      double sum = 0;
      for (int row = 0; row < data.rows(); row++) {
        sum += loss(data, row);
      }
      return sum / data.rows();
    }

    private double loss(Batch data, int row) {
      double[] x = new double[data.columns()];
      for (int c = 0; c < x.length; c++) {
        x[c] = data.value(row, c);
      }
      for (int layer = 0; layer < weights.size(); layer++) {
        x = affine(layer, x);
      }
      double sum = 0;
      for (double z : x) {
        sum += Math.exp(z);
      }
      return Math.log(sum) - x[data.label(row)];
    }

    private double[] affine(int layer, double[] x) {
      int outputs = sizes.get(layer + 1);
      double[] y = bias.get(layer).clone();
      for (int j = 0; j < outputs; j++) {
        for (int i = 0; i < x.length; i++) {
          y[j] += x[i] * weights.get(layer)[i * outputs + j];
        }
        if (layer < weights.size() - 1) {
          y[j] = hidden == Activation.RELU ? Math.max(0, y[j]) : 1 / (1 + Math.exp(-y[j]));
        }
      }
      return y;
    }
  }

  @Property(tries = 2)
  void learnsWhatNoLineSeparates(@ForAll boolean relu) {
    Activation hidden = relu ? Activation.RELU : Activation.SIGMOID;
    Mlp mlp = mlp(MlpSettings.of(List.of(2, 16, 2), hidden, new Rates(0.2f, 0.9f, 0f), 2));
    for (int i = 0; i < 500; i++) {
      mlp.update(XOR);
    }
    assertEquals(new Score(4, 4), mlp.score(XOR));
    assertArrayEquals(new int[] {0, 1, 1, 0}, mlp.predict(XOR));
    assertEquals(0, mlp.loss(), 0.05);
    assertEquals(1, mlp.filt(XOR).value(1, 0) + mlp.filt(XOR).value(1, 1), 1e-6);
  }

  @Example
  void freshWeightsAreOfTheStatedVariance() {
    assertEquals(2.0 / 200, variance(Activation.RELU, 0), 5e-4);
    assertEquals(16 * 2.0 / 500, variance(Activation.SIGMOID, 0), 3e-3);
    assertEquals(2.0 / 310, variance(Activation.SIGMOID, 1), 5e-4);
  }

  private static double variance(Activation hidden, int layer) {
    float[] weights = mlp(MlpSettings.of(List.of(200, 300, 10), hidden, PLAIN, 1)).weights(layer);
    double sum = 0;
    for (float w : weights) {
      sum += w * w;
    }
    return sum / weights.length;
  }

  @Example
  void noiseIsForUpdatesOnly() {
    MlpSettings settings = MlpSettings.of(List.of(2, 5, 2), Activation.RELU, PLAIN, 3);
    Mlp plain = mlp(settings);
    Mlp noisy = mlp(settings.withNoise(0.5f, 0.5f));
    assertEquals(plain.filt(XOR), noisy.filt(XOR));
    plain.update(XOR);
    noisy.update(XOR);
    assertTrue(plain.loss() != noisy.loss());
    double first = noisy.loss();
    noisy.clear();
    noisy.update(XOR);
    assertEquals(first, noisy.loss());
  }

  @Example
  void annealingSlowsItDownUntilCleared() {
    Mlp mlp = mlp(MlpSettings.of(List.of(2, 2), Activation.RELU, PLAIN, 3).withAnnealing(0.5f));
    mlp.anneal();
    mlp.anneal();
    assertEquals(0.125f, mlp.rate());
    mlp.clear();
    assertEquals(0.5f, mlp.rate());
  }

  @Example
  void badSettingsAndLabelsAreRefused() {
    assertRefused("an mlp of layers [3]", () -> settings(List.of(3), Activation.RELU));
    assertRefused("an mlp of layers [3, 0, 2]", () -> settings(List.of(3, 0, 2), Activation.RELU));
    assertRefused(
        "hidden units are SIGMOID or RELU, not SOFTMAX",
        () -> settings(List.of(3, 2), Activation.SOFTMAX));
    assertRefused(
        "annealing must be in (0, 1], is 0.0",
        () -> settings(List.of(3, 2), Activation.RELU).withAnnealing(0));
    assertRefused(
        "input noise must be finite and not negative, is -1.0",
        () -> settings(List.of(3, 2), Activation.RELU).withNoise(-1, 0));
    Mlp mlp = mlp(settings(List.of(2, 3), Activation.RELU));
    float[] before = mlp.weights(0);
    Batch bad = new Batch(2, new float[4], new int[] {0, 3});
    assertRefused(
        "mlp: row 1 (counted from 0) is labelled 3, classes are 0..2", () -> mlp.update(bad));
    assertArrayEquals(before, mlp.weights(0));
  }

  private static MlpSettings settings(List<Integer> sizes, Activation hidden) {
    return MlpSettings.of(sizes, hidden, PLAIN, 1);
  }

  private static void assertRefused(String message, org.junit.jupiter.api.function.Executable act) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, act).getMessage());
  }
}
