package jacquard.expression;

import jacquard.expression.Op.Binary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The derivative of each operation: what it passes on to its operands. */
final class Derivatives {
  private Derivatives() {}

  /**
   * The gradient of each operand, null where none passes.
   *
   * @param y the operation
   * @param g the gradient of y, which may be a single number that stands for all
   */
  static List<@Nullable Expr> of(Expr y, Expr g) {
    return switch (y.op()) {
      case Op.Unary u -> list(unary(u, y, y.operand(0), g));
      case Op.Binary b when y.type() == ElementType.FLOAT && !b.compares() ->
          binary(b, y, y.operand(0), y.operand(1), g);
      case Op.Where w -> where(y, g);
      case Op.Product p -> product(p, y.operand(0), y.operand(1), g.repeatedLike(y));
      case Op.Transpose t -> list(g.repeatedLike(y).transpose());
      case Op.Softmax s -> list(softmax(y, g));
      case Op.Nll n -> list(scaled(g, Expr.of(new Op.NllGradient(), y.operands())), null);
      case Op.NllGradient n -> list(softmax(y.operand(0).softmax(), g), null);
      case Op.LessOneHot l -> list(g.repeatedLike(y), null);
      case Op.Pick p ->
          list(Expr.of(new Op.Place(), g.repeatedLike(y), y.operand(1), y.operand(0)), null);
      case Op.Place p -> list(g.repeatedLike(y).pick(y.operand(1)), null, null);
      case Op.Reduce r -> list(reduce(r, y.operand(0), g));
      case Op.Gather r ->
          list(Expr.of(new Op.Scatter(), g.repeatedLike(y), y.operand(1), y.operand(0)), null);
      case Op.Scatter s -> list(g.repeatedLike(y).gather(y.operand(1)), null, null);
      case Op.GatherColumns c ->
          list(
              Expr.of(new Op.ScatterColumns(), g.repeatedLike(y), y.operand(1), y.operand(0)),
              null);
      case Op.ScatterColumns s -> list(g.repeatedLike(y).columns(y.operand(1)), null, null);
      case Op.Beside b -> beside(y, g.repeatedLike(y));
      case Op.Below b -> below(y, g.repeatedLike(y));
      case Op.SegmentSum s ->
          list(g.repeatedLike(y).gather(Expr.of(new Op.SegmentOf(), y.operand(1))), null);
      default -> List.of();
    };
  }

  private static List<@Nullable Expr> list(@Nullable Expr... parts) {
    return Arrays.asList(parts);
  }

  private static IllegalArgumentException none(String what, Expr y) {
    return new IllegalArgumentException("there is no " + what + ": " + Printer.side(y));
  }

  private static Expr softmax(Expr y, Expr g) {
    return y.times(g.minus(y.times(g).rowSums()));
  }

  /**
   * The gradient of each operand of one of {@link Logs#known}, of some the gradient of its
   * logarithm.
   *
   * @param g the gradient of the logarithm of y
   */
  static List<@Nullable Expr> ofLog(Expr y, Expr g) {
    return switch (y.op()) {
      case Op.Softmax s -> list(logSoftmax(y, g));
      case Op.Unary u -> list(scaled(g, Expr.constant(1f).minus(y)));
      case Op.Binary b when b == Binary.MULTIPLY ->
          list(summed(g, y, y.operand(0)), summed(g, y, y.operand(1)));
      case Op.Binary b when b == Binary.DIVIDE ->
          list(summed(g, y, y.operand(0)), summed(negated(g), y, y.operand(1)));
      default -> of(y, g);
    };
  }

  /** Of the logarithm of one value a row, the softmax less one-hot, as kernels compute it. */
  private static Expr logSoftmax(Expr y, Expr g) {
    if (g.op() instanceof Op.Place && g.operand(2) == y) {
      return scaled(negated(g.operand(0)), Expr.of(new Op.LessOneHot(), y, g.operand(1)));
    }
    Expr whole = g.repeatedLike(y);
    return whole.minus(y.times(whole.rowSums()));
  }

  /** -g; of the negative of something, that. */
  static Expr negated(Expr g) {
    return g.op() == Op.Unary.NEGATE ? g.operand(0) : g.negate();
  }

  /** g * x, or x itself if g is 1. */
  static Expr scaled(Expr g, Expr x) {
    return isOne(g) ? x : g.times(x);
  }

  private static boolean isOne(Expr g) {
    return g.op() instanceof Op.Constant c
        ? c.value().equals(Value.of(1, 1, 1f))
        : g.op() == Binary.FIRST && isOne(g.operand(0));
  }

  private static @Nullable Expr unary(Op.Unary u, Expr y, Expr x, Expr g) {
    return switch (u) {
      case NEGATE -> negated(g);
      case EXP -> scaled(g, y);
      case LOG -> g.over(x);
      case SIGMOID -> scaled(g, y.times(Expr.constant(1f).minus(y)));
      case RELU -> y.greaterThan(0f).choose(g, Expr.constant(0f));
      case SQRT -> g.over(y.times(2f));
      case ABS -> scaled(g, Expr.of(Op.Unary.SIGN, x));
      case SIGN -> null;
    };
  }

  private static List<@Nullable Expr> binary(Binary b, Expr y, Expr left, Expr right, Expr g) {
    Expr zero = Expr.constant(0f);
    return switch (b) {
      case ADD -> list(summed(g, y, left), summed(g, y, right));
      case SUBTRACT -> list(summed(g, y, left), summed(negated(g), y, right));
      case MULTIPLY -> list(summed(scaled(g, right), y, left), summed(scaled(g, left), y, right));
      case DIVIDE ->
          list(summed(g.over(right), y, left), summed(g.times(y).over(right).negate(), y, right));
      case MAX -> either(right.atMost(left), g, zero, y, left, right);
      case MIN -> either(left.atMost(right), g, zero, y, left, right);
      case FIRST -> list(summed(g, y, left), null);
      default -> list(null, null);
    };
  }

  private static List<@Nullable Expr> either(
      Expr isLeft, Expr g, Expr zero, Expr y, Expr left, Expr right) {
    return list(summed(isLeft.choose(g, zero), y, left), summed(isLeft.choose(zero, g), y, right));
  }

  /** The gradient of an operand that was repeated to the shape of y: the sum over its copies. */
  private static Expr summed(Expr g, Expr y, Expr operand) {
    Expr whole = g.repeatedLike(y);
    if (operand.shape().fills(y.shape())) {
      return whole;
    }
    boolean rows = operand.shape().rows().isOne() && !y.shape().rows().isOne();
    boolean columns = operand.shape().columns().isOne() && !y.shape().columns().isOne();
    return rows && columns ? whole.sum() : rows ? whole.columnSums() : whole.rowSums();
  }

  private static List<@Nullable Expr> where(Expr y, Expr g) {
    Expr condition = y.operand(0);
    Expr zero = Expr.constant(0f);
    return list(
        null,
        summed(condition.choose(g, zero), y, y.operand(1)),
        summed(condition.choose(zero, g), y, y.operand(2)));
  }

  private static List<@Nullable Expr> product(Op.Product p, Expr a, Expr b, Expr g) {
    boolean ta = p.leftTransposed();
    boolean tb = p.rightTransposed();
    return list(
        ta ? b.product(tb, g, true) : g.product(false, b, !tb),
        tb ? g.product(true, a, ta) : a.product(!ta, g, false));
  }

  private static Expr reduce(Op.Reduce r, Expr x, Expr g) {
    return switch (r) {
      case COLUMN_SUMS, ROW_SUMS, SUM -> g.repeatedLike(x);
      case ROW_MAX -> Expr.of(new Op.Place(), g.repeatedLike(x.rowMax()), x.argmax(), x);
    };
  }

  private static List<@Nullable Expr> beside(Expr y, Expr g) {
    List<@Nullable Expr> parts = new ArrayList<>();
    int from = 0;
    for (Expr operand : y.operands()) {
      Dim columns = operand.shape().columns();
      if (!columns.isFixed()) {
        throw none("gradient through an unknown number of columns", operand);
      }
      int[] indices = IntStream.range(from, from + columns.size()).toArray();
      parts.add(g.columns(Expr.constant(indices)));
      from += columns.size();
    }
    return parts;
  }

  private static List<@Nullable Expr> below(Expr y, Expr g) {
    List<@Nullable Expr> parts = new ArrayList<>();
    Expr from = Expr.constant(0);
    for (Expr operand : y.operands()) {
      Expr end = from.plus(operand.rows());
      parts.add(g.gather(Expr.sequence(from, Integer.MAX_VALUE, end)));
      from = end;
    }
    return parts;
  }
}
