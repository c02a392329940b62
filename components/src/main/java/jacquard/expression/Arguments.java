package jacquard.expression;

import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The check of a call's arguments against the inputs. */
final class Arguments {
  private final List<Op.Input> inputs;
  private final Map<String, Op.Input> firstOf = new HashMap<>();
  private final Map<String, Integer> sizes = new HashMap<>();

  Arguments(List<Op.Input> inputs) {
    this.inputs = inputs;
  }

  Cell[] cells(Object[] arguments) {
    if (arguments.length != inputs.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d arguments for the inputs %s",
              arguments.length,
              inputs.stream().map(Op.Input::name).toList()));
    }
    Cell[] cells = new Cell[arguments.length];
    for (int i = 0; i < cells.length; i++) {
      Op.Input input = inputs.get(i);
      cells[i] = cell(input, arguments[i]);
      check(input, cells[i]);
    }
    return cells;
  }

  private static Cell cell(Op.Input input, Object argument) {
    return switch (argument) {
      case Value value -> Cell.of(value);
      case Matrix matrix -> Cell.of(matrix);
      case Labels labels -> Cell.of(labels);
      case Float number -> Cell.of(Value.of(1, 1, number));
      case Integer number -> Cell.of(number);
      case float[] values -> matrix(input, values);
      case int[] values -> Cell.of(Value.ofInts(values));
      case String[] texts -> Cell.of(Value.ofTexts(texts));
      default ->
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "input %s cannot be given a %s",
                  input.name(),
                  argument.getClass().getSimpleName()));
    };
  }

  private static Cell matrix(Op.Input input, float[] values) {
    Shape shape = input.shape();
    int columns =
        shape.columns().isFixed()
            ? shape.columns().size()
            : values.length / Math.max(1, shape.rows().isFixed() ? shape.rows().size() : 1);
    if (values.length == 0 || values.length % columns != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "input %s takes %s, not %d values", input.name(), shape, values.length));
    }
    return Cell.of(Value.of(values.length / columns, columns, values));
  }

  private void check(Op.Input input, Cell cell) {
    if (cell.type() != input.type()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "input %s takes %s, not %s", input.name(), input.type(), cell.type()));
    }
    check(input, input.shape().rows(), cell.rows(), cell);
    check(input, input.shape().columns(), cell.columns(), cell);
  }

  private void check(Op.Input input, Dim wanted, int given, Cell cell) {
    if (wanted.isFixed() && wanted.size() != given) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "input %s takes %s, not %s", input.name(), input.shape(), cell.shape()));
    }
    if (wanted.name().isEmpty()) {
      return;
    }
    int known = sizes.computeIfAbsent(wanted.name(), key -> given);
    Op.Input first = firstOf.computeIfAbsent(wanted.name(), key -> input);
    if (known != given) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is %d for input %s, but %d for input %s",
              wanted,
              known,
              first.name(),
              given,
              input.name()));
    }
  }
}
