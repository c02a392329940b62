package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Every operation of a backend, bit for bit against {@link JavaKernels}: random shapes, windows and
 * values, NaN payloads aside. A failure names the seed, and the seed gives the case again.
 */
interface TwinContract {
  Kernels kernels();

  @Property(tries = 120, shrinking = ShrinkingMode.OFF)
  default void gemmAgrees(@ForAll long seed) {
    agree(
        seed,
        (k, o) -> {
          int rows = o.size();
          int inner = o.size();
          int cols = o.size();
          Op opA = o.op();
          Op opB = o.op();
          Matrix a = o.operand(opA, rows, inner);
          Matrix b = o.operand(opB, inner, cols);
          k.gemm(opA, opB, o.factor(), a, b, o.factor(), o.matrix(rows, cols));
        });
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  default void affineAgrees(@ForAll long seed, @ForAll Activation f) {
    agree(
        seed,
        (k, o) -> {
          Affine in = new Affine(o);
          k.affine(in.x, in.op, in.w, in.bias, f, o.window(in.rows, in.cols));
        });
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  default void affineSampleAgrees(@ForAll long seed) {
    agree(
        seed,
        (k, o) -> {
          Affine in = new Affine(o);
          Matrix p = o.window(in.rows, in.cols);
          Matrix samples = o.coin() ? p : o.window(in.rows, in.cols);
          k.affineSample(in.x, in.op, in.w, in.bias, p, o.word(), o.word(), samples);
        });
  }

  /** The operands of an affine map. */
  final class Affine {
    private final int rows;
    private final int cols;
    private final Op op;
    private final Matrix x;
    private final Matrix w;
    private final Matrix bias;

    Affine(Twins o) {
      rows = o.size();
      cols = o.size();
      int inner = o.size();
      op = o.op();
      x = o.matrix(rows, inner);
      w = o.operand(op, inner, cols);
      bias = o.matrix(1, cols);
    }
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  default void affineGradientAgrees(@ForAll long seed) {
    agree(
        seed,
        (k, o) -> {
          Affine in = new Affine(o);
          Activation f = o.coin() ? Activation.RELU : Activation.SIGMOID;
          Matrix y = o.matrix(in.rows, in.cols);
          Matrix out = o.coin() ? y : o.window(in.rows, in.cols);
          k.affineGradient(in.x, in.op, in.w, o.coin() ? f : Activation.LINEAR, y, out);
        });
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  default void layerUpdateAgrees(@ForAll long seed) {
    agree(
        seed,
        (k, o) -> {
          int inputs = o.size();
          int outputs = o.size();
          int cases = o.size();
          k.layerUpdate(
              o.layer(inputs, outputs),
              o.layer(inputs, outputs),
              o.matrix(cases, inputs),
              o.matrix(cases, outputs),
              o.rates());
        });
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  default void cdUpdateAgrees(@ForAll long seed) {
    agree(
        seed,
        (k, o) -> {
          int visible = o.size();
          int hidden = o.size();
          int cases = o.size();
          k.cdUpdate(
              o.rbm(visible, hidden),
              o.rbm(visible, hidden),
              new Phase(o.matrix(cases, visible), o.matrix(cases, hidden)),
              new Phase(o.matrix(cases, visible), o.matrix(cases, hidden)),
              o.rates());
        });
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  default void samplesAgree(@ForAll long seed) {
    agree(
        seed,
        (k, o) -> {
          int rows = o.size();
          int cols = o.size();
          Matrix p = o.probabilities(rows, cols);
          k.sampleBernoulli(o.word(), o.word(), p, o.coin() ? p : o.window(rows, cols));
          Matrix means = o.matrix(rows, cols);
          Matrix samples = o.coin() ? means : o.window(rows, cols);
          k.sampleNormal(o.word(), o.word(), means, o.factor(), samples);
        });
  }

  @Example
  default void constantsAreTheirValues() {
    Kernels k = kernels();
    float[] values = {1, Float.NaN, -0f, Float.MIN_VALUE, 5, 6};
    Matrix constant = k.constant(values, 2);
    assertEquals("3 x 2", constant.shape());
    assertArrayEquals(values, k.read(constant));
    assertEquals(k.isOnArrays(), k.array(constant) == values);
    assertArrayEquals(new int[] {3, 1}, k.read(k.constant(new int[] {3, 1})));
    assertThrows(IllegalArgumentException.class, () -> k.constant(new float[0], 2));
    assertThrows(IllegalArgumentException.class, () -> k.constant(values, 4));
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  default void sgdUpdateAgrees(@ForAll long seed) {
    agree(
        seed,
        (k, o) -> {
          int rows = o.size();
          int cols = o.size();
          k.sgdUpdate(o.matrix(rows, cols), o.matrix(rows, cols), o.matrix(rows, cols), o.rates());
        });
  }

  @Property(tries = 80, shrinking = ShrinkingMode.OFF)
  default void softmaxAgrees(@ForAll long seed) {
    agree(
        seed,
        (k, o) -> {
          int rows = o.size();
          int cols = o.size();
          Matrix logits = o.matrix(rows, cols);
          k.softmax(logits, o.window(rows, cols));
          k.argmax(logits, o.labels(rows, cols));
          Matrix gradient = o.coin() ? logits : o.window(rows, cols);
          k.softmaxGradient(logits, o.labels(rows, cols), gradient, o.window(rows, 1));
          Matrix other = o.matrix(rows, cols);
          k.softmax(other, other);
        });
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  default void columnsAgree(@ForAll long seed) {
    agree(
        seed,
        (k, o) -> {
          int rows = o.size();
          int cols = o.size();
          Matrix x = o.matrix(rows, cols);
          k.columnMeans(x, o.window(1, cols));
          Matrix means = o.matrix(1, cols);
          k.columnVariances(x, means, o.window(1, cols));
          k.subtractRow(x, means, o.window(rows, cols));
          Matrix scaled = o.coin() ? x : o.window(rows, cols);
          k.standardize(x, o.matrix(4, cols), scaled);
          k.subtractRow(scaled, means, scaled);
        });
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  default void covarianceAgrees(@ForAll long seed) {
    agree(
        seed,
        (k, o) -> {
          int rows = 1 + o.size();
          int cols = o.size();
          Matrix x = o.matrix(rows, cols);
          k.covariance(x, o.matrix(1, cols), o.window(cols, cols));
        });
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  default void normsAgree(@ForAll long seed) {
    agree(
        seed,
        (k, o) -> {
          int rows = o.size();
          int cols = o.size();
          Matrix x = o.matrix(rows, cols);
          k.squaredNorm(x, o.window(1, 1));
          k.squaredDistance(x, o.matrix(rows, cols), o.window(1, 1));
        });
  }

  /** A sum of n terms is within (n + 3) / 2^24 of the sum of their sizes. */
  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  default void sumsAreCloseToDoublePrecision(@ForAll long seed) {
    Kernels k = kernels();
    Cases c = new Cases(k, seed);
    int rows = 700;
    int cols = 33;
    Matrix x = c.normal(rows, cols);
    Matrix means = c.window(1, cols);
    Matrix norm = c.window(1, 1);
    k.columnMeans(x, means);
    k.squaredNorm(x, norm);
    float[] values = k.read(x);
    double[] sums = new double[cols];
    double[] sizes = new double[cols];
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      sums[i % cols] += values[i];
      sizes[i % cols] += Math.abs(values[i]);
      squares += (double) values[i] * values[i];
    }
    for (int j = 0; j < cols; j++) {
      double bound = (rows + 3) * 0x1p-24 * sizes[j] / rows;
      assertEquals(sums[j] / rows, k.read(means)[j], bound);
    }
    assertEquals(squares, k.read(norm)[0], (rows * cols + 3) * 0x1p-24 * squares);
  }

  /** A sigmoid is within 3 ulp of the true one above -87, and of 1 ulp of 2^-126 below. */
  @Example
  default void sigmoidIsCloseToDoublePrecision() {
    Kernels k = kernels();
    Cases c = new Cases(k, 9);
    int count = 100_003;
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = -110f + i * (220f / count);
    }
    Matrix z = c.of(1, count, values);
    Matrix one = c.of(1, 1, 1f);
    Matrix y = c.window(1, count);
    Matrix zero = k.matrix(1, count);
    k.affine(one, Op.AS_IS, z, zero, Activation.SIGMOID, y);
    float[] got = k.read(y);
    for (int i = 0; i < count; i++) {
      double wanted = 1 / (1 + StrictMath.exp(-(double) values[i]));
      double bound = values[i] > -87 ? 3 * Math.ulp((float) wanted) : 0x1p-126;
      assertEquals(wanted, got[i], bound);
    }
  }

  private void agree(long seed, Twins.Script script) {
    Twins.agree(kernels(), seed, script);
  }
}
