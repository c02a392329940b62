package jacquard.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * A reader of labelled rows one after another, for files of which not all need be in memory.
 *
 * <p>What a file holds that does not fit is an {@link IllegalArgumentException} that names file,
 * row and column, counted from 1.
 */
public interface RowReader extends Closeable {
  /** The number of values in a row, at least 1. */
  int columns();

  /**
   * Goes to the next row; false if there is none.
   *
   * @throws IOException if the source cannot be read
   */
  boolean next() throws IOException;

  /** The values of this row; overwritten by the next. */
  float[] values();

  /**
   * The label of this row, counted from 0 by {@link #classOrder}; 0 if rows have real-valued
   * targets.
   */
  int label();

  /** Whether rows have real-valued targets in place of class labels. */
  default boolean hasTargets() {
    return false;
  }

  /** The real-valued target of this row; NaN if rows have class labels. */
  default float target() {
    return Float.NaN;
  }

  /**
   * The labels in the order of their classes, where that is known only when all rows are read: the
   * first is to become 0, and so on. Empty if labels are final.
   */
  default int[] classOrder() {
    return new int[0];
  }

  /** The names of the columns, or none. */
  default List<String> columnNames() {
    return List.of();
  }

  /** The names of the classes met so far, by label, or none. */
  default List<String> classNames() {
    return List.of();
  }
}
