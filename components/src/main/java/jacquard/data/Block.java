package jacquard.data;

import jacquard.kernels.Kernels;
import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable table of values and labels that samples and batches are windows of, with its copies
 * on the devices that compute on it.
 *
 * <p>A copy is made when it is first asked for and stays until {@link #release}, or until neither
 * the block nor a window of the copy is in use: backends take back buffers nobody holds. What is
 * released is copied again when it is asked for again.
 */
final class Block {
  private final int columns;
  private final float[] values;
  private final int[] labels;
  private final @Nullable Dataset origin;

  private final IdentityHashMap<Kernels, Matrix> copies = new IdentityHashMap<>();
  private final IdentityHashMap<Kernels, Labels> labelCopies = new IdentityHashMap<>();

  /**
   * Makes a block of these arrays, which must not change any more.
   *
   * @param origin the data set whose rows these are, in its order; null if there is none
   */
  Block(int columns, float[] values, int[] labels, @Nullable Dataset origin) {
    this.columns = columns;
    this.values = values;
    this.labels = labels;
    this.origin = origin;
  }

  int rows() {
    return labels.length;
  }

  int columns() {
    return columns;
  }

  /** The array itself. */
  float[] values() {
    return values;
  }

  /** The array itself. */
  int[] labels() {
    return labels;
  }

  @Nullable Dataset origin() {
    return origin;
  }

  /** A block of these rows in this order. */
  Block gather(int[] rows) {
    float[] gathered = new float[Math.multiplyExact(rows.length, columns)];
    int[] gatheredLabels = new int[rows.length];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(values, rows[r] * columns, gathered, r * columns, columns);
      gatheredLabels[r] = labels[rows[r]];
    }
    return new Block(columns, gathered, gatheredLabels, null);
  }

  /** All values where the kernels compute. */
  synchronized Matrix on(Kernels kernels) {
    Matrix copy = copies.get(kernels);
    if (copy == null) {
      copy = kernels.matrix(rows(), columns);
      kernels.write(copy, values);
      copies.put(kernels, copy);
    }
    return copy;
  }

  /** All labels where the kernels compute. */
  synchronized Labels labelsOn(Kernels kernels) {
    Labels copy = labelCopies.get(kernels);
    if (copy == null) {
      copy = kernels.labels(rows());
      kernels.write(copy, labels);
      labelCopies.put(kernels, copy);
    }
    return copy;
  }

  /** Gives the copies back; for an owner that does not expect to need them again. */
  synchronized void release() {
    copies.values().forEach(copy -> copy.data().close());
    labelCopies.values().forEach(copy -> copy.data().close());
    copies.clear();
    labelCopies.clear();
  }
}
