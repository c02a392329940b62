package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Products of every backend: the stated bits, and close to the product in double precision. */
interface ProductContract {
  Kernels kernels();

  @Property(tries = 150)
  default void productHasTheStatedBits(
      @ForAll @IntRange(min = 1, max = 37) int m,
      @ForAll @IntRange(min = 1, max = 37) int n,
      @ForAll @IntRange(min = 1, max = 600) int k,
      @ForAll Op opA,
      @ForAll Op opB,
      @ForAll long seed) {
    Kernels kernels = kernels();
    Cases cases = new Cases(kernels, seed);
    Matrix a = opA == Op.AS_IS ? cases.normal(m, k) : cases.normal(k, m);
    Matrix b = opB == Op.AS_IS ? cases.normal(k, n) : cases.normal(n, k);
    Matrix c = cases.normal(m, n);
    float[] before = kernels.read(c);
    float alpha = cases.values(1)[0];
    float beta = cases.values(1)[0];

    kernels.gemm(opA, opB, alpha, a, b, beta, c);

    Naive naive = new Naive(kernels.read(a), opA, a, kernels.read(b), opB, b, k);
    float[] after = kernels.read(c);
    for (int i = 0; i < m * n; i++) {
      float sum = naive.chain(i / n, i % n);
      assertEquals(Math.fma(beta, before[i], alpha * sum), after[i]);
      double exact = alpha * naive.exact(i / n, i % n) + (double) beta * before[i];
      double scale = Math.abs(alpha) * naive.absolute(i / n, i % n) + Math.abs(beta * before[i]);
      assertEquals(exact, after[i], (k + 3) * 0x1p-24 * scale + 1e-30);
    }
    assertTrue(cases.untouchedAround(c));
  }

  /** The product by its definition, one element at a time. */
  final class Naive {
    private final float[] a;
    private final Op opA;
    private final Matrix aShape;
    private final float[] b;
    private final Op opB;
    private final Matrix bShape;
    private final int k;

    Naive(float[] a, Op opA, Matrix aShape, float[] b, Op opB, Matrix bShape, int k) {
      this.a = a;
      this.opA = opA;
      this.aShape = aShape;
      this.b = b;
      this.opB = opB;
      this.bShape = bShape;
      this.k = k;
    }

    float left(int i, int at) {
      return opA == Op.AS_IS ? a[i * aShape.cols() + at] : a[at * aShape.cols() + i];
    }

    float right(int at, int j) {
      return opB == Op.AS_IS ? b[at * bShape.cols() + j] : b[j * bShape.cols() + at];
    }

    float chain(int i, int j) {
      float sum = 0;
      for (int from = 0; from < k; from += Kernels.BLOCK) {
        float block = 0;
        for (int at = from; at < Math.min(k, from + Kernels.BLOCK); at++) {
          block = Math.fma(left(i, at), right(at, j), block);
        }
        sum = from == 0 ? block : sum + block;
      }
      return sum;
    }

    double exact(int i, int j) {
      double sum = 0;
      for (int at = 0; at < k; at++) {
        sum += (double) left(i, at) * right(at, j);
      }
      return sum;
    }

    double absolute(int i, int j) {
      double sum = 0;
      for (int at = 0; at < k; at++) {
        sum += Math.abs((double) left(i, at) * right(at, j));
      }
      return sum;
    }
  }

  @Example
  default void affineAddsTheBiasLastAndThenSquashes() {
    Kernels kernels = kernels();
    Cases cases = new Cases(kernels, 3);
    Matrix x = cases.normal(3, 300);
    Matrix w = cases.normal(5, 300);
    Matrix bias = cases.normal(1, 5);
    Matrix product = cases.window(3, 5);
    Matrix linear = cases.window(3, 5);
    Matrix sigmoid = cases.window(3, 5);
    kernels.gemm(Op.AS_IS, Op.TRANSPOSED, 1f, x, w, 0f, product);
    kernels.affine(x, Op.TRANSPOSED, w, bias, Activation.LINEAR, linear);
    kernels.affine(x, Op.TRANSPOSED, w, bias, Activation.SIGMOID, sigmoid);
    float[] sums = kernels.read(product);
    float[] shift = kernels.read(bias);
    for (int i = 0; i < 15; i++) {
      float y = sums[i] + shift[i % 5];
      assertEquals(y, kernels.read(linear)[i]);
      assertEquals(FloatMath.sigmoid(y), kernels.read(sigmoid)[i]);
    }
  }

  @Example
  default void specialValuesPropagate() {
    Kernels kernels = kernels();
    Cases cases = new Cases(kernels, 4);
    float inf = Float.POSITIVE_INFINITY;
    Matrix a = cases.of(4, 2, 1, Float.NaN, inf, 0, inf, -1, 0, -0f);
    Matrix b = cases.of(2, 2, 1, 0, inf, 1);
    Matrix c = cases.window(4, 2);
    kernels.gemm(Op.AS_IS, Op.AS_IS, 1f, a, b, 0f, c);
    float nan = Float.NaN;
    assertArrayEquals(new float[] {nan, nan, nan, nan, nan, nan, nan, 0}, kernels.read(c));
  }

  @Example
  default void subnormalsAreKept() {
    Kernels kernels = kernels();
    Cases cases = new Cases(kernels, 5);
    Matrix a = cases.of(1, 1, 0x1p-100f);
    Matrix b = cases.of(1, 1, 0x1p-49f);
    Matrix c = cases.window(1, 1);
    kernels.gemm(Op.AS_IS, Op.AS_IS, 1f, a, b, 0f, c);
    assertEquals(Float.MIN_VALUE, kernels.read(c)[0]);
  }

  @Example
  default void shapesThatDoNotFitAreNamed() {
    Kernels kernels = kernels();
    Matrix a = kernels.matrix(2, 3);
    Matrix b = kernels.matrix(4, 5);
    Matrix c = kernels.matrix(2, 5);
    assertRefused(
        "cannot multiply 2 x 3 by 4 x 5 into 2 x 5",
        () -> kernels.gemm(Op.AS_IS, Op.AS_IS, 1f, a, b, 0f, c));
    assertRefused(
        "cannot multiply 2 x 3 by transposed 4 x 5 into 2 x 5",
        () -> kernels.gemm(Op.AS_IS, Op.TRANSPOSED, 1f, a, b, 0f, c));
    Matrix square = kernels.matrix(3, 3);
    assertRefused(
        "the product overlaps one of its factors",
        () -> kernels.gemm(Op.AS_IS, Op.AS_IS, 1f, a, square, 0f, a));
    assertRefused(
        "bias 2 x 3 does not fit output 2 x 3",
        () -> kernels.affine(a, Op.AS_IS, square, a, Activation.LINEAR, kernels.matrix(2, 3)));
  }

  @Example
  default void windowsSideBySideDoNotOverlap() {
    Kernels kernels = kernels();
    Matrix both = kernels.matrix(3, 6);
    kernels.gemm(
        Op.AS_IS, Op.AS_IS, 1f, both.cols(0, 3), kernels.matrix(3, 3), 0f, both.cols(3, 3));
    assertRefused(
        "the product overlaps one of its factors",
        () ->
            kernels.gemm(
                Op.AS_IS,
                Op.AS_IS,
                1f,
                both.cols(0, 3),
                kernels.matrix(3, 3),
                0f,
                both.cols(2, 3)));
  }

  @Example
  default void windowsStayInTheirBuffers() {
    Kernels kernels = kernels();
    Matrix m = kernels.matrix(2, 3);
    assertRefused("rows 1..2 of a matrix 2 x 3", () -> m.rows(1, 2));
    assertRefused("columns -1..0 of a matrix 2 x 3", () -> m.cols(-1, 2));
    assertRefused("empty matrix: 0 x 3", () -> kernels.matrix(0, 3));
    assertRefused(
        "window 2 x 3 at 1 with ld 3 leaves its buffer of 6",
        () -> new Matrix(m.data(), 1, 2, 3, 3));
    assertRefused("write to 2 x 3: 5 values for 6", () -> kernels.write(m, new float[5]));
    assertRefused("a buffer needs at least 1 element, not 0", () -> kernels.floats(0));
  }

  @Example
  default void closedBuffersAndForeignBuffersAreRefused() {
    Kernels kernels = kernels();
    Matrix m = kernels.matrix(1, 1);
    assertThrows(IllegalArgumentException.class, () -> kernels().read(m));
    m.data().close();
    m.data().close();
    assertThrows(IllegalStateException.class, () -> kernels.read(m));
    Matrix other = kernels.matrix(1, 1);
    kernels.close();
    kernels.close();
    assertThrows(IllegalStateException.class, () -> kernels.read(other));
  }

  static void assertRefused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
