package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The reference's bits from every operation, on random shapes and values of every kind: NaN,
 * infinities, subnormals, both zeros, the ends of the range.
 */
interface SpecialValuesContract {
  Kernels kernels();

  @Property(tries = 60)
  default void gemmLikeTheReference(
      @ForAll Op opA, @ForAll Op opB, @ForAll boolean overwrites, @ForAll long seed) {
    compare(
        seed,
        (k, o) -> {
          int m = o.size(40);
          int n = o.size(70);
          int inner = o.size(600);
          float alpha = o.value();
          float beta = overwrites ? 0f : o.value();
          Matrix c = o.matrix(m, n);
          k.gemm(opA, opB, alpha, o.factor(opA, m, inner), o.factor(opB, inner, n), beta, c);
        });
  }

  @Property(tries = 60)
  default void affineLikeTheReference(
      @ForAll Op op, @ForAll Activation f, @ForAll long seed, @ForAll long draw) {
    compare(
        seed,
        (k, o) -> {
          int m = o.size(40);
          int n = o.size(70);
          int inner = o.size(300);
          Matrix x = o.matrix(m, inner);
          Matrix w = o.factor(op, inner, n);
          Matrix bias = o.matrix(1, n);
          k.affine(x, op, w, bias, f, o.matrix(m, n));
          k.affineSample(x, op, w, bias, o.matrix(m, n), seed, draw, o.matrix(m, n));
          if (f != Activation.SOFTMAX) {
            k.affineGradient(x, op, w, f, o.matrix(m, n), o.matrix(m, n));
          }
        });
  }

  @Property(tries = 40)
  default void updatesLikeTheReference(@ForAll long seed) {
    compare(
        seed,
        (k, o) -> {
          int cases = o.size(300);
          int in = o.size(40);
          int out = o.size(70);
          Rates rates = new Rates(0.1f, 0.7f, 0.01f);
          k.sgdUpdate(o.matrix(in, out), o.matrix(in, out), o.matrix(in, out), rates);
          k.layerUpdate(
              new LayerParameters(o.matrix(in, out), o.matrix(1, out)),
              new LayerParameters(o.matrix(in, out), o.matrix(1, out)),
              o.matrix(cases, in),
              o.matrix(cases, out),
              rates);
          k.cdUpdate(
              new RbmParameters(o.matrix(in, out), o.matrix(1, in), o.matrix(1, out)),
              new RbmParameters(o.matrix(in, out), o.matrix(1, in), o.matrix(1, out)),
              new Phase(o.matrix(cases, in), o.matrix(cases, out)),
              new Phase(o.matrix(cases, in), o.matrix(cases, out)),
              rates);
        });
  }

  @Property(tries = 60)
  default void samplesLikeTheReference(@ForAll long seed, @ForAll long draw) {
    compare(
        seed,
        (k, o) -> {
          int rows = o.size(90);
          int cols = o.size(300);
          k.sampleBernoulli(seed, draw, o.matrix(rows, cols), o.matrix(rows, cols));
          k.sampleNormal(seed, draw, o.matrix(rows, cols), o.value(), o.matrix(rows, cols));
          Matrix inPlace = o.matrix(rows, cols);
          k.sampleBernoulli(seed, draw, inPlace, inPlace);
        });
  }

  @Property(tries = 60)
  default void rowsLikeTheReference(@ForAll long seed) {
    compare(
        seed,
        (k, o) -> {
          int rows = o.size(90);
          int cols = o.size(600);
          Matrix z = o.matrix(rows, cols);
          k.argmax(z, o.labels(rows, cols));
          k.softmax(z, o.matrix(rows, cols));
          k.softmaxGradient(z, o.labels(rows, cols), o.matrix(rows, cols), o.matrix(rows, 1));
          k.softmaxGradient(z, o.labels(rows, cols), z, o.matrix(rows, 1));
        });
  }

  @Property(tries = 60)
  default void columnsLikeTheReference(@ForAll long seed) {
    compare(
        seed,
        (k, o) -> {
          int rows = 1 + o.size(600);
          int cols = o.size(150);
          Matrix x = o.matrix(rows, cols);
          Matrix row = o.matrix(1, cols);
          k.columnMeans(x, o.matrix(1, cols));
          k.columnVariances(x, row, o.matrix(1, cols));
          k.subtractRow(x, row, o.matrix(rows, cols));
          k.standardize(x, row, o.matrix(1, cols), o.matrix(rows, cols));
          Matrix few = x.cols(0, Math.min(cols, 20));
          k.covariance(few, row.cols(0, few.cols()), o.matrix(few.cols(), few.cols()));
        });
  }

  @Property(tries = 60)
  default void totalsLikeTheReference(@ForAll boolean rowsTouch, @ForAll long seed) {
    compare(
        seed,
        (k, o) -> {
          int rows = o.size(100);
          int cols = o.size(300);
          Matrix x = rowsTouch ? o.matrix(1, rows * cols) : o.matrix(rows, cols);
          Matrix y = rowsTouch ? o.matrix(1, rows * cols) : o.matrix(rows, cols);
          k.squaredNorm(x, o.matrix(1, 1));
          k.squaredDistance(x, y, o.matrix(1, 1));
        });
  }

  /** Some operations on operands that are the same in every backend. */
  interface Operations {
    void run(Kernels kernels, Operands operands);
  }

  /** Runs them here and on the reference; whole buffers are compared, NaN payloads aside. */
  default void compare(long seed, Operations operations) {
    Operands ours = new Operands(kernels(), seed);
    Operands reference = new Operands(new JavaKernels(), seed);
    operations.run(ours.kernels, ours);
    operations.run(reference.kernels, reference);
    for (int i = 0; i < reference.matrices.size(); i++) {
      assertArrayEquals(
          reference.bits(i), ours.bits(i), "operand " + i + " " + ours.matrices.get(i).shape());
      assertTrue(ours.cases.untouchedAround(ours.matrices.get(i)));
    }
    for (int i = 0; i < reference.labels.size(); i++) {
      assertArrayEquals(
          reference.kernels.read(reference.labels.get(i)), ours.kernels.read(ours.labels.get(i)));
    }
    ours.close();
  }

  /** Operands drawn from a seed, some of their values special: none, a few or many. */
  final class Operands implements AutoCloseable {
    private static final float[] SPECIAL = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      0f,
      -0f,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MIN_NORMAL,
      -1e-40f,
      3e-42f,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      1e-20f,
      -1e20f,
      88.8f,
      -87.5f,
      -103.9f,
      1f,
      -1f
    };

    private final Kernels kernels;
    private final Cases cases;
    private final Random random;
    private final double share;
    private final int firstSpecial;
    private final List<Matrix> matrices = new ArrayList<>();
    private final List<Labels> labels = new ArrayList<>();

    Operands(Kernels kernels, long seed) {
      this.kernels = kernels;
      this.cases = new Cases(kernels, seed);
      this.random = new Random(~seed);
      this.share = new double[] {0, 0.001, 0.02, 0.3}[random.nextInt(4)];
      // Without NaN, or without infinities too, more of the results are numbers to compare.
      this.firstSpecial = random.nextInt(4);
    }

    /** Skewed to small sizes. */
    int size(int max) {
      return 1 + (int) (max * random.nextDouble() * random.nextDouble());
    }

    float value() {
      return random.nextDouble() < share
          ? SPECIAL[firstSpecial + random.nextInt(SPECIAL.length - firstSpecial)]
          : (float) random.nextGaussian();
    }

    Matrix matrix(int rows, int cols) {
      float[] values = new float[rows * cols];
      for (int i = 0; i < values.length; i++) {
        values[i] = value();
      }
      Matrix m = cases.of(rows, cols, values);
      matrices.add(m);
      return m;
    }

    Matrix factor(Op op, int rows, int cols) {
      return op == Op.AS_IS ? matrix(rows, cols) : matrix(cols, rows);
    }

    /** Labels of which some are none. */
    Labels labels(int count, int classes) {
      int[] values = new int[count];
      for (int i = 0; i < count; i++) {
        values[i] = random.nextInt(classes + 2) - 1;
      }
      Labels drawn = cases.labels(values);
      labels.add(drawn);
      return drawn;
    }

    int[] bits(int index) {
      float[] values = kernels.read(matrices.get(index));
      int[] bits = new int[values.length];
      for (int i = 0; i < values.length; i++) {
        bits[i] = Float.floatToIntBits(values[i]);
      }
      return bits;
    }

    @Override
    public void close() {
      matrices.forEach(m -> m.data().close());
      labels.forEach(l -> l.data().close());
      kernels.close();
    }
  }
}
