package jacquard.expression;

/**
 * The shape of an expression: a sample is one row, a data set has a row for each sample.
 *
 * @param rows the samples
 * @param columns the values of a sample
 */
public record Shape(Dim rows, Dim columns) {
  static final Shape SCALAR = new Shape(Dim.ONE, Dim.ONE);

  /** A shape of known numbers. */
  public static Shape of(int rows, int columns) {
    return new Shape(Dim.of(rows), Dim.of(columns));
  }

  /** So many columns for each of {@code n} samples, n coming with the arguments. */
  public static Shape samples(int columns) {
    return new Shape(Dim.named("n"), Dim.of(columns));
  }

  Shape withRows(Dim newRows) {
    return new Shape(newRows, columns);
  }

  Shape withColumns(Dim newColumns) {
    return new Shape(rows, newColumns);
  }

  boolean isScalar() {
    return rows.isOne() && columns.isOne();
  }

  /** Whether a value of this shape lies in one of that shape element by element, not repeated. */
  boolean fills(Shape whole) {
    return rows.isOne() == whole.rows.isOne() && columns.isOne() == whole.columns.isOne();
  }

  @Override
  public String toString() {
    return rows + " x " + columns;
  }
}
