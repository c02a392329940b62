package jacquard.data;

import jacquard.kernels.Kernels;
import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An immutable table of values and targets that samples and batches are windows of, with its copies
 * on the devices that compute on it. Values that lie in a file are read when they are needed.
 *
 * <p>Kernels that compute on Java arrays take this one's, and nothing is copied. Else a copy is
 * made when it is first asked for and stays until {@link #release}, or until neither the block nor
 * a window of the copy is in use: backends take back buffers nobody holds. What is released is
 * copied again when it is asked for again.
 */
final class Block {
  private static final float[] NOTHING = {};

  /** Batches follow each other, so the array one passes through serves the next. */
  private static final AtomicReference<float[]> SPARE = new AtomicReference<>(NOTHING);

  private static final int LARGEST_SPARE = 1 << 20;

  private final int columns;
  private final Targets targets;
  private final Schema schema;
  private final @Nullable Dataset origin;

  /** Null until they are needed, if they lie in a file. */
  private @Nullable Values values;

  /** Where they lie; null if they never did in a file. */
  private final @Nullable Fill fill;

  private final IdentityHashMap<Kernels, Matrix> copies = new IdentityHashMap<>();
  private final IdentityHashMap<Kernels, Labels> labelCopies = new IdentityHashMap<>();
  private final IdentityHashMap<Kernels, Matrix> targetCopies = new IdentityHashMap<>();

  /**
   * Makes a block of these arrays, which must not change any more.
   *
   * @param origin the data set whose rows these are, in its order; null if there is none
   */
  Block(int columns, float[] values, Targets targets, Schema schema, @Nullable Dataset origin) {
    this.columns = columns;
    this.values = new Values(values);
    this.targets = targets;
    this.schema = schema;
    this.origin = origin;
    this.fill = null;
  }

  /** Makes a block of values that are read when they are needed, and of these targets. */
  Block(int columns, Fill fill, Targets targets, Schema schema) {
    this.columns = columns;
    this.values = null;
    this.targets = targets;
    this.schema = schema;
    this.origin = null;
    this.fill = fill;
  }

  /** A reader of all values, row after row, into an array of their number. */
  @FunctionalInterface
  interface Fill {
    void read(float[] to);
  }

  int rows() {
    return targets.size();
  }

  int columns() {
    return columns;
  }

  /** An array in a final field, so that threads may race for it without a lock. */
  private record Values(@SuppressWarnings("ArrayRecordComponent") float[] array) {}

  /** The array itself. */
  float[] values() {
    Values known = values;
    return known == null ? read() : known.array();
  }

  private synchronized float[] read() {
    if (values == null) {
      values = new Values(fresh());
    }
    return values.array();
  }

  private float[] fresh() {
    float[] all = new float[Math.multiplyExact(rows(), columns)];
    Objects.requireNonNull(fill).read(all);
    return all;
  }

  /** A copy of the values of some rows; all those of a file do not stay in memory. */
  float[] copy(int first, int count) {
    return values == null && count == rows()
        ? fresh()
        : Arrays.copyOfRange(values(), first * columns, (first + count) * columns);
  }

  /** Copies all values to a matrix; those of a file do not stay in memory. */
  void copyTo(Kernels kernels, Matrix to) {
    Values known = values;
    if (known != null) {
      kernels.write(to, known.array());
      return;
    }
    int size = Math.multiplyExact(rows(), columns);
    float[] spare = Objects.requireNonNull(SPARE.getAndSet(NOTHING));
    float[] all = spare.length == size ? spare : new float[size];
    Objects.requireNonNull(fill).read(all);
    kernels.write(to, all);
    SPARE.set(all.length <= LARGEST_SPARE ? all : NOTHING);
  }

  Targets targets() {
    return targets;
  }

  /** The array of labels itself. */
  int[] labels() {
    return targets.labels(schema);
  }

  /** The array of real-valued targets itself. */
  float[] reals() {
    return targets.reals(schema);
  }

  Schema schema() {
    return schema;
  }

  @Nullable Dataset origin() {
    return origin;
  }

  /** A block of these rows in this order. */
  Block gather(int[] rows) {
    float[] all = values();
    float[] gathered = new float[Math.multiplyExact(rows.length, columns)];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(all, rows[r] * columns, gathered, r * columns, columns);
    }
    return new Block(columns, gathered, targets.gather(rows), schema, null);
  }

  /** Whether the kernels can compute on the values where they are. */
  boolean isUnder(Kernels kernels) {
    return values != null && kernels.isOnArrays();
  }

  /** All values where the kernels compute. */
  synchronized Matrix on(Kernels kernels) {
    return copies.computeIfAbsent(
        kernels, k -> k.constant(values == null ? fresh() : values.array(), columns));
  }

  /** All labels where the kernels compute. */
  synchronized Labels labelsOn(Kernels kernels) {
    return labelCopies.computeIfAbsent(kernels, k -> k.constant(labels()));
  }

  /** All real-valued targets where the kernels compute, R x 1. */
  synchronized Matrix targetsOn(Kernels kernels) {
    return targetCopies.computeIfAbsent(kernels, k -> k.constant(reals(), 1));
  }

  /** Gives the copies back; for an owner that does not expect to need them again. */
  synchronized void release() {
    copies.values().forEach(copy -> copy.data().close());
    labelCopies.values().forEach(copy -> copy.data().close());
    targetCopies.values().forEach(copy -> copy.data().close());
    copies.clear();
    targetCopies.clear();
    labelCopies.clear();
  }
}
