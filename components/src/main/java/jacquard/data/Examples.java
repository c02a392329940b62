package jacquard.data;

import jacquard.checkpoint.Stateful;
import jacquard.kernels.Kernels;
import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;
import jacquard.vm.Stackable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Rows of numbers with a class label or a real-valued target each: what components take, be it one
 * sample or a batch.
 *
 * <p>What a data set knows of its {@linkplain #columnNames columns} and {@linkplain #classNames
 * classes} goes with its rows.
 *
 * <p>Both kinds are immutable windows on a block of rows that may be larger, such as a data set or
 * an epoch of it; a window costs nothing. A Buffer stacks either kind into a {@link Batch}: rows
 * that follow each other in a block into a window of it, others into a block of their own.
 *
 * <p>A block of which parts are used is copied to the device once, and {@link #on} gives the window
 * of that copy. Rows that are a block of their own are rather copied each time ({@link #copyTo})
 * into a matrix that is used again. Kernels that compute on Java arrays need neither copy.
 */
public abstract sealed class Examples implements Stackable, Stateful permits Sample, Batch {
  private Block block;
  private int first;
  private int rows;

  Examples(Block block, int first, int rows) {
    this.block = block;
    this.first = first;
    this.rows = rows;
  }

  /** Becomes what was loaded. */
  final void become(Block loaded, int from, int count) {
    this.block = loaded;
    this.first = from;
    this.rows = count;
  }

  final Block block() {
    return block;
  }

  /** The row of the block that is the first of these. */
  final int first() {
    return first;
  }

  /** The number of rows, at least 1. */
  public final int rows() {
    return rows;
  }

  /** The number of values in a row, at least 1. */
  public final int columns() {
    return block.columns();
  }

  /** The value in a row and column, counted from 0. */
  public final float value(int row, int column) {
    return block.values()[at(row) * columns() + Objects.checkIndex(column, columns())];
  }

  /**
   * The label of a row, counted from 0.
   *
   * @throws IllegalStateException if the rows have real-valued targets
   */
  public final int label(int row) {
    return block.labels()[at(row)];
  }

  /** Whether the rows have real-valued targets in place of class labels. */
  public final boolean hasTargets() {
    return block.targets().areReal();
  }

  /**
   * The real-valued target of a row.
   *
   * @throws IllegalStateException if the rows have class labels
   */
  public final float target(int row) {
    return block.reals()[at(row)];
  }

  /** The names of the columns, in order; empty if they are not known. */
  public final List<String> columnNames() {
    return block.schema().columns();
  }

  /** The names of the classes, by label; empty if they are not known. */
  public final List<String> classNames() {
    return block.schema().classes();
  }

  private int at(int row) {
    return first + Objects.checkIndex(row, rows);
  }

  /**
   * The place, row after row, of the first value that is not from {@code low} to {@code high}, such
   * as NaN; -1 if all are.
   */
  public final int firstOutside(float low, float high) {
    float[] values = block.values();
    int start = first * columns();
    int end = (first + rows) * columns();
    for (int i = start; i < end; i++) {
      if (!(values[i] >= low && values[i] <= high)) {
        return i - start;
      }
    }
    return -1;
  }

  /**
   * The column of a row's largest value, the first of equals, as of the scores of classes; -1, no
   * class, if one is NaN or the largest is infinite.
   */
  public final int best(int row) {
    int best = 0;
    for (int c = 0; c < columns(); c++) {
      if (Float.isNaN(value(row, c))) {
        return -1;
      }
      best = value(row, c) > value(row, best) ? c : best;
    }
    return Float.isInfinite(value(row, best)) ? -1 : best;
  }

  /** A copy of all values, row after row. */
  public final float[] values() {
    return block.copy(first, rows);
  }

  /** A copy of the labels, one a row. */
  public final int[] labels() {
    return Arrays.copyOfRange(block.labels(), first, first + rows);
  }

  /** A copy of the real-valued targets, one a row. */
  public final float[] targets() {
    return Arrays.copyOfRange(block.reals(), first, first + rows);
  }

  /** The labels or real-valued targets of these rows. */
  final Targets itsTargets() {
    return block.targets().range(first, rows);
  }

  /**
   * Whether {@link #on} is the way to the device: these are rows of a larger block or data set, or
   * the kernels compute where they are.
   */
  public final boolean isResident(Kernels kernels) {
    return block.rows() > rows || block.origin() != null || block.isUnder(kernels);
  }

  /**
   * The values on the device, R x C, to be read only; copied there if no row of the block was
   * needed there before.
   */
  public final Matrix on(Kernels kernels) {
    return block.on(kernels).rows(first, rows);
  }

  /** The labels on the device, to be read only, as {@link #on} gives the values. */
  public final Labels labelsOn(Kernels kernels) {
    Labels all = block.labelsOn(kernels);
    return new Labels(all.data(), all.offset() + first, rows);
  }

  /**
   * Refuses rows with a NaN or an infinity.
   *
   * @param owner who needs finite numbers, for the message
   * @throws IllegalArgumentException naming the first row and column that has one
   */
  public final void requireFinite(String owner) {
    float[] values = block.values();
    int columns = columns();
    for (int i = first * columns; i < (first + rows) * columns; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s needs finite numbers, but row %d has %s in column %d (counted from 0); replace"
                    + " it, or leave the row out",
                owner,
                i / columns - first,
                values[i],
                i % columns));
      }
    }
  }

  /** The real-valued targets on the device, R x 1, to be read only, as {@link #on} gives values. */
  public final Matrix targetsOn(Kernels kernels) {
    return block.targetsOn(kernels).rows(first, rows);
  }

  /** Copies the values to a matrix of the same shape. */
  public final void copyTo(Kernels kernels, Matrix to) {
    if (isWhole()) {
      block.copyTo(kernels, to);
    } else {
      kernels.write(to, values());
    }
  }

  /** Copies the labels to as many. */
  public final void copyTo(Kernels kernels, Labels to) {
    kernels.write(to, isWhole() ? block.labels() : labels());
  }

  /**
   * The same rows for another process: these, or a copy of them if they are rows of a data set that
   * has no source, which would have to travel whole.
   */
  public final Examples portable() {
    Dataset data = block.origin();
    return data == null || !data.source().isEmpty()
        ? this
        : new Batch(new Block(columns(), values(), itsTargets(), block.schema(), null), 0, rows);
  }

  final boolean isWhole() {
    return rows == block.rows();
  }

  @Override
  public final Batch stack(List<?> parts) {
    return Stacking.stack(parts);
  }

  /** Whether values and targets are the same bits; NaN equals NaN. */
  final boolean sameRows(Examples other) {
    int c = columns();
    return c == other.columns()
        && Arrays.equals(
            block.values(),
            first * c,
            (first + rows) * c,
            other.block.values(),
            other.first * c,
            (other.first + other.rows) * c)
        && itsTargets().equals(other.itsTargets());
  }
}
