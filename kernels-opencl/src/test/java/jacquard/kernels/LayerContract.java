package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The layers of every backend and the statistics of columns, against their definitions. */
interface LayerContract {
  Kernels kernels();

  @Property(tries = 40)
  default void activations(
      @ForAll @IntRange(min = 1, max = 20) int rows,
      @ForAll @IntRange(min = 1, max = 300) int inner,
      @ForAll @IntRange(min = 1, max = 70) int cols,
      @ForAll Op op,
      @ForAll long seed) {
    Kernels k = kernels();
    Cases c = new Cases(k, seed);
    Matrix x = c.normal(rows, inner);
    Matrix w = op == Op.AS_IS ? c.normal(inner, cols) : c.normal(cols, inner);
    Matrix bias = c.normal(1, cols);
    Matrix z = c.window(rows, cols);
    Matrix y = c.window(rows, cols);
    k.affine(x, op, w, bias, Activation.LINEAR, z);

    k.affine(x, op, w, bias, Activation.RELU, y);
    float[] linear = k.read(z);
    float[] rectified = k.read(y);
    for (int i = 0; i < linear.length; i++) {
      assertEquals(linear[i] < 0 ? 0f : linear[i], rectified[i]);
    }

    Matrix softmax = c.window(rows, cols);
    k.softmax(z, softmax);
    k.affine(x, op, w, bias, Activation.SOFTMAX, y);
    assertArrayEquals(k.read(softmax), k.read(y));

    Matrix p = c.window(rows, cols);
    Matrix drawn = c.window(rows, cols);
    Matrix samples = c.window(rows, cols);
    k.affine(x, op, w, bias, Activation.SIGMOID, y);
    k.sampleBernoulli(seed, 3L, y, drawn);
    k.affineSample(x, op, w, bias, p, seed, 3L, samples);
    assertArrayEquals(k.read(y), k.read(p));
    assertArrayEquals(k.read(drawn), k.read(samples));
    assertTrue(c.untouchedAround(y) && c.untouchedAround(p) && c.untouchedAround(samples));
  }

  @Property(tries = 40)
  default void gradientsThroughActivations(
      @ForAll @IntRange(min = 1, max = 20) int rows,
      @ForAll @IntRange(min = 1, max = 40) int inner,
      @ForAll @IntRange(min = 1, max = 40) int cols,
      @ForAll Op op,
      @ForAll long seed) {
    Kernels k = kernels();
    Cases c = new Cases(k, seed);
    Matrix delta = c.normal(rows, inner);
    Matrix w = op == Op.AS_IS ? c.normal(inner, cols) : c.normal(cols, inner);
    Matrix y = c.normal(rows, cols);
    Matrix product = c.window(rows, cols);
    Matrix out = c.window(rows, cols);
    k.gemm(Op.AS_IS, op, 1f, delta, w, 0f, product);
    float[] sums = k.read(product);
    float[] outputs = k.read(y);

    k.affineGradient(delta, op, w, Activation.LINEAR, y, out);
    assertArrayEquals(sums, k.read(out));
    k.affineGradient(delta, op, w, Activation.SIGMOID, y, out);
    float[] throughSigmoid = k.read(out);
    k.affineGradient(delta, op, w, Activation.RELU, y, y);
    float[] throughRelu = k.read(y);
    for (int i = 0; i < sums.length; i++) {
      assertEquals(sums[i] * (outputs[i] * (1f - outputs[i])), throughSigmoid[i]);
      assertEquals(outputs[i] > 0 ? sums[i] : 0f, throughRelu[i]);
    }
    assertTrue(c.untouchedAround(out) && c.untouchedAround(y));
  }

  @Property(tries = 40)
  default void layerUpdateIsGradientThenDescent(
      @ForAll @IntRange(min = 1, max = 600) int cases,
      @ForAll @IntRange(min = 1, max = 40) int inputs,
      @ForAll @IntRange(min = 1, max = 40) int outputs,
      @ForAll long seed) {
    Kernels k = kernels();
    Cases c = new Cases(k, seed);
    LayerParameters p = new LayerParameters(c.normal(inputs, outputs), c.normal(1, outputs));
    LayerParameters v = new LayerParameters(c.normal(inputs, outputs), c.normal(1, outputs));
    Matrix x = c.normal(cases, inputs);
    Matrix delta = c.normal(cases, outputs);
    Rates rates = new Rates(0.1f, 0.7f, 0.01f);
    Matrix sums = c.window(inputs, outputs);
    k.gemm(Op.TRANSPOSED, Op.AS_IS, 1f, x, delta, 0f, sums);
    Matrix gradient = c.of(inputs, outputs, divided(k.read(sums), cases));
    Matrix biasGradient = c.window(1, outputs);
    k.columnMeans(delta, biasGradient);
    Matrix w = copy(k, c, p.weights());
    Matrix speed = copy(k, c, v.weights());
    Matrix bias = copy(k, c, p.bias());
    Matrix biasSpeed = copy(k, c, v.bias());
    k.sgdUpdate(w, speed, gradient, rates);
    k.sgdUpdate(bias, biasSpeed, biasGradient, rates.withoutDecay());

    k.layerUpdate(p, v, x, delta, rates);

    assertArrayEquals(k.read(w), k.read(p.weights()));
    assertArrayEquals(k.read(speed), k.read(v.weights()));
    assertArrayEquals(k.read(bias), k.read(p.bias()));
    assertArrayEquals(k.read(biasSpeed), k.read(v.bias()));
    assertTrue(c.untouchedAround(p.weights()) && c.untouchedAround(v.bias()));
  }

  private static float[] divided(float[] values, int count) {
    for (int i = 0; i < values.length; i++) {
      values[i] /= count;
    }
    return values;
  }

  private static Matrix copy(Kernels k, Cases c, Matrix m) {
    return c.of(m.rows(), m.cols(), k.read(m));
  }

  @Property(tries = 40)
  default void statisticsOfColumns(
      @ForAll @IntRange(min = 2, max = 600) int rows,
      @ForAll @IntRange(min = 1, max = 40) int cols,
      @ForAll long seed) {
    Kernels k = kernels();
    Cases c = new Cases(k, seed);
    Matrix x = c.normal(rows, cols);
    Matrix means = c.window(1, cols);
    Matrix variances = c.window(1, cols);
    Matrix covariance = c.window(cols, cols);
    Matrix scaled = c.window(rows, cols);
    k.columnMeans(x, means);
    k.columnVariances(x, means, variances);
    k.covariance(x, means, covariance);
    float[] steps = c.values(4 * cols);
    k.standardize(x, c.of(4, cols, steps), scaled);

    float[] a = k.read(x);
    float[] mean = k.read(means);
    float[] variance = k.read(variances);
    float[] cov = k.read(covariance);
    float[] y = k.read(scaled);
    for (int i = 0; i < cols; i++) {
      for (int j = 0; j < cols; j++) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
          sum += ((double) a[r * cols + i] - mean[i]) * ((double) a[r * cols + j] - mean[j]);
        }
        assertEquals(sum / (rows - 1), cov[i * cols + j], 1e-4);
        assertEquals(cov[j * cols + i], cov[i * cols + j]);
        if (i == j) {
          assertEquals(sum / rows, variance[i], 1e-4);
        }
      }
    }
    for (int i = 0; i < y.length; i++) {
      int j = i % cols;
      float d = Math.fma(a[i], steps[j], -steps[cols + j]);
      assertEquals(Math.fma(d, steps[2 * cols + j], steps[3 * cols + j]), y[i]);
    }
    assertTrue(c.untouchedAround(covariance) && c.untouchedAround(variances));
  }

  @Example
  default void rectifiersKeepNaNAndTheSignOfZero() {
    Kernels k = kernels();
    Cases c = new Cases(k, 1);
    Matrix y = c.window(1, 4);
    Matrix x = c.of(1, 1, 1f);
    Matrix w = c.of(1, 4, Float.NaN, -0f, -1f, Float.POSITIVE_INFINITY);
    Matrix bias = c.of(1, 4, 0f, -0f, 0f, 0f);
    k.affine(x, Op.AS_IS, w, bias, Activation.RELU, y);
    float[] values = k.read(y);
    assertTrue(Float.isNaN(values[0]));
    // The chain starts from +0, so even -0 products sum to +0, and -0 is added to that.
    assertEquals(0, Float.floatToRawIntBits(values[1]));
    assertEquals(0f, values[2]);
    assertEquals(Float.POSITIVE_INFINITY, values[3]);
  }

  @Example
  default void layersRefuseShapesThatDoNotFit() {
    Kernels k = kernels();
    LayerParameters p = new LayerParameters(k.matrix(3, 2), k.matrix(1, 2));
    Rates rates = new Rates(1f, 0f, 0f);
    refused(
        "bias 1 x 3 does not fit weights 3 x 2",
        () -> new LayerParameters(k.matrix(3, 2), k.matrix(1, 3)));
    refused(
        "inputs 4 x 5 does not fit weights 3 x 2",
        () -> k.layerUpdate(p, p, k.matrix(4, 5), k.matrix(4, 2), rates));
    refused(
        "inputs 4 x 3 does not fit delta 5 x 2",
        () -> k.layerUpdate(p, p, k.matrix(4, 3), k.matrix(5, 2), rates));
    refused(
        "softmax has no gradient of its own: softmaxGradient gives that of the loss",
        () ->
            k.affineGradient(
                k.matrix(2, 2),
                Op.AS_IS,
                k.matrix(2, 2),
                Activation.SOFTMAX,
                k.matrix(2, 2),
                k.matrix(2, 2)));
    refused(
        "a covariance needs at least 2 rows, not 1",
        () -> k.covariance(k.matrix(1, 2), k.matrix(1, 2), k.matrix(2, 2)));
    refused(
        "columns 3 x 2 does not fit matrix 4 x 2",
        () -> k.standardize(k.matrix(4, 2), k.matrix(3, 2), k.matrix(4, 2)));
    refused(
        "covariance 3 x 3 does not fit matrix 4 x 2",
        () -> k.covariance(k.matrix(4, 2), k.matrix(1, 2), k.matrix(3, 3)));
  }

  private static void refused(String message, Runnable call) {
    ProductContract.assertRefused(message, call);
  }
}
