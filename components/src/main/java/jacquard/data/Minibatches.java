package jacquard.data;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An endless stream of minibatches: epoch after epoch through the same rows, shuffled anew by the
 * seed or always in order.
 *
 * <p>The last minibatch of an epoch has what is left, so each epoch gives every row once. A
 * shuffled epoch is gathered into one block when its first minibatch is asked for; minibatches are
 * windows of it, or of the rows themselves. The order is a function of seed and epoch, so the
 * numbers of the epoch and of the row are the whole state.
 *
 * <p>Rows of a {@link MappedDataset} are read some {@value #READ_BYTES} bytes at a time, and at
 * least a minibatch. They are shuffled by chunks: the chunks of a file are permuted, then the rows
 * that are read together. So a row moves far, but rows that stand side by side are likely to be
 * given in the same part of an epoch.
 */
public final class Minibatches implements Stateful {
  /** Draws of the streams that shuffle; those of folds are -1 and from 0 on. */
  private static final long SHUFFLE = -2L;

  /** Small enough for the caches, large enough for a disk. */
  private static final int READ_BYTES = 1 << 22;

  private Rows rows;
  private int size;
  private boolean shuffled;
  private long seed;

  private int epoch;
  private int position;

  /** The rows of this epoch in order, or those being read; null when the epoch has changed. */
  private @Nullable Batch order;

  /** The number in this epoch of the first row in order. */
  private int orderFirst;

  /** The chunks of a mapped data set in this epoch; null when it has changed. */
  private @Nullable ChunkShuffle chunks;

  private Minibatches(Rows rows, int size, boolean shuffled, long seed) {
    if (size < 1) {
      throw new IllegalArgumentException("a minibatch needs at least 1 row, not " + size);
    }
    this.rows = rows;
    this.size = size;
    this.shuffled = shuffled;
    this.seed = seed;
  }

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private Minibatches() {}

  /**
   * Minibatches in an order that differs from epoch to epoch.
   *
   * @param rows such as all of a data set, or a mapped one; a checkpoint only refers to them
   * @param size at least 1; if there are fewer rows, a minibatch is all of them
   */
  public static Minibatches shuffled(Rows rows, int size, long seed) {
    return new Minibatches(rows, size, true, seed);
  }

  /** Minibatches in the order of the rows. */
  public static Minibatches inOrder(Rows rows, int size) {
    return new Minibatches(rows, size, false, 0);
  }

  @Override
  public void state(State s) {
    rows = s.value("rows", rows);
    size = s.value("size", size);
    shuffled = s.value("shuffled", shuffled);
    seed = s.value("seed", seed);
    epoch = s.value("epoch", epoch);
    position = s.value("position", position);
  }

  /** Goes back to the start of the first epoch. */
  public void clear() {
    enter(0);
  }

  private void enter(int newEpoch) {
    epoch = newEpoch;
    position = 0;
    leave();
    chunks = null;
  }

  /** Gives up rows that will hardly be needed again. */
  private void leave() {
    if (order != null && (shuffled || rows instanceof MappedDataset)) {
      order.block().release();
    }
    order = null;
  }

  /** The next minibatch. */
  public Batch next() {
    if (position == rows.rows()) {
      enter(Math.addExact(epoch, 1));
    }
    int count = Math.min(size, rows.rows() - position);
    Batch from = order();
    Batch next = from.rows(position - orderFirst, count);
    position += count;
    return next;
  }

  private Batch order() {
    if (order == null || position >= orderFirst + order.rows()) {
      leave();
      order =
          switch (rows) {
            case Batch all -> shuffled ? shuffledRows(all) : all;
            case MappedDataset file -> read(file);
          };
    }
    return order;
  }

  /** The rows of the file that are read together with the next one. */
  private Batch read(MappedDataset file) {
    int together = rowsTogether(file);
    orderFirst = position / together * together;
    int count = Math.min(together, file.rows() - orderFirst);
    return shuffled ? chunks(file).rows(orderFirst, count) : file.rows(orderFirst, count);
  }

  /** How many rows are read at once: whole minibatches. */
  private int rowsTogether(MappedDataset file) {
    long rowBytes = (long) Float.BYTES * file.columns();
    long minibatches = Math.max(1, READ_BYTES / rowBytes / size);
    return (int) Math.min(minibatches * size, file.rows());
  }

  private ChunkShuffle chunks(MappedDataset file) {
    if (chunks == null) {
      chunks = new ChunkShuffle(file, seed, epoch);
    }
    return chunks;
  }

  private Batch shuffledRows(Batch all) {
    int[] indices = IntStream.range(0, all.rows()).toArray();
    Shuffle.permute(indices, seed, SHUFFLE, epoch);
    for (int i = 0; i < indices.length; i++) {
      indices[i] += all.first();
    }
    return new Batch(all.block().gather(indices), 0, indices.length);
  }

  /** The number of minibatches in an epoch. */
  public int perEpoch() {
    return Math.ceilDiv(rows.rows(), size);
  }

  /** The number of whole epochs before the minibatch given last. */
  public int epoch() {
    return epoch;
  }

  /** The number of rows of this epoch that were given. */
  public int position() {
    return position;
  }
}
