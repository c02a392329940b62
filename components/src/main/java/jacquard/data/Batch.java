package jacquard.data;

import jacquard.checkpoint.State;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A matrix of numbers with a class label or a real-valued target for each row.
 *
 * <p>A checkpoint holds the rows themselves, or if they are rows of a data set which ones.
 */
public final class Batch extends Examples implements Rows {
  /**
   * Makes a batch of copies of the arrays.
   *
   * @param columns at least 1
   * @param values row after row, {@code columns} for each label
   * @param labels at least one
   */
  public Batch(int columns, float[] values, int[] labels) {
    this(columns, values.clone(), Targets.of(labels.clone()));
  }

  /**
   * Makes a batch of copies of the arrays.
   *
   * @param columns at least 1
   * @param values row after row, {@code columns} for each target
   * @param targets real-valued, at least one
   */
  public Batch(int columns, float[] values, float[] targets) {
    this(columns, values.clone(), Targets.of(targets.clone()));
  }

  private Batch(int columns, float[] values, Targets targets) {
    this(new Block(columns, values, targets, Schema.UNKNOWN, null), 0, targets.size());
    if (columns < 1 || rows() < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "a batch of %d rows x %d is empty", rows(), columns));
    }
    if ((long) columns * rows() != values.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a batch of %d rows x %d cannot have %d values",
              rows(),
              columns,
              values.length));
    }
  }

  /** The rows of a block. */
  Batch(Block block, int first, int rows) {
    super(block, first, rows);
  }

  /** To be loaded. */
  private Batch() {
    this(new Block(0, new float[0], Targets.of(new int[0]), Schema.UNKNOWN, null), 0, 0);
  }

  /**
   * A batch of computed values under the same labels or targets; the names of the classes stay.
   *
   * @param values row after row, not to change any more
   */
  public static Batch under(Examples labels, int columns, float[] values) {
    if ((long) columns * labels.rows() != values.length || columns < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d values for %d rows x %d", values.length, labels.rows(), columns));
    }
    Schema schema = labels.block().schema().withoutColumns();
    return new Batch(
        new Block(columns, values, labels.itsTargets(), schema, null), 0, labels.rows());
  }

  @Override
  public int stateVersion() {
    return 2;
  }

  @Override
  @SuppressWarnings("NullAway") // a nullable field
  public void state(State s) {
    Dataset data = s.version() == 1 ? null : s.value("data", block().origin());
    if (data != null) {
      int first = s.value("first", first());
      int rows = s.value("rows", rows());
      data.all().rows(first, rows); // refuses rows the data does not have
      become(data.block(), first, rows);
    } else {
      rows(s);
    }
  }

  private void rows(State s) {
    int columns = s.value("columns", columns());
    float[] values = s.value("values", isWhole() ? block().values() : values());
    Targets targets = itsTargets().state(s);
    Schema schema = block().schema().state(s);
    if (s.isLoading()) {
      become(new Block(columns, values, targets, schema, null), 0, targets.size());
    }
  }

  /** The window of {@code count} rows from row {@code first} on. */
  @Override
  public Batch rows(int first, int count) {
    if (first < 0 || count < 1 || count > rows() - first) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "rows %d..%d of a %s", first, (long) first + count - 1, this));
    }
    return new Batch(block(), first() + first, count);
  }

  /** The row as a sample. */
  public Sample row(int row) {
    return new Sample(block(), first() + Objects.checkIndex(row, rows()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Batch b && sameRows(b);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values()) + itsTargets().hashCode();
  }

  @Override
  public String toString() {
    return "Batch of " + rows() + " x " + columns();
  }
}
