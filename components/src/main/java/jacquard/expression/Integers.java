package jacquard.expression;

import jacquard.kernels.Kernels;
import java.util.Locale;

/** The operations element by element of which an operand is integers. */
final class Integers {
  private final Kernels kernels;

  Integers(Kernels kernels) {
    this.kernels = kernels;
  }

  static Cell floats(int[] ints, Room room) {
    return Actions.host(
        room,
        ints.length,
        1,
        to -> {
          for (int i = 0; i < ints.length; i++) {
            to[i] = ints[i];
          }
        });
  }

  Cell of(Expr e, Op.Binary b, Cell[] x, Room room) {
    boolean both = x[0].type() == ElementType.INT && x[1].type() == ElementType.INT;
    return both ? integers(e, b, x, room) : mixed(e, b, x, room);
  }

  private Cell integers(Expr e, Op.Binary b, Cell[] x, Room room) {
    boolean leftOnce = e.operand(0).shape().rows().isOne();
    boolean rightOnce = e.operand(1).shape().rows().isOne();
    int[] left = x[0].ints(kernels);
    int[] right = x[1].ints(kernels);
    int[] result = new int[rows(e, x)];
    for (int i = 0; i < result.length; i++) {
      int l = left[leftOnce ? 0 : i];
      int r = right[rightOnce ? 0 : i];
      try {
        result[i] = integer(b, l, r);
      } catch (ArithmeticException overflow) {
        throw new ArithmeticException(
            String.format(
                Locale.ROOT,
                "%s: of %d and %d it is no int; toFloat() of one makes floats",
                e,
                l,
                r));
      }
    }
    return b.compares() ? floats(result, room) : Cell.of(result);
  }

  private static int rows(Expr e, Cell[] x) {
    if (e.operand(0).shape().rows().isOne()) {
      return x[1].rows();
    }
    return e.operand(1).shape().rows().isOne() ? x[0].rows() : Actions.rows(e, x[0], x[1]);
  }

  private static int integer(Op.Binary b, int l, int r) {
    return switch (b) {
      case ADD -> Math.addExact(l, r);
      case SUBTRACT -> Math.subtractExact(l, r);
      case MULTIPLY -> Math.multiplyExact(l, r);
      case MAX -> Math.max(l, r);
      case MIN -> Math.min(l, r);
      case LESS, LESS_OR_EQUAL, EQUAL, NOT_EQUAL -> Loops.holds(b, l, r) ? 1 : 0;
      case FIRST -> l;
      case DIVIDE -> throw new AssertionError(b);
    };
  }

  /** Compares integers with floats: as doubles, which hold both exactly. */
  private Cell mixed(Expr e, Op.Binary b, Cell[] x, Room room) {
    int rows = rows(e, x);
    int columns = Math.max(x[0].columns(), x[1].columns());
    Loops.Numbers left = numbers(x[0], e.operand(0).shape());
    Loops.Numbers right = numbers(x[1], e.operand(1).shape());
    return Actions.host(
        room, rows, columns, to -> Loops.compare(b, left, right, columns, rows * columns, to));
  }

  private Loops.Numbers numbers(Cell x, Shape shape) {
    boolean once = shape.rows().isOne();
    boolean oneColumn = x.columns() == 1;
    if (x.type() == ElementType.INT) {
      int[] ints = x.ints(kernels);
      return (r, c) -> ints[once ? 0 : r];
    }
    HostView view = x.view(kernels);
    return (r, c) -> view.array()[view.at(once ? 0 : r) + (oneColumn ? 0 : c)];
  }
}
