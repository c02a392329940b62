package jacquard.expression;

import jacquard.kernels.FloatMath;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A chain of operations on floats, element by element, in one pass.
 *
 * <p>It goes over the result in blocks of {@value #BLOCK} elements. A block of every operand and
 * intermediate result is a small array that stays in the first-level cache, and each operation is a
 * plain loop over such arrays, which the compiler turns into vector instructions. Nothing is
 * generated, and each element is computed by the same roundings as one operation after the other.
 */
final class Fused implements Step.Computation {
  private static final int BLOCK = 256;

  private final Kernels kernels;
  private final List<Expr> group;
  private final List<Expr> leaves;
  private final Instruction[] program;
  private final float[][] registers;
  private final Room room;

  /** An operation on registers; unused operands are 0. */
  private record Instruction(Op op, int a, int b, int c, int to) {}

  /**
   * Compiles a chain.
   *
   * @param group its operations, operands before what is made of them, the root last
   * @param leaves the operands from outside
   */
  Fused(Kernels kernels, List<Expr> group, List<Expr> leaves) {
    this.kernels = kernels;
    this.group = group;
    this.leaves = leaves;
    this.room = new Room(kernels);
    Map<Expr, Integer> places = new HashMap<>();
    for (Expr leaf : leaves) {
      places.put(leaf, places.size());
    }
    this.program = new Instruction[group.size()];
    for (int i = 0; i < program.length; i++) {
      Expr e = group.get(i);
      int[] at = new int[3];
      for (int k = 0; k < e.operands().size(); k++) {
        at[k] = places.getOrDefault(e.operand(k), 0);
      }
      places.put(e, places.size());
      program[i] = new Instruction(e.op(), at[0], at[1], at[2], places.size() - 1);
    }
    this.registers = new float[places.size()][BLOCK];
  }

  @Override
  public Cell of(Cell[] operands) {
    int rows = 1;
    int columns = 1;
    for (int i = 0; i < operands.length; i++) {
      Shape shape = leaves.get(i).shape();
      rows = shape.rows().isOne() ? rows : operands[i].rows();
      columns = shape.columns().isOne() ? columns : operands[i].columns();
    }
    Leaf[] sources = new Leaf[operands.length];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = source(i, operands, rows, columns);
    }
    Matrix out = room.matrix(rows, columns);
    float[] to = room.array(out);
    int size = rows * columns;
    for (int from = 0; from < size; from += BLOCK) {
      int count = Math.min(BLOCK, size - from);
      for (int i = 0; i < sources.length; i++) {
        sources[i].load(from, count, columns, registers[i]);
      }
      for (Instruction each : program) {
        run(each, count);
      }
      System.arraycopy(registers[registers.length - 1], 0, to, from, count);
    }
    return room.put(out);
  }

  private Leaf source(int i, Cell[] operands, int rows, int columns) {
    Shape shape = leaves.get(i).shape();
    Cell cell = operands[i];
    boolean oneRow = shape.rows().isOne();
    boolean oneColumn = shape.columns().isOne();
    if ((!oneRow && cell.rows() != rows) || (!oneColumn && cell.columns() != columns)) {
      throw unfit(operands);
    }
    return new Leaf(cell.view(kernels), oneRow, oneColumn);
  }

  /** Names the first operation whose operands do not fit. */
  private IllegalArgumentException unfit(Cell[] operands) {
    Map<Expr, Shape> shapes = new HashMap<>();
    for (int i = 0; i < operands.length; i++) {
      shapes.put(leaves.get(i), Shape.of(operands[i].rows(), operands[i].columns()));
    }
    for (Expr e : group) {
      Shape whole = Shape.SCALAR;
      for (Expr part : e.operands()) {
        whole = repeated(part, whole, shapes.getOrDefault(part, whole));
      }
      for (Expr part : e.operands()) {
        Shape own = shapes.getOrDefault(part, whole);
        if (!repeated(part, whole, own).equals(whole)) {
          return new IllegalArgumentException(
              String.format(
                  Locale.ROOT, "%s: %s is %s in a result of %s", e.op().word(), part, own, whole));
        }
      }
      shapes.put(e, whole);
    }
    throw new AssertionError(group);
  }

  /** The shape of the whole as an operand has it, which may be repeated. */
  private static Shape repeated(Expr part, Shape whole, Shape own) {
    return new Shape(
        part.shape().rows().isOne() ? whole.rows() : own.rows(),
        part.shape().columns().isOne() ? whole.columns() : own.columns());
  }

  /** An operand from outside, a single row or column of which stands for all. */
  private record Leaf(HostView view, boolean oneRow, boolean oneColumn) {
    void load(int from, int count, int columns, float[] to) {
      if (oneRow && oneColumn) {
        Arrays.fill(to, 0, count, view.array()[view.offset()]);
      } else if (!oneRow && !oneColumn && view.ld() == columns) {
        System.arraycopy(view.array(), view.offset() + from, to, 0, count);
      } else {
        loadRows(from, count, columns, to);
      }
    }

    private void loadRows(int from, int count, int columns, float[] to) {
      int row = from / columns;
      int column = from % columns;
      for (int done = 0; done < count; ) {
        int part = Math.min(columns - column, count - done);
        int at = oneRow ? view.offset() : view.at(row);
        if (oneColumn) {
          Arrays.fill(to, done, done + part, view.array()[at]);
        } else {
          System.arraycopy(view.array(), at + column, to, done, part);
        }
        done += part;
        row++;
        column = 0;
      }
    }
  }

  private void run(Instruction i, int n) {
    float[] a = registers[i.a];
    float[] b = registers[i.b];
    float[] to = registers[i.to];
    switch (i.op) {
      case Op.Unary unary -> unary(unary, a, to, n);
      case Op.Binary binary -> binary(binary, a, b, to, n);
      default -> where(a, b, registers[i.c], to, n);
    }
  }

  private static void unary(Op.Unary op, float[] a, float[] to, int n) {
    switch (op) {
      case NEGATE -> {
        for (int i = 0; i < n; i++) {
          to[i] = -a[i];
        }
      }
      case EXP -> {
        for (int i = 0; i < n; i++) {
          to[i] = FloatMath.exp(a[i]);
        }
      }
      case LOG -> {
        for (int i = 0; i < n; i++) {
          to[i] = FloatMath.log(a[i]);
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < n; i++) {
          to[i] = FloatMath.sigmoid(a[i]);
        }
      }
      case RELU -> {
        for (int i = 0; i < n; i++) {
          to[i] = a[i] < 0 ? 0f : a[i];
        }
      }
      case SQRT -> {
        for (int i = 0; i < n; i++) {
          to[i] = (float) Math.sqrt(a[i]);
        }
      }
      case ABS -> {
        for (int i = 0; i < n; i++) {
          to[i] = Math.abs(a[i]);
        }
      }
      case SIGN -> {
        for (int i = 0; i < n; i++) {
          to[i] = Math.signum(a[i]);
        }
      }
    }
  }

  private static void binary(Op.Binary op, float[] a, float[] b, float[] to, int n) {
    switch (op) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          to[i] = a[i] + b[i];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < n; i++) {
          to[i] = a[i] - b[i];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < n; i++) {
          to[i] = a[i] * b[i];
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < n; i++) {
          to[i] = a[i] / b[i];
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++) {
          to[i] = Math.max(a[i], b[i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          to[i] = Math.min(a[i], b[i]);
        }
      }
      case FIRST -> System.arraycopy(a, 0, to, 0, n);
      default -> compare(op, a, b, to, n);
    }
  }

  private static void compare(Op.Binary op, float[] a, float[] b, float[] to, int n) {
    switch (op) {
      case LESS -> {
        for (int i = 0; i < n; i++) {
          to[i] = a[i] < b[i] ? 1f : 0f;
        }
      }
      case LESS_OR_EQUAL -> {
        for (int i = 0; i < n; i++) {
          to[i] = a[i] <= b[i] ? 1f : 0f;
        }
      }
      case EQUAL -> {
        for (int i = 0; i < n; i++) {
          to[i] = a[i] == b[i] ? 1f : 0f;
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          to[i] = a[i] != b[i] ? 1f : 0f;
        }
      }
    }
  }

  private static void where(float[] condition, float[] a, float[] b, float[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = condition[i] != 0 ? a[i] : b[i];
    }
  }
}
