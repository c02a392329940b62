package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;

/**
 * Sums of more terms than one chain of blocks has: to the bit what the definition in {@link
 * Kernels} says, here written out as a recursion, and within the bound it states.
 */
interface LongSumsContract {
  /** At and beside the end of a chain of blocks, and several chains long. */
  List<Integer> LENGTHS = List.of(65_535, 65_536, 65_537, 131_073, 200_001);

  /** More terms than a chain of chains of blocks has. */
  int THREE_LEVELS = (1 << 24) + 300;

  Kernels kernels();

  /** A term of a sum, as a step of its chain. */
  interface Term {
    float addTo(float chain, int k);
  }

  /** The sum of terms {@code from} to {@code to - 1} by its definition. */
  static float tree(int from, int to, Term term) {
    if (to - from <= 256) {
      float chain = 0f;
      for (int k = from; k < to; k++) {
        chain = term.addTo(chain, k);
      }
      return chain;
    }
    int part = 256;
    while ((long) part * 256 < to - from) {
      part *= 256;
    }
    float sum = tree(from, from + part, term);
    for (int at = from + part; at < to; at += part) {
      sum += tree(at, Math.min(to, at + part), term);
    }
    return sum;
  }

  /** Values far from zero, so that every addition rounds. */
  static float[] values(int count, int seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 100f + random.nextFloat();
    }
    return values;
  }

  @Example
  default void longProductsFollowTheDefinition() {
    Kernels k = kernels();
    for (int length : LENGTHS) {
      for (Op opA : Op.values()) {
        for (Op opB : Op.values()) {
          Cases c = new Cases(k, length);
          float[] left = values(3 * length, 1);
          float[] right = values(2 * length, 2);
          Matrix a = opA == Op.AS_IS ? c.of(3, length, left) : c.of(length, 3, left);
          Matrix b = opB == Op.AS_IS ? c.of(length, 2, right) : c.of(2, length, right);
          Matrix product = c.window(3, 2);
          k.gemm(opA, opB, 1f, a, b, 0f, product);
          float[] got = k.read(product);
          for (int i = 0; i < got.length; i++) {
            int row = i / 2;
            int col = i % 2;
            Term term =
                (chain, at) ->
                    Math.fma(
                        left[opA == Op.AS_IS ? row * length + at : at * 3 + row],
                        right[opB == Op.AS_IS ? at * 2 + col : col * length + at],
                        chain);
            assertEquals(tree(0, length, term), got[i], opA + " " + opB + " " + length);
          }
          close(a, b, product);
        }
      }
    }
  }

  @Example
  default void longColumnsFollowTheDefinition() {
    Kernels k = kernels();
    for (int length : LENGTHS) {
      Cases c = new Cases(k, length);
      float[] values = values(3 * length, 3);
      Matrix x = c.of(length, 3, values);
      Matrix means = c.window(1, 3);
      Matrix variances = c.window(1, 3);
      k.columnMeans(x, means);
      k.columnVariances(x, means, variances);
      float[] mean = k.read(means);
      float[] variance = k.read(variances);
      for (int j = 0; j < 3; j++) {
        int col = j;
        float sum = tree(0, length, (chain, r) -> chain + values[r * 3 + col]);
        assertEquals(sum / length, mean[j], "mean of " + length);
        Term square =
            (chain, r) -> {
              float d = values[r * 3 + col] - mean[col];
              return Math.fma(d, d, chain);
            };
        assertEquals(tree(0, length, square) / length, variance[j], "variance of " + length);
      }
      close(x, means, variances);
    }
  }

  @Example
  default void longNormsFollowTheDefinition() {
    Kernels k = kernels();
    for (int length : LENGTHS) {
      for (int cols : new int[] {1, 7, length}) {
        int rows = length / cols;
        Cases c = new Cases(k, length);
        float[] left = values(rows * cols, 4);
        float[] right = values(rows * cols, 5);
        Matrix a = c.of(rows, cols, left);
        Matrix b = c.of(rows, cols, right);
        Matrix norm = c.window(1, 1);
        Matrix distance = c.window(1, 1);
        k.squaredNorm(a, norm);
        k.squaredDistance(a, b, distance);
        Term square = (chain, i) -> Math.fma(left[i], left[i], chain);
        Term difference = (chain, i) -> Math.fma(left[i] - right[i], left[i] - right[i], chain);
        assertEquals(tree(0, rows * cols, square), k.read(norm)[0], "norm of " + length);
        assertEquals(tree(0, rows * cols, difference), k.read(distance)[0], "distance " + length);
        close(a, b, norm, distance);
      }
    }
  }

  /** The other operations with a sum, against the reference. */
  @Example
  default void longSumsAgreeInAllOperations() {
    for (int length : LENGTHS) {
      Twins.agree(
          kernels(),
          length,
          (k, o) -> {
            for (Op op : Op.values()) {
              Matrix x = o.normal(2, length);
              Matrix w = op == Op.AS_IS ? o.normal(length, 5) : o.normal(5, length);
              k.affine(x, op, w, o.normal(1, 5), Activation.LINEAR, o.window(2, 5));
              k.affineGradient(x, op, w, Activation.RELU, o.normal(2, 5), o.window(2, 5));
              k.affineSample(x, op, w, o.normal(1, 5), o.window(2, 5), 1L, 2L, o.window(2, 5));
            }
            Matrix inputs = o.normal(length, 3);
            Matrix delta = o.any(length, 2);
            k.layerUpdate(o.layer(3, 2), o.layer(3, 2), inputs, delta, o.rates());
            Phase phase = new Phase(inputs, o.normal(length, 2));
            Phase negative = new Phase(o.normal(length, 3), o.normal(length, 2));
            k.cdUpdate(o.rbm(3, 2), o.rbm(3, 2), phase, negative, o.rates());
            k.covariance(inputs, o.normal(1, 3), o.window(3, 3));
            Matrix logits = o.normal(1, length);
            k.softmax(logits, o.window(1, length));
            k.softmaxGradient(logits, o.labels(1, length), o.window(1, length), o.window(1, 1));
          });
    }
  }

  /** Equal terms, whose roundings all have one sign for long: the worst case in practice. */
  @Example
  default void errorsDoNotGrowWithTheNumberOfTerms() {
    Kernels k = kernels();
    float[] values = new float[THREE_LEVELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 2 == 0 ? 2023f : 0.1f;
    }
    Matrix x = k.constant(values, 2);
    Matrix means = k.matrix(1, 2);
    Matrix norm = k.matrix(1, 1);
    k.columnMeans(x, means);
    k.squaredNorm(x, norm);
    float[] mean = k.read(means);
    double bound = 3 * 256 * 0x1p-24;
    assertEquals(2023f, mean[0], 2023f * bound);
    assertEquals(0.1f, mean[1], 0.1f * bound);
    double squares = THREE_LEVELS / 2 * (2023.0 * 2023.0 + (double) 0.1f * 0.1f);
    assertEquals(squares, k.read(norm)[0], squares * (bound + 0x1p-24));
    Term square = (chain, i) -> Math.fma(values[i], values[i], chain);
    assertEquals(tree(0, THREE_LEVELS, square), k.read(norm)[0]);
    close(x, means, norm);
  }

  private static void close(Matrix... matrices) {
    for (Matrix m : matrices) {
      m.data().close();
    }
  }
}
