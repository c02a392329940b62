package jacquard.data;

import jacquard.kernels.Kernels;
import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;
import java.lang.ref.Cleaner;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable table of values and labels that samples and batches are windows of, with its copies
 * on the devices that compute on it.
 *
 * <p>A copy is made when it is first asked for and stays until {@link #release} or until nothing
 * refers to the block any more. What is released is copied again when it is asked for again.
 */
final class Block {
  private static final Cleaner CLEANER = Cleaner.create();

  private final int columns;
  private final float[] values;
  private final int[] labels;
  private final @Nullable Dataset origin;
  private @Nullable Copies copies;

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
  Matrix on(Kernels kernels) {
    return copies().values(kernels, this);
  }

  /** All labels where the kernels compute. */
  Labels labelsOn(Kernels kernels) {
    return copies().labels(kernels, this);
  }

  private synchronized Copies copies() {
    if (copies == null) {
      copies = new Copies();
      CLEANER.register(this, copies);
    }
    return copies;
  }

  /** Gives the copies back; for an owner that does not expect to need them again. */
  void release() {
    copies().run();
  }

  /** The copies of a block, which they must not refer to: they are closed when it is collected. */
  private static final class Copies implements Runnable {
    private final IdentityHashMap<Kernels, Matrix> values = new IdentityHashMap<>();
    private final IdentityHashMap<Kernels, Labels> labels = new IdentityHashMap<>();

    synchronized Matrix values(Kernels kernels, Block block) {
      Matrix copy = values.get(kernels);
      if (copy == null) {
        copy = kernels.matrix(block.rows(), block.columns);
        kernels.write(copy, block.values);
        values.put(kernels, copy);
      }
      return copy;
    }

    synchronized Labels labels(Kernels kernels, Block block) {
      Labels copy = labels.get(kernels);
      if (copy == null) {
        copy = kernels.labels(block.rows());
        kernels.write(copy, block.labels);
        labels.put(kernels, copy);
      }
      return copy;
    }

    @Override
    public synchronized void run() {
      values.values().forEach(copy -> copy.data().close());
      labels.values().forEach(copy -> copy.data().close());
      values.clear();
      labels.clear();
    }
  }
}
