package jacquard.expression;

import jacquard.kernels.Kernels;
import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A stored field of many rows, which are read when they are needed.
 *
 * <p>An expression that selects rows of a table reads only these, so a table may be larger than
 * memory. To be part of a checkpoint it must be a record, stateful or saved by reference, and
 * registered.
 */
public interface Table {
  /** What errors call it. */
  String name();

  /** The type of the elements. */
  ElementType type();

  /** The number of rows. */
  int rows();

  /** The number of columns; 1 unless the elements are floats. */
  int columns();

  /**
   * Copies rows, row after row.
   *
   * @param first the first row, counted from 0
   * @param count so many rows
   * @param to a {@code float[]}, {@code int[]} or {@code String[]}, as the type says
   * @param at where the first value goes
   */
  void read(int first, int count, Object to, int at);

  /** All rows where the kernels compute, to be read only; null if they are not kept there. */
  default @Nullable Matrix resident(Kernels kernels) {
    return null;
  }

  /** All integers where the kernels compute, to be read only; null if they are not kept there. */
  default @Nullable Labels residentLabels(Kernels kernels) {
    return null;
  }
}
