package jacquard.data;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A matrix of numbers with a label for each row. */
public final class Batch implements Examples, Stateful {
  private int columns;
  private float[] values;
  private int[] labels;

  /**
   * Makes a batch of copies of the arrays.
   *
   * @param columns at least 1
   * @param values row after row, {@code columns} for each label
   * @param labels at least one
   */
  public Batch(int columns, float[] values, int[] labels) {
    if (columns < 1 || labels.length < 1 || (long) columns * labels.length != values.length) {
      throw new IllegalArgumentException(
          "a batch of %d rows x %d cannot have %d values"
              .formatted(labels.length, columns, values.length));
    }
    this.columns = columns;
    this.values = values.clone();
    this.labels = labels.clone();
  }

  /** To be loaded. */
  private Batch() {
    this.values = new float[0];
    this.labels = new int[0];
  }

  @Override
  public void state(State s) {
    columns = s.value("columns", columns);
    values = s.value("values", values);
    labels = s.value("labels", labels);
  }

  @Override
  public int rows() {
    return labels.length;
  }

  @Override
  public int columns() {
    return columns;
  }

  /** The value in a row and column, counted from 0. */
  public float value(int row, int column) {
    return values[row * columns + Objects.checkIndex(column, columns)];
  }

  /** The row as a sample. */
  public Sample row(int row) {
    return new Sample(Arrays.copyOfRange(values, row * columns, (row + 1) * columns), labels[row]);
  }

  @Override
  public float[] values() {
    return values.clone();
  }

  @Override
  public int[] labels() {
    return labels.clone();
  }

  @Override
  public Batch stack(List<?> rows) {
    return stacked(rows);
  }

  /** Puts samples and batches of the same width below each other. */
  static Batch stacked(List<?> parts) {
    int columns = ((Examples) parts.getFirst()).columns();
    int rows = 0;
    for (int i = 0; i < parts.size(); i++) {
      Examples part = (Examples) parts.get(i);
      if (part.columns() != columns) {
        throw new IllegalArgumentException(
            "cannot stack: value 0 has %d columns, value %d has %d"
                .formatted(columns, i, part.columns()));
      }
      rows = Math.addExact(rows, part.rows());
    }
    float[] values = new float[Math.multiplyExact(rows, columns)];
    int[] labels = new int[rows];
    int row = 0;
    for (Object each : parts) {
      Examples part = (Examples) each;
      System.arraycopy(part.values(), 0, values, row * columns, part.rows() * columns);
      System.arraycopy(part.labels(), 0, labels, row, part.rows());
      row += part.rows();
    }
    return new Batch(columns, values, labels);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Batch b
        && columns == b.columns
        && Arrays.equals(values, b.values)
        && Arrays.equals(labels, b.labels);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values) + Arrays.hashCode(labels);
  }

  @Override
  public String toString() {
    return "Batch of " + rows() + " x " + columns;
  }
}
