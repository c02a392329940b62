package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Operands drawn from a seed for one backend; the same seed gives any backend the same operands.
 *
 * <p>Sizes crowd around the small ones and the ends of {@linkplain Kernels#BLOCK blocks}; windows
 * lie at odd offsets with NaN around; values may be any float there is.
 */
final class Twins {
  private static final int LARGEST = 600;
  private static final int[] BLOCK_ENDS = {255, 256, 257, 511, 512, 513};
  private static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0f,
    -0f,
    Float.MIN_VALUE,
    -0x1p-130f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1f,
    -88f,
    104f
  };

  private final Kernels kernels;
  private final Random random;
  private final Cases cases;
  private final List<Matrix> matrices = new ArrayList<>();
  private final List<Labels> labels = new ArrayList<>();

  private Twins(Kernels kernels, long seed) {
    this.kernels = kernels;
    this.random = new Random(seed);
    this.cases = new Cases(kernels, seed + 1);
  }

  /** A few operations on operands that it draws. */
  interface Script {
    void run(Kernels kernels, Twins operands);
  }

  /** Runs the script on the backend and on the reference; every bit of every buffer must agree. */
  static void agree(Kernels backend, long seed, Script script) {
    Twins tried = new Twins(backend, seed);
    script.run(backend, tried);
    try (Kernels java = new JavaKernels()) {
      Twins wanted = new Twins(java, seed);
      script.run(java, wanted);
      tried.compareWith(wanted, seed);
    }
    tried.matrices.forEach(m -> m.data().close());
    tried.labels.forEach(l -> l.data().close());
  }

  private void compareWith(Twins wanted, long seed) {
    for (int i = 0; i < labels.size(); i++) {
      String where = "labels " + i + ", seed " + seed;
      int[] ours = kernels.read(labels.get(i));
      int[] theirs = wanted.kernels.read(wanted.labels.get(i));
      for (int r = 0; r < theirs.length; r++) {
        assertEquals(theirs[r], ours[r], where + ", row " + r);
      }
    }
    for (int i = 0; i < matrices.size(); i++) {
      Matrix m = matrices.get(i);
      float[] ours = kernels.read(buffer(m));
      float[] theirs = wanted.kernels.read(buffer(wanted.matrices.get(i)));
      for (int at = 0; at < theirs.length; at++) {
        if (Float.floatToIntBits(theirs[at]) != Float.floatToIntBits(ours[at])) {
          assertEquals(theirs[at], ours[at], where(m, at) + " of operand " + i + ", seed " + seed);
        }
      }
    }
  }

  private static String where(Matrix m, int at) {
    int inside = at - m.offset();
    return String.format(
        Locale.ROOT,
        "(%d, %d) of %s at %d with ld %d",
        Math.floorDiv(inside, m.ld()),
        Math.floorMod(inside, m.ld()),
        m.shape(),
        m.offset(),
        m.ld());
  }

  private static Matrix buffer(Matrix m) {
    return new Matrix(m.data(), 0, 1, m.data().size(), m.data().size());
  }

  /** From 1 to 600. */
  int size() {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> 1 + random.nextInt(20);
      case 3, 4 -> 1 + random.nextInt(150);
      case 5 -> BLOCK_ENDS[random.nextInt(BLOCK_ENDS.length)];
      default -> 1 + random.nextInt(LARGEST);
    };
  }

  boolean coin() {
    return random.nextBoolean();
  }

  long word() {
    return random.nextLong();
  }

  Op op() {
    return coin() ? Op.AS_IS : Op.TRANSPOSED;
  }

  /** A factor of a product, often 0 or 1. */
  float factor() {
    return switch (random.nextInt(4)) {
      case 0 -> 0f;
      case 1 -> 1f;
      case 2 -> SPECIAL[random.nextInt(SPECIAL.length)];
      default -> (float) random.nextGaussian();
    };
  }

  Rates rates() {
    return new Rates(
        random.nextFloat(), coin() ? 0f : random.nextFloat(), coin() ? 0f : random.nextFloat());
  }

  /** A window that holds nothing yet but NaN. */
  Matrix window(int rows, int cols) {
    return keep(cases.window(rows, cols));
  }

  /** Ordinary values. */
  Matrix normal(int rows, int cols) {
    return scaled(rows, cols, 1f);
  }

  /** Values of any size, some or all of them special. */
  Matrix any(int rows, int cols) {
    int kind = random.nextInt(6);
    float scale = kind < 3 ? 1f : (float) Math.scalb(1.0, random.nextInt(220) - 130);
    float[] values = new float[rows * cols];
    for (int i = 0; i < values.length; i++) {
      boolean special = kind == 5 && random.nextInt(3) == 0;
      values[i] = special ? special() : scale * (float) random.nextGaussian();
    }
    for (int left = kind % 2 == 0 ? 0 : 3; left > 0; left--) {
      values[random.nextInt(values.length)] = special();
    }
    return filled(rows, cols, values);
  }

  /** {@link #any} as often as ordinary values. */
  Matrix matrix(int rows, int cols) {
    return coin() ? any(rows, cols) : normal(rows, cols);
  }

  /** Values in [0, 1], and rarely what is not a probability. */
  Matrix probabilities(int rows, int cols) {
    float[] values = new float[rows * cols];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(50) == 0 ? special() : random.nextFloat();
    }
    return filled(rows, cols, values);
  }

  /** The rows of a matrix op that gives rows x cols. */
  Matrix operand(Op op, int rows, int cols) {
    return op == Op.AS_IS ? matrix(rows, cols) : matrix(cols, rows);
  }

  /** Labels of which few do not exist. */
  Labels labels(int count, int classes) {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(classes + 2) - 1;
    }
    Labels made = cases.labels(values);
    labels.add(made);
    return made;
  }

  LayerParameters layer(int inputs, int outputs) {
    return new LayerParameters(matrix(inputs, outputs), matrix(1, outputs));
  }

  RbmParameters rbm(int visible, int hidden) {
    return new RbmParameters(matrix(visible, hidden), matrix(1, visible), matrix(1, hidden));
  }

  private float special() {
    return SPECIAL[random.nextInt(SPECIAL.length)];
  }

  private Matrix scaled(int rows, int cols, float scale) {
    float[] values = new float[rows * cols];
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * (float) random.nextGaussian();
    }
    return filled(rows, cols, values);
  }

  private Matrix filled(int rows, int cols, float[] values) {
    Matrix m = window(rows, cols);
    kernels.write(m, values);
    return m;
  }

  private Matrix keep(Matrix m) {
    matrices.add(m);
    return m;
  }
}
