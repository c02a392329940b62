package jacquard.expression;

import jacquard.kernels.Floats;
import jacquard.kernels.Kernels;
import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A value while it is computed with: where it lies now, and the way to where it is wanted. */
final class Cell {
  private final ElementType type;
  private final int rows;
  private final int columns;

  /** Not all of these are null. */
  private @Nullable Matrix matrix;

  private @Nullable Labels labels;
  private @Nullable Object array;
  private @Nullable Table table;

  /** The first row in the table; of integers without a place, the first one. */
  private int first;

  private Cell(ElementType type, int rows, int columns) {
    this.type = type;
    this.rows = rows;
    this.columns = columns;
  }

  static Cell of(Matrix m) {
    Cell cell = new Cell(ElementType.FLOAT, m.rows(), m.cols());
    cell.matrix = m;
    return cell;
  }

  static Cell of(Labels l) {
    Cell cell = new Cell(ElementType.INT, l.count(), 1);
    cell.labels = l;
    return cell;
  }

  static Cell of(int... ints) {
    return of(new Value(ElementType.INT, ints.length, 1, ints));
  }

  static Cell of(Value value) {
    Cell cell = new Cell(value.type(), value.rows(), value.columns());
    cell.array = value.expect(Object.class);
    return cell;
  }

  /** The integers from one on. */
  static Cell range(int first, int count) {
    Cell cell = new Cell(ElementType.INT, count, 1);
    cell.first = first;
    return cell;
  }

  /** So many rows of a table, which are read when they are asked for. */
  static Cell of(Table table, int first, int count) {
    Cell cell = new Cell(table.type(), count, table.columns());
    cell.table = table;
    cell.first = first;
    return cell;
  }

  ElementType type() {
    return type;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  String shape() {
    return rows + " x " + columns;
  }

  private boolean isRange() {
    return type == ElementType.INT && table == null && array == null && labels == null;
  }

  /** The floats where the kernels compute. */
  Matrix matrix(Kernels kernels) {
    if (matrix == null && table != null) {
      Matrix all = table.resident(kernels);
      matrix = all == null ? null : all.rows(first, rows);
    }
    if (matrix == null) {
      Matrix copy = kernels.matrix(rows, columns);
      kernels.write(copy, (float[]) array(kernels));
      matrix = copy;
    }
    return matrix;
  }

  /** Whether its floats lie in some memory, not in a copy. */
  boolean liesIn(Set<Floats> memory) {
    return matrix != null && memory.contains(matrix.data());
  }

  /** The integers where the kernels compute. */
  Labels labels(Kernels kernels) {
    if (labels == null && table != null) {
      Labels all = table.residentLabels(kernels);
      labels = all == null ? null : new Labels(all.data(), all.offset() + first, rows);
    }
    if (labels == null) {
      Labels copy = kernels.labels(rows);
      kernels.write(copy, ints(kernels));
      labels = copy;
    }
    return labels;
  }

  /** The floats in an array of this JVM, not to be changed. */
  HostView view(Kernels kernels) {
    if (matrix == null && array instanceof float[] floats) {
      return new HostView(floats, 0, columns);
    }
    return HostView.of(kernels, matrix(kernels));
  }

  /** The integers, not to be changed. */
  int[] ints(Kernels kernels) {
    return (int[]) array(kernels);
  }

  int only(Kernels kernels) {
    return isRange() && rows == 1 ? first : ints(kernels)[0];
  }

  private Object array(Kernels kernels) {
    if (array == null) {
      if (table != null) {
        array = newArray(type, Math.multiplyExact(rows, columns));
        table.read(first, rows, array, 0);
      } else if (matrix != null) {
        array = kernels.read(matrix);
      } else if (labels != null) {
        array = kernels.read(labels);
      } else {
        array = IntStream.range(first, first + rows).toArray();
      }
    }
    return array;
  }

  static Object newArray(ElementType type, int size) {
    return switch (type) {
      case FLOAT -> new float[size];
      case INT -> new int[size];
      case TEXT -> new String[size];
    };
  }

  /** A copy that stays as it is. */
  Value value(Kernels kernels) {
    Object all =
        matrix != null
            ? kernels.read(matrix)
            : switch (array(kernels)) {
              case float[] floats -> floats.clone();
              case int[] ints -> ints.clone();
              default -> ((String[]) array(kernels)).clone();
            };
    return new Value(type, rows, columns, all);
  }

  /** The rows that the integers name: a window of this where they follow each other. */
  Cell gather(Kernels kernels, Cell indices, String what) {
    int count = indices.rows;
    if (count == 0 && type == ElementType.FLOAT) {
      throw new IllegalArgumentException(
          what + ": no rows are selected, but a matrix of floats has at least one row");
    }
    if (indices.isRange() || count == 1) {
      int from = count == 0 ? 0 : indices.isRange() ? indices.first : indices.only(kernels);
      check(from, what);
      check(from + Math.max(0, count - 1), what);
      return window(from, count);
    }
    int[] all = indices.ints(kernels);
    boolean adjacent = true;
    for (int i = 0; i < all.length; i++) {
      check(all[i], what);
      adjacent &= all[i] == all[0] + i;
    }
    return adjacent ? window(all.length == 0 ? 0 : all[0], all.length) : selected(kernels, all);
  }

  private void check(int index, String what) {
    if (index < 0 || index >= rows) {
      throw new IndexOutOfBoundsException(
          String.format(
              Locale.ROOT,
              "%s: there is no row %d (counted from 0) in %d rows",
              what,
              index,
              rows));
    }
  }

  private Cell window(int from, int count) {
    Cell cell = new Cell(type, count, columns);
    cell.first = first + from;
    cell.table = table;
    if (matrix != null && count > 0) {
      cell.matrix = matrix.rows(from, count);
    }
    if (labels != null && count > 0) {
      cell.labels = new Labels(labels.data(), labels.offset() + from, count);
    }
    if (array != null) {
      int start = from * columns;
      int end = start + count * columns;
      cell.array =
          switch (array) {
            case float[] floats -> Arrays.copyOfRange(floats, start, end);
            case int[] ints -> Arrays.copyOfRange(ints, start, end);
            default -> Arrays.copyOfRange((String[]) array, start, end);
          };
    }
    return cell;
  }

  private Cell selected(Kernels kernels, int[] indices) {
    Cell cell = new Cell(type, indices.length, columns);
    Object to = newArray(type, Math.multiplyExact(indices.length, columns));
    cell.array = to;
    if (table != null && (type != ElementType.FLOAT || table.resident(kernels) == null)) {
      readRuns(table, indices, to);
      return cell;
    }
    HostView view = type == ElementType.FLOAT ? view(kernels) : null;
    Object from = view == null ? array(kernels) : view.array();
    for (int r = 0; r < indices.length; r++) {
      int at = view == null ? indices[r] * columns : view.at(indices[r]);
      System.arraycopy(from, at, to, r * columns, columns);
    }
    return cell;
  }

  /** Rows that follow each other are read in one go. */
  private void readRuns(Table from, int[] indices, Object to) {
    for (int r = 0; r < indices.length; ) {
      int count = 1;
      while (r + count < indices.length && indices[r + count] == indices[r] + count) {
        count++;
      }
      from.read(first + indices[r], count, to, r * columns);
      r += count;
    }
  }
}
