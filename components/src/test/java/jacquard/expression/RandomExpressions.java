package jacquard.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Random expressions of two inputs with {@code n} rows, labels, and a shared matrix. */
final class RandomExpressions {
  static final int COLUMNS = 3;

  final Expr x = Expr.input("x", ElementType.FLOAT, Shape.samples(COLUMNS));
  final Expr y = Expr.input("y", ElementType.FLOAT, Shape.samples(1));
  final Expr label = Expr.input("label", ElementType.INT, Shape.samples(1));
  final Shared shared;

  private final Random random;
  private final int rows;
  private final List<Expr> floats = new ArrayList<>();
  private final List<Expr> ints = new ArrayList<>();

  /**
   * Makes a pool of expressions.
   *
   * @param rows n
   * @param count so many operations are tried
   */
  RandomExpressions(long seed, int rows, int count) {
    random = new Random(seed);
    this.rows = rows;
    shared = new Shared("w", value(COLUMNS, COLUMNS));
    floats.addAll(List.of(x, y, Expr.shared(shared), Expr.constant(value(1, COLUMNS))));
    floats.add(Expr.constant(0.5f));
    ints.addAll(List.of(label, Expr.constant(2, 0), Expr.constant(rows - 1)));
    for (int i = 0; i < count; i++) {
      grow();
    }
  }

  Value value(int rowCount, int columns) {
    float[] values = new float[rowCount * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (random.nextInt(33) - 16) / 8f;
    }
    return Value.of(rowCount, columns, values);
  }

  Value labels() {
    return Value.ofInts(random.ints(rows, 0, COLUMNS).toArray());
  }

  private Expr any() {
    return floats.get(random.nextInt(floats.size()));
  }

  private Expr anyInt() {
    return ints.get(random.nextInt(ints.size()));
  }

  private void grow() {
    List<Supplier<Expr>> ways =
        List.of(
            () -> any().plus(any()),
            () -> any().minus(any()),
            () -> any().times(any()),
            () -> any().over(any().square().plus(1f)),
            () -> any().max(any()),
            () -> any().min(any()),
            () -> any().lessThan(any()),
            () -> any().equalTo(any()),
            () -> any().lessThan(any()).choose(any(), any()),
            () -> any().negate(),
            () -> any().min(Expr.constant(3f)).exp(),
            () -> any().abs().plus(0.25f).log(),
            () -> any().sigmoid(),
            () -> any().relu(),
            () -> any().abs().sqrt(),
            () -> any().dot(any()),
            () -> any().dot(any()).plus(any()),
            () -> any().dot(any()).plus(any()).relu(),
            () -> any().dot(any()).plus(any()).sigmoid(),
            () -> any().dot(any()).plus(any()).softmax(),
            () -> any().transpose(),
            () -> any().softmax(),
            () -> any().columns(Expr.constant(0, 0)),
            () -> any().rowSums(),
            () -> any().columnSums(),
            () -> any().sum(),
            () -> any().mean(),
            () -> any().rowMax(),
            () -> any().beside(any()),
            () -> any().below(any()),
            () -> any().gather(Expr.constant(0, rows - 1, 0)),
            () -> any().window(Expr.constant(0), 2),
            () -> any().window(Expr.constant(rows - 1), 2),
            () -> any().filter(x.column(0).greaterThan(0f)),
            () -> any().filter(any().lessThan(any().column(0)).column(0)),
            () -> any().rows().toFloat(),
            () -> labelled(any()).softmax().pick(label),
            () -> labelled(any()).softmax().pick(label).log(),
            () -> any().softmax().log(),
            () -> any().sigmoid().log(),
            () -> Expr.constant(1f).minus(any().sigmoid()).log(),
            () -> any().softmax().times(any()).log(),
            () -> any().over(any().sigmoid()).log(),
            () -> any().softmax().gather(Expr.constant(rows - 1, 0)).log(),
            () -> any().negate().negate(),
            () -> any().plus(anyInt()),
            () -> anyInt().times(any()),
            () -> anyInt().lessThan(any()),
            () -> any().notEqualTo(anyInt()));
    List<Supplier<Expr>> intWays =
        List.of(
            () -> any().argmax(),
            () -> any().column(0).max(Expr.constant(-9f)).min(Expr.constant(9f)).floor(),
            () -> anyInt().plus(anyInt()),
            () -> anyInt().times(Expr.constant(2)),
            () -> any().rows());
    try {
      if (random.nextInt(6) == 0) {
        ints.add(intWays.get(random.nextInt(intWays.size())).get());
        floats.add(anyInt().lessThan(anyInt()));
      } else {
        floats.add(ways.get(random.nextInt(ways.size())).get());
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // These operands do not fit; others will.
    }
  }

  private static Expr labelled(Expr e) {
    if (!e.shape().columns().equals(Dim.of(COLUMNS))) {
      throw new IllegalArgumentException("too few columns for the labels");
    }
    return e;
  }

  /** The last of the pool, with any before them. */
  List<Expr> some(int count) {
    return List.copyOf(floats.subList(Math.max(0, floats.size() - count), floats.size()));
  }

  List<Expr> inputs() {
    return List.of(x, y, label);
  }

  static Map<String, double[][]> plain(Value x, Value y, Value label) {
    return Map.of("x", Plain.matrix(x), "y", Plain.matrix(y), "label", Plain.matrix(label));
  }
}
