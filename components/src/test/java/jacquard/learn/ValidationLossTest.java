package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.data.Score;
import jacquard.kernels.Activation;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.oracle.Tables;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Losses of data that is not trained on, and what becomes of NaN and of labels without a class. */
final class ValidationLossTest {
  private static final Kernels KERNELS = new JavaKernels();
  private static final Rates RATES = new Rates(0.1f, 0.9f, 0.01f);

  @Example
  void lossesOfALogisticRegressionAreThoseOfTorch() {
    double[][] iris = standardized(Tables.read("data/iris.csv"));
    Batch even = rows(iris, 0);
    Batch odd = rows(iris, 1);
    Softmax softmax = new Softmax(KERNELS, 4, 3, RATES);
    for (double[] expected : Tables.read("losses.csv")) {
      if (expected[0] == 10) {
        softmax.setRate(0.02);
      }
      softmax.update(even);
      assertEquals(expected[1], softmax.loss(even), 2e-6);
      assertEquals(expected[2], softmax.loss(odd), 2e-6);
    }
  }

  private static double[][] standardized(double[][] table) {
    for (int c = 0; c < 4; c++) {
      int column = c;
      double mean =
          java.util.Arrays.stream(table).mapToDouble(r -> r[column]).average().orElseThrow();
      double squares =
          java.util.Arrays.stream(table).mapToDouble(r -> Math.pow(r[column] - mean, 2)).sum();
      double deviation = Math.sqrt(squares / table.length);
      java.util.Arrays.stream(table).forEach(r -> r[column] = (r[column] - mean) / deviation);
    }
    return table;
  }

  private static Batch rows(double[][] table, int first) {
    float[] values = new float[table.length / 2 * 4];
    int[] labels = new int[table.length / 2];
    for (int r = 0; r < labels.length; r++) {
      double[] row = table[2 * r + first];
      for (int c = 0; c < 4; c++) {
        values[4 * r + c] = (float) row[c];
      }
      labels[r] = (int) row[4];
    }
    return new Batch(4, values, labels);
  }

  /** Against sums in doubles over the weights as they are. */
  @Property(tries = 20)
  void lossesOfNetworksAndMachinesAreThoseOfTheirDefinitions(
      @ForAll long seed, @ForAll boolean isRelu, @ForAll Rbm.Visible kind) {
    Batch x = random(seed, 9, 5);
    Activation hidden = isRelu ? Activation.RELU : Activation.SIGMOID;
    Mlp mlp =
        new Mlp(
            KERNELS, MlpSettings.of(List.of(5, 4, 3), hidden, RATES, seed).withNoise(0.5f, 0.5f));
    Rbm rbm = new Rbm(KERNELS, RbmSettings.of(5, 4, kind, RATES, seed));
    for (int i = 0; i < 3; i++) {
      mlp.update(x);
      rbm.cd1Update(x);
    }
    double nll = 0;
    double squares = 0;
    for (int r = 0; r < 9; r++) {
      double[] row = new double[5];
      for (int c = 0; c < 5; c++) {
        row[c] = x.value(r, c);
      }
      double[] h = affine(row, mlp.weights(0), mlp.bias(0), isRelu ? "relu" : "sigmoid");
      double[] z = affine(h, mlp.weights(1), mlp.bias(1), "");
      double sum = 0;
      for (double each : z) {
        sum += Math.exp(each);
      }
      nll += Math.log(sum) - z[x.label(r)];
      double[] on = affine(row, rbm.weights(), rbm.hiddenBias(), "sigmoid");
      float[] bias = KERNELS.read(rbm.parameters().visibleBias());
      for (int i = 0; i < 5; i++) {
        double v = bias[i];
        for (int j = 0; j < 4; j++) {
          v += on[j] * rbm.weights()[4 * i + j];
        }
        v = kind == Rbm.Visible.GAUSSIAN ? v : 1 / (1 + Math.exp(-v));
        squares += (row[i] - v) * (row[i] - v);
      }
    }
    assertEquals(nll / 9, mlp.loss(x), 1e-5);
    assertEquals(squares / 9, rbm.loss(x), 1e-5);
  }

  private static double[] affine(double[] x, float[] weights, float[] bias, String f) {
    double[] y = new double[bias.length];
    for (int j = 0; j < y.length; j++) {
      y[j] = bias[j];
      for (int i = 0; i < x.length; i++) {
        y[j] += x[i] * weights[i * y.length + j];
      }
      y[j] =
          switch (f) {
            case "relu" -> Math.max(0, y[j]);
            case "sigmoid" -> 1 / (1 + Math.exp(-y[j]));
            default -> y[j];
          };
    }
    return y;
  }

  private static Batch random(long seed, int rows, int columns) {
    Random random = new Random(seed);
    float[] values = new float[rows * columns];
    int[] labels = new int[rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
      labels[i / columns] = random.nextInt(3);
    }
    return new Batch(columns, values, labels);
  }

  @Example
  void beforeTheFirstUpdateThereIsNoLoss() {
    Dbn dbn = dbn();
    assertTrue(Double.isNaN(new Softmax(KERNELS, 5, 3, RATES).loss()));
    assertTrue(Double.isNaN(dbn.loss()) && Double.isNaN(dbn.reconstructionError(0)));
  }

  private static Dbn dbn() {
    return new Dbn(
        KERNELS,
        List.of(RbmSettings.of(5, 4, Rbm.Visible.GAUSSIAN, RATES, 1)),
        MlpSettings.of(List.of(5, 4, 3), Activation.SIGMOID, RATES, 1));
  }

  /** A class for each way of being wrong: rows, parameters and labels. */
  @Property(tries = 20)
  void nanAndWhatIsInfiniteHaveNoClass(@ForAll long seed, @ForAll boolean isRelu) {
    Softmax softmax = new Softmax(KERNELS, 5, 3, RATES);
    Activation hidden = isRelu ? Activation.RELU : Activation.SIGMOID;
    Mlp mlp = new Mlp(KERNELS, MlpSettings.of(List.of(5, 4, 3), hidden, RATES, seed));
    Batch good = random(seed, 4, 5);
    softmax.update(good);
    float[] values = good.values();
    values[5] = Float.NaN;
    values[12] = Float.POSITIVE_INFINITY;
    Batch bad = new Batch(5, values, good.labels());
    for (int[] predicted : List.of(softmax.predict(bad), mlp.predict(bad))) {
      assertEquals(-1, predicted[1]);
      assertTrue(predicted[0] >= 0 && predicted[3] >= 0);
    }
    assertEquals(-1, softmax.predict(bad)[2]);
    assertTrue(softmax.score(bad).correct() <= 2);
    assertTrue(Double.isNaN(softmax.loss(bad)) && Double.isNaN(mlp.loss(bad)));
    mlp.update(bad);
    softmax.update(bad);
    int[] none = {-1, -1, -1, -1};
    assertArrayEquals(none, softmax.predict(good));
    assertArrayEquals(none, mlp.predict(good));
    assertEquals(new Score(0, 4), mlp.score(good));
  }

  @Example
  void labelsThatAreNoClassesAreRefused() {
    Batch bad = new Batch(5, new float[10], new int[] {0, 3});
    Batch negative = new Batch(5, new float[10], new int[] {-1, 0});
    Softmax softmax = new Softmax(KERNELS, 5, 3, RATES);
    Mlp mlp = new Mlp(KERNELS, MlpSettings.of(List.of(5, 3), Activation.RELU, RATES, 1));
    String before = Trained.fingerprint(softmax);
    for (Batch each : List.of(bad, negative)) {
      assertRefused("softmax", () -> softmax.score(each));
      assertRefused("softmax", () -> softmax.loss(each));
      assertRefused("softmax", () -> softmax.update(each));
      assertRefused("mlp", () -> mlp.score(each));
      assertRefused("mlp", () -> mlp.loss(each));
      assertRefused("mlp", () -> dbn().score(each));
    }
    assertEquals(before, Trained.fingerprint(softmax));
    assertThrows(
        IllegalStateException.class,
        () -> softmax.score(new Batch(5, new float[10], new float[] {0.5f, 1})),
        "real-valued targets");
  }

  private static void assertRefused(String owner, org.junit.jupiter.api.function.Executable act) {
    String message = assertThrows(IllegalArgumentException.class, act).getMessage();
    assertTrue(
        String.valueOf(message)
            .matches(
                owner + ": row [01] \\(counted from 0\\) is labelled (3|-1), classes are 0..2"),
        message);
  }

  @Example
  void valuesThatAreNoProbabilitiesAreRefusedByBernoulliUnits() {
    Rbm rbm = new Rbm(KERNELS, RbmSettings.of(5, 4, Rbm.Visible.BERNOULLI, RATES, 1).withChains(3));
    String before = Trained.fingerprint(rbm);
    for (float value : new float[] {255, 1.0000001f, -1e-30f, Float.NaN, Float.NEGATIVE_INFINITY}) {
      float[] values = new float[15];
      values[7] = value;
      Batch bad = new Batch(5, values, new int[3]);
      String message =
          "rbm: row 1, column 2 (counted from 0) is "
              + value
              + "; BERNOULLI visible units take values from 0 to 1: scale them, or make the units"
              + " GAUSSIAN";
      for (org.junit.jupiter.api.function.Executable each :
          List.<org.junit.jupiter.api.function.Executable>of(
              () -> rbm.cd1Update(bad),
              () -> rbm.cdkUpdate(bad),
              () -> rbm.pcdUpdate(bad),
              () -> rbm.loss(bad))) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, each).getMessage());
      }
    }
    assertEquals(before, Trained.fingerprint(rbm));
    rbm.cd1Update(new Batch(5, new float[] {0, 1, 0.5f, -0f, 1}, new int[1]));
  }
}
