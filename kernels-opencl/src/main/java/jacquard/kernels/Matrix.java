package jacquard.kernels;

import java.util.Locale;

/**
 * A row-major window on a buffer: element (r, c) lies at {@code offset + r * ld + c}.
 *
 * <p>Windows cost nothing, so a data set can stay in one buffer and a minibatch be a window of it.
 *
 * @param data the buffer
 * @param offset where element (0, 0) lies
 * @param rows at least 1
 * @param cols at least 1
 * @param ld the distance between the starts of two rows, at least {@code cols}
 */
public record Matrix(Floats data, int offset, int rows, int cols, int ld) {
  /** Checks that the window lies within its buffer. */
  public Matrix {
    if (rows < 1 || cols < 1) {
      throw new IllegalArgumentException("empty matrix: " + rows + " x " + cols);
    }
    if (ld < cols) {
      throw new IllegalArgumentException("rows of " + cols + " overlap: ld is " + ld);
    }
    if (offset < 0 || end(offset, rows, cols, ld) > data.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "window %d x %d at %d with ld %d leaves its buffer of %d",
              rows,
              cols,
              offset,
              ld,
              data.size()));
    }
  }

  /** The window of {@code count} rows from row {@code first} on. */
  public Matrix rows(int first, int count) {
    if (first < 0 || count < 1 || count > rows - first) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "rows %d..%d of a matrix %s", first, (long) first + count - 1, shape()));
    }
    return new Matrix(data, offset + first * ld, count, cols, ld);
  }

  /** The window of {@code count} columns from column {@code first} on. */
  public Matrix cols(int first, int count) {
    if (first < 0 || count < 1 || count > cols - first) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "columns %d..%d of a matrix %s",
              first,
              (long) first + count - 1,
              shape()));
    }
    return new Matrix(data, offset + first, rows, count, ld);
  }

  /** The shape in words, "rows x cols". */
  public String shape() {
    return rows + " x " + cols;
  }

  /** Whether some element may lie in both windows; windows side by side do not overlap. */
  boolean overlaps(Matrix other) {
    if (data != other.data || end() <= other.offset || other.end() <= offset) {
      return false;
    }
    int left = offset % ld;
    int otherLeft = other.offset % ld;
    boolean sameGrid = ld == other.ld && left + cols <= ld && otherLeft + other.cols <= ld;
    return !sameGrid || (left < otherLeft + other.cols && otherLeft < left + cols);
  }

  private long end() {
    return end(offset, rows, cols, ld);
  }

  private static long end(int offset, int rows, int cols, int ld) {
    return offset + (rows - 1L) * ld + cols;
  }
}
