package jacquard.kernels;

import java.util.Locale;

/**
 * A window on a buffer of ints: one class index for each row of a matrix.
 *
 * @param data the buffer
 * @param offset where the first label lies
 * @param count at least 1
 */
public record Labels(Ints data, int offset, int count) {
  /** Checks that the window lies within its buffer. */
  public Labels {
    if (count < 1) {
      throw new IllegalArgumentException("no labels: count is " + count);
    }
    if (offset < 0 || (long) offset + count > data.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d labels at %d leave their buffer of %d", count, offset, data.size()));
    }
  }
}
