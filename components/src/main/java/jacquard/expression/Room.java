package jacquard.expression;

import jacquard.kernels.Kernels;
import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The memory of one step's result, which grows to the largest it has met and is used again. */
final class Room {
  private final Kernels kernels;
  private @Nullable Matrix all;
  private @Nullable Labels allLabels;
  private float[] host = {};

  Room(Kernels kernels) {
    this.kernels = kernels;
  }

  /** A matrix with anything in it. */
  Matrix matrix(int rows, int columns) {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "no %s are left: a matrix of floats has at least one row and one column, not %d x %d",
              rows < 1 ? "rows" : "columns",
              rows,
              columns));
    }
    int size = Math.multiplyExact(rows, columns);
    if (all == null || all.data().size() < size) {
      if (all != null) {
        all.data().close();
      }
      all = kernels.matrix(1, size);
    }
    return new Matrix(all.data(), 0, rows, columns, columns);
  }

  /** Labels with anything in them. */
  Labels labels(int count) {
    if (allLabels == null || allLabels.count() < count) {
      if (allLabels != null) {
        allLabels.data().close();
      }
      allLabels = kernels.labels(count);
    }
    return new Labels(allLabels.data(), 0, count);
  }

  /** Where to put the elements of a matrix of this room, row after row, before {@link #put}. */
  float[] array(Matrix m) {
    float[] own = kernels.array(m);
    if (own != null) {
      return own;
    }
    int size = m.rows() * m.cols();
    if (host.length != size) {
      host = new float[size];
    }
    return host;
  }

  /** The matrix, with the elements that were put into its array. */
  Cell put(Matrix m) {
    if (kernels.array(m) == null) {
      kernels.write(m, host);
    }
    return Cell.of(m);
  }
}
