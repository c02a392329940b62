package jacquard.expression;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An immutable matrix of numbers, or column of integers or texts: what expressions come to. */
public final class Value implements Stateful {
  private ElementType type;
  private int rows;
  private int columns;
  private Object array;

  /** Makes a value of an array that must not change any more. */
  Value(ElementType type, int rows, int columns, Object array) {
    this.type = type;
    this.rows = rows;
    this.columns = columns;
    this.array = array;
  }

  /** To be loaded. */
  private Value() {
    this(ElementType.INT, 0, 1, new int[0]);
  }

  /** A matrix of copies of the values, row after row. */
  public static Value of(int rows, int columns, float... values) {
    if (rows < 1 || columns < 1 || (long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d values for a matrix of %d x %d", values.length, rows, columns));
    }
    return new Value(ElementType.FLOAT, rows, columns, values.clone());
  }

  /** A column of copies of the integers. */
  public static Value ofInts(int... values) {
    return new Value(ElementType.INT, values.length, 1, values.clone());
  }

  /** A column of the texts. */
  public static Value ofTexts(String... values) {
    return new Value(ElementType.TEXT, values.length, 1, values.clone());
  }

  @Override
  public void state(State s) {
    type = s.value("type", type);
    rows = s.value("rows", rows);
    columns = s.value("columns", columns);
    array = s.value("array", array);
  }

  /** The type of the elements. */
  public ElementType type() {
    return type;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The number of columns. */
  public int columns() {
    return columns;
  }

  Shape shape() {
    return Shape.of(rows, columns);
  }

  /** A copy of the numbers, row after row; of integers, as floats. */
  public float[] floats() {
    if (array instanceof int[] ints) {
      float[] floats = new float[ints.length];
      for (int i = 0; i < ints.length; i++) {
        floats[i] = ints[i];
      }
      return floats;
    }
    return expect(float[].class).clone();
  }

  /** A copy of the integers. */
  public int[] ints() {
    return expect(int[].class).clone();
  }

  /** A copy of the texts. */
  public String[] texts() {
    return expect(String[].class).clone();
  }

  /** The only number of a value of one element. */
  public double number() {
    if (rows != 1 || columns != 1 || type == ElementType.TEXT) {
      throw new IllegalStateException("not one number: " + this);
    }
    return floats()[0];
  }

  /** The array itself, not to be changed. */
  <T> T expect(Class<T> kind) {
    if (!kind.isInstance(array)) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "%s is not %s", this, kind.getSimpleName()));
    }
    return kind.cast(array);
  }

  /** The value in one row of it. */
  public Value row(int row) {
    return rows(row, 1);
  }

  /** So many rows from a row on. */
  public Value rows(int first, int count) {
    if (first < 0 || count < 0 || count > rows - first) {
      throw new IndexOutOfBoundsException(
          String.format(Locale.ROOT, "rows %d..%d of %s", first, (long) first + count - 1, this));
    }
    int from = first * columns;
    int to = from + count * columns;
    Object part =
        switch (array) {
          case float[] floats -> Arrays.copyOfRange(floats, from, to);
          case int[] ints -> Arrays.copyOfRange(ints, from, to);
          default -> Arrays.copyOfRange(expect(String[].class), from, to);
        };
    return new Value(type, count, columns, part);
  }

  /** Values of one type and width below each other. */
  public static Value below(List<Value> parts) {
    Value top = parts.getFirst();
    int rows = 0;
    for (Value part : parts) {
      if (part.type != top.type || part.columns != top.columns) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "cannot put %s %s below %s %s",
                part.type,
                part.shape(),
                top.type,
                top.shape()));
      }
      rows = Math.addExact(rows, part.rows);
    }
    Object all = Cell.newArray(top.type, Math.multiplyExact(rows, top.columns));
    int at = 0;
    for (Value part : parts) {
      System.arraycopy(part.array, 0, all, at, part.rows * part.columns);
      at += part.rows * part.columns;
    }
    return new Value(top.type, rows, top.columns, all);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Value v
        && rows == v.rows
        && columns == v.columns
        && Arrays.deepEquals(new Object[] {array}, new Object[] {v.array});
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(new Object[] {array});
  }

  @Override
  public String toString() {
    if (rows * columns > 12) {
      return String.format(Locale.ROOT, "%s of %d x %d", type, rows, columns);
    }
    String all = Arrays.deepToString(new Object[] {array});
    return all.substring(1, all.length() - 1);
  }
}
