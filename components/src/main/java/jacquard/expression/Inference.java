package jacquard.expression;

import static jacquard.expression.ElementType.FLOAT;
import static jacquard.expression.ElementType.INT;
import static jacquard.expression.ElementType.TEXT;

import java.util.List;
import java.util.Locale;

/** The type and shape that an operation gives, or the reason why it cannot take its operands. */
record Inference(ElementType type, Shape shape) {
  static Inference of(Op op, List<Expr> operands) {
    return new Checker(op, operands).result();
  }

  private record Checker(Op op, List<Expr> operands) {
    Inference result() {
      return switch (op) {
        case Op.Input input -> input(input);
        case Op.Constant c -> new Inference(c.value().type(), c.value().shape());
        case Op.Folded f -> new Inference(f.value().type(), f.shape());
        case Op.Held h -> new Inference(h.shared().like().type(), h.shared().like().shape());
        case Op.Stored s ->
            new Inference(s.table().type(), Shape.of(s.table().rows(), s.table().columns()));
        case Op.Unary u -> floats(only(FLOAT));
        case Op.Binary b -> binary(b);
        case Op.Where w ->
            floats(broadcast(broadcast(is(0, FLOAT), is(1, FLOAT), 0, 1), is(2, FLOAT), 1, 2));
        case Op.ToFloat t -> floats(only(INT));
        case Op.Floor f -> ints(oneColumn());
        case Op.Product p -> floats(product(p));
        case Op.Transpose t -> floats(transposed(only(FLOAT)));
        case Op.Softmax s -> floats(only(FLOAT));
        case Op.Nll n -> floats(labelled().withColumns(Dim.ONE));
        case Op.NllGradient n -> floats(labelled());
        case Op.LessOneHot l -> floats(labelled());
        case Op.Argmax a -> ints(only(FLOAT).rows());
        case Op.Pick p -> floats(labelled().withColumns(Dim.ONE));
        case Op.Place p -> floats(is(2, FLOAT));
        case Op.Reduce r -> floats(reduced(r, only(FLOAT)));
        case Op.Rows r -> ints(Dim.ONE);
        case Op.Sequence s -> sequence(s);
        case Op.Gather g ->
            new Inference(at(0).type(), shape(0).withRows(indices(1, shape(0).rows(), "row")));
        case Op.Scatter s -> floats(is(2, FLOAT));
        case Op.GatherColumns g ->
            floats(is(0, FLOAT).withColumns(indices(1, shape(0).columns(), "column")));
        case Op.ScatterColumns s -> floats(is(2, FLOAT));
        case Op.Nonzero n -> nonzero();
        case Op.Beside b -> floats(beside());
        case Op.Below b -> below();
        case Op.SegmentSum s -> floats(is(0, FLOAT).withRows(oneLess(is(1, INT).rows())));
        case Op.SegmentOf s -> ints(only(INT, Dim.UNKNOWN));
        case Op.SegmentRows s -> ints(segments(Dim.UNKNOWN));
        case Op.SegmentStarts s -> ints(segments(oneMore(indices(1))));
      };
    }

    private static Inference floats(Shape shape) {
      return new Inference(FLOAT, shape);
    }

    private static Inference ints(Dim rows) {
      return new Inference(INT, new Shape(rows, Dim.ONE));
    }

    private Inference input(Op.Input input) {
      if (input.type() != FLOAT && !input.shape().columns().isOne()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "input %s: %s has one column, not %s",
                input.name(),
                input.type(),
                input.shape().columns()));
      }
      return new Inference(input.type(), input.shape());
    }

    private Expr at(int i) {
      return operands.get(i);
    }

    private Shape shape(int i) {
      return at(i).shape();
    }

    private Shape is(int i, ElementType type) {
      if (at(i).type() != type) {
        throw error(String.format(Locale.ROOT, "takes %s, not %s", type, at(i).type()), i);
      }
      return shape(i);
    }

    private Shape only(ElementType type) {
      return is(0, type);
    }

    private Dim only(ElementType type, Dim rows) {
      is(0, type);
      return rows;
    }

    private Inference binary(Op.Binary b) {
      if (at(0).type() == INT && at(1).type() == INT) {
        return new Inference(intResult(b), broadcast(shape(0), shape(1), 0, 1));
      }
      if (b.compares() && at(0).type() != TEXT && at(1).type() != TEXT) {
        return floats(broadcast(shape(0), shape(1), 0, 1));
      }
      return floats(broadcast(is(0, FLOAT), is(1, FLOAT), 0, 1));
    }

    private ElementType intResult(Op.Binary b) {
      return switch (b) {
        case LESS, LESS_OR_EQUAL, EQUAL, NOT_EQUAL -> FLOAT;
        case DIVIDE -> throw error("takes floats; toFloat() makes them", 0, 1);
        default -> INT;
      };
    }

    private Shape broadcast(Shape a, Shape b, int i, int j) {
      return new Shape(
          broadcast(a.rows(), b.rows(), i, j), broadcast(a.columns(), b.columns(), i, j));
    }

    private Dim broadcast(Dim a, Dim b, int i, int j) {
      if (a.isOne()) {
        return b;
      }
      return b.isOne() ? a : same(a, b, i, j);
    }

    private Dim same(Dim a, Dim b, int i, int j) {
      if (!a.fits(b)) {
        throw unfit(i, j);
      }
      return a.and(b);
    }

    private Shape product(Op.Product p) {
      Shape a = p.leftTransposed() ? transposed(is(0, FLOAT)) : is(0, FLOAT);
      Shape b = p.rightTransposed() ? transposed(is(1, FLOAT)) : is(1, FLOAT);
      same(a.columns(), b.rows(), 0, 1);
      return new Shape(a.rows(), b.columns());
    }

    private static Shape transposed(Shape s) {
      return new Shape(s.columns(), s.rows());
    }

    /** The shape of floats with an integer for each row. */
    private Shape labelled() {
      Shape logits = is(0, FLOAT);
      return logits.withRows(same(logits.rows(), is(1, INT).rows(), 0, 1));
    }

    private static Shape reduced(Op.Reduce r, Shape s) {
      return switch (r) {
        case COLUMN_SUMS -> s.withRows(Dim.ONE);
        case ROW_SUMS, ROW_MAX -> s.withColumns(Dim.ONE);
        case SUM -> Shape.SCALAR;
      };
    }

    private Inference sequence(Op.Sequence s) {
      scalar(0);
      scalar(1);
      return ints(s.count() == 1 ? Dim.ONE : Dim.UNKNOWN);
    }

    private void scalar(int i) {
      if (!is(i, INT).rows().fits(Dim.ONE)) {
        throw error("takes one integer", i);
      }
    }

    private Dim indices(int i) {
      return is(i, INT).rows();
    }

    /** Indices into so many rows or columns; constant ones are checked. */
    private Dim indices(int i, Dim size, String what) {
      Dim count = indices(i);
      if (size.isFixed() && at(i).op() instanceof Op.Constant c) {
        for (int index : c.value().expect(int[].class)) {
          if (index < 0 || index >= size.size()) {
            throw new IndexOutOfBoundsException(
                String.format(
                    Locale.ROOT,
                    "%s: there is no %s %d in %d %ss",
                    Printer.words(at(0)),
                    what,
                    index,
                    size.size(),
                    what));
          }
        }
      }
      return count;
    }

    private Inference nonzero() {
      oneColumn();
      return ints(Dim.UNKNOWN);
    }

    private Dim oneColumn() {
      Shape shape = only(FLOAT);
      if (!shape.columns().fits(Dim.ONE)) {
        throw error("takes one column", 0);
      }
      return shape.rows();
    }

    private Shape beside() {
      Dim rows = shape(0).rows();
      int columns = 0;
      for (int i = 0; i < operands.size(); i++) {
        rows = same(rows, is(i, FLOAT).rows(), 0, i);
        columns =
            columns < 0 || !shape(i).columns().isFixed() ? -1 : columns + shape(i).columns().size();
      }
      return new Shape(rows, columns < 0 ? Dim.UNKNOWN : Dim.of(columns));
    }

    private Inference below() {
      Dim columns = shape(0).columns();
      int rows = 0;
      for (int i = 0; i < operands.size(); i++) {
        is(i, at(0).type());
        columns = same(columns, shape(i).columns(), 0, i);
        rows = rows < 0 || !shape(i).rows().isFixed() ? -1 : rows + shape(i).rows().size();
      }
      return new Inference(at(0).type(), new Shape(rows < 0 ? Dim.UNKNOWN : Dim.of(rows), columns));
    }

    private Dim segments(Dim rows) {
      is(0, INT);
      is(1, INT);
      return rows;
    }

    private static Dim oneLess(Dim starts) {
      return starts.isFixed() ? Dim.of(Math.max(0, starts.size() - 1)) : Dim.UNKNOWN;
    }

    private static Dim oneMore(Dim samples) {
      return samples.isFixed() ? Dim.of(samples.size() + 1) : Dim.UNKNOWN;
    }

    private IllegalArgumentException unfit(int i, int j) {
      return new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %s does not fit %s",
              op.word(),
              Printer.side(at(i)),
              Printer.side(at(j))));
    }

    private IllegalArgumentException error(String what, int... sides) {
      StringBuilder all = new StringBuilder();
      for (int i : sides) {
        all.append(all.isEmpty() ? "" : " and ").append(Printer.side(at(i)));
      }
      String hint =
          switch (at(sides[0]).type()) {
            case TEXT -> "; texts are only selected";
            case INT -> what.equals("takes FLOAT, not INT") ? "; toFloat() makes floats" : "";
            case FLOAT -> what.equals("takes INT, not FLOAT") ? "; floor() makes integers" : "";
          };
      return new IllegalArgumentException(
          String.format(Locale.ROOT, "%s %s: it was given %s%s", op.word(), what, all, hint));
    }
  }
}
