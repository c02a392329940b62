package jacquard.expression;

import jacquard.kernels.Kernels;
import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;
import java.util.Arrays;
import java.util.Locale;

/** How each operation is computed by itself. */
final class Actions {
  private final Kernels kernels;

  Actions(Kernels kernels) {
    this.kernels = kernels;
  }

  /** The launches of kernels an operation needs by itself. */
  static int launches(Op op) {
    return switch (op) {
      case Op.Product p -> 1;
      case Op.Softmax s -> 1;
      case Op.Nll n -> 1;
      case Op.NllGradient n -> 1;
      case Op.Argmax a -> 1;
      default -> 0;
    };
  }

  /** The computation of an operation that is no leaf and not one of floats element by element. */
  Step.Computation of(Expr e) {
    Room room = new Room(kernels);
    return switch (e.op()) {
      case Op.Binary b -> x -> new Integers(kernels).of(e, b, x, room);
      case Op.ToFloat t -> x -> Integers.floats(ints(x[0]), room);
      case Op.Floor f -> x -> Cell.of(Loops.floor(view(x[0]), x[0].rows(), Printer.words(e)));
      case Op.Product p -> x -> product(p, x[0], x[1], room);
      case Op.Transpose t ->
          x ->
              host(
                  room,
                  x[0].columns(),
                  x[0].rows(),
                  to -> Loops.transpose(view(x[0]), x[0].rows(), x[0].columns(), to));
      case Op.Softmax s ->
          x -> {
            Matrix out = room.matrix(x[0].rows(), x[0].columns());
            kernels.softmax(matrix(x[0]), out);
            return Cell.of(out);
          };
      case Op.Nll n -> x -> nll(x[0], x[1], new Room(kernels), room)[1];
      case Op.NllGradient n -> x -> nll(x[0], x[1], room, new Room(kernels))[0];
      case Op.Argmax a -> x -> argmax(x[0], room);
      case Op.Pick p ->
          x ->
              host(
                  room,
                  rows(e, x[0], x[1]),
                  1,
                  to -> Loops.pick(view(x[0]), ints(x[1]), x[0].columns(), to));
      case Op.LessOneHot l ->
          x ->
              host(
                  room,
                  rows(e, x[0], x[1]),
                  x[0].columns(),
                  to -> Loops.lessOneHot(view(x[0]), ints(x[1]), x[0].columns(), to));
      case Op.Place p ->
          x ->
              host(
                  room,
                  rows(e, x[0], x[1]),
                  x[2].columns(),
                  to -> Loops.place(view(x[0]), ints(x[1]), x[2].columns(), to));
      case Op.Reduce r -> x -> reduce(r, x[0], room);
      case Op.Rows r -> x -> Cell.of(x[0].rows());
      case Op.Sequence s -> x -> sequence(s, x[0].only(kernels), x[1].only(kernels));
      case Op.Gather g -> x -> x[0].gather(kernels, x[1], Printer.words(e.operand(0)));
      case Op.Scatter s ->
          x ->
              host(
                  room,
                  x[2].rows(),
                  x[2].columns(),
                  to -> Loops.scatter(view(x[0]), ints(x[1]), x[2].rows(), x[2].columns(), to));
      case Op.GatherColumns g ->
          x ->
              host(
                  room,
                  x[0].rows(),
                  x[1].rows(),
                  to ->
                      Loops.gatherColumns(view(x[0]), x[0].rows(), x[0].columns(), ints(x[1]), to));
      case Op.ScatterColumns s ->
          x ->
              host(
                  room,
                  x[2].rows(),
                  x[2].columns(),
                  to ->
                      Loops.scatterColumns(
                          view(x[0]), ints(x[1]), x[2].rows(), x[2].columns(), to));
      case Op.Nonzero n -> x -> nonzero(x[0]);
      case Op.Beside b -> x -> beside(e, x, room);
      case Op.Below b -> x -> below(e, x, room);
      case Op.SegmentSum s ->
          x ->
              host(
                  room,
                  x[1].rows() - 1,
                  x[0].columns(),
                  to -> Loops.segmentSum(view(x[0]), x[0].rows(), x[0].columns(), ints(x[1]), to));
      case Op.SegmentOf s -> x -> Cell.of(Segments.of(ints(x[0])));
      case Op.SegmentRows s -> x -> Cell.of(Segments.rows(ints(x[0]), ints(x[1])));
      case Op.SegmentStarts s -> x -> Cell.of(Segments.starts(ints(x[0]), ints(x[1])));
      default -> throw new AssertionError(e.op());
    };
  }

  /** A loop that fills an array row after row. */
  interface Fill {
    void into(float[] to);
  }

  static Cell host(Room room, int rows, int columns, Fill fill) {
    Matrix m = room.matrix(rows, columns);
    fill.into(room.array(m));
    return room.put(m);
  }

  private Matrix matrix(Cell cell) {
    return cell.matrix(kernels);
  }

  private HostView view(Cell cell) {
    return cell.view(kernels);
  }

  private int[] ints(Cell cell) {
    return cell.ints(kernels);
  }

  /** The rows of two operands that must have as many. */
  static int rows(Expr e, Cell a, Cell b) {
    if (a.rows() != b.rows()) {
      throw unfit(e, a, b);
    }
    return a.rows();
  }

  static IllegalArgumentException unfit(Expr e, Cell a, Cell b) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s: %s is %s, does not fit %s, which is %s",
            e.op().word(),
            e.operand(0),
            a.shape(),
            e.operand(e.operands().size() > 1 ? 1 : 0),
            b.shape()));
  }

  private Cell product(Op.Product p, Cell a, Cell b, Room room) {
    jacquard.kernels.Op left = transposed(p.leftTransposed());
    jacquard.kernels.Op right = transposed(p.rightTransposed());
    Matrix out = room.matrix(left.rows(matrix(a)), right.cols(matrix(b)));
    kernels.gemm(left, right, 1f, matrix(a), matrix(b), 0f, out);
    return Cell.of(out);
  }

  static jacquard.kernels.Op transposed(boolean yes) {
    return yes ? jacquard.kernels.Op.TRANSPOSED : jacquard.kernels.Op.AS_IS;
  }

  /** The gradient and the losses. */
  Cell[] nll(Cell logits, Cell labels, Room gradient, Room losses) {
    Matrix slope = gradient.matrix(logits.rows(), logits.columns());
    Matrix loss = losses.matrix(logits.rows(), 1);
    kernels.softmaxGradient(matrix(logits), labels.labels(kernels), slope, loss);
    return new Cell[] {Cell.of(slope), Cell.of(loss)};
  }

  private Cell argmax(Cell x, Room room) {
    Labels columns = room.labels(x.rows());
    kernels.argmax(matrix(x), columns);
    return Cell.of(columns);
  }

  private Cell reduce(Op.Reduce r, Cell x, Room room) {
    int rows = x.rows();
    int columns = x.columns();
    return switch (r) {
      case COLUMN_SUMS ->
          host(room, 1, columns, to -> Loops.columnSums(view(x), rows, columns, to));
      case ROW_SUMS -> host(room, rows, 1, to -> Loops.rowSums(view(x), rows, columns, to));
      case ROW_MAX -> host(room, rows, 1, to -> Loops.rowMax(view(x), rows, columns, to));
      case SUM -> host(room, 1, 1, to -> to[0] = Loops.sum(view(x), rows, columns));
    };
  }

  private static Cell sequence(Op.Sequence s, int first, int limit) {
    return Cell.range(first, Math.max(0, Math.min(s.count(), limit - first)));
  }

  private Cell nonzero(Cell condition) {
    HostView view = view(condition);
    int[] found = new int[condition.rows()];
    int count = 0;
    for (int r = 0; r < condition.rows(); r++) {
      if (view.array()[view.at(r)] != 0) {
        found[count++] = r;
      }
    }
    return Cell.of(Arrays.copyOf(found, count));
  }

  private Cell beside(Expr e, Cell[] parts, Room room) {
    int columns = Arrays.stream(parts).mapToInt(Cell::columns).sum();
    return host(
        room,
        parts[0].rows(),
        columns,
        to -> {
          int at = 0;
          for (Cell part : parts) {
            Loops.copy(view(part), rows(e, part, parts[0]), part.columns(), to, at, columns);
            at += part.columns();
          }
        });
  }

  private Cell below(Expr e, Cell[] parts, Room room) {
    int rows = Arrays.stream(parts).mapToInt(Cell::rows).sum();
    int columns = parts[0].columns();
    for (Cell part : parts) {
      if (part.columns() != columns) {
        throw unfit(e, part, parts[0]);
      }
    }
    if (e.type() == ElementType.FLOAT) {
      return host(
          room,
          rows,
          columns,
          to -> {
            int at = 0;
            for (Cell part : parts) {
              Loops.copy(view(part), part.rows(), columns, to, at, columns);
              at += part.rows() * columns;
            }
          });
    }
    Object all = Cell.newArray(e.type(), rows);
    int at = 0;
    for (Cell part : parts) {
      System.arraycopy(part.value(kernels).expect(Object.class), 0, all, at, part.rows());
      at += part.rows();
    }
    return Cell.of(new Value(e.type(), rows, 1, all));
  }
}
