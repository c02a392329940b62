package jacquard.data;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.kernels.Seed;
import jacquard.vm.Atomic;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An endless stream of minibatches: epoch after epoch through the same rows, shuffled anew by the
 * seed or always in order.
 *
 * <p>The last minibatch of an epoch has what is left, so each epoch gives every row once. A
 * shuffled epoch is gathered into one block when its first minibatch is asked for; minibatches are
 * windows of it, or of the rows themselves. The order is a function of seed, number of rows and
 * epoch, so the numbers of the epoch and of the row are the whole state.
 *
 * <p>Rows of a {@link MappedDataset} are read when a minibatch's values are needed. They are
 * shuffled by pages: the pages of the file are permuted, then the rows of some 4 MB of them. So a
 * row moves far, but rows that stand side by side are likely to be given in the same part of an
 * epoch.
 */
@Atomic
public final class Minibatches implements Stateful {
  /** Draws of the stream that shuffles; those of pages are below. */
  private static final long SHUFFLE = -2L;

  private Rows rows;
  private int size;
  private boolean shuffled;
  private Seed stream;

  private int epoch;
  private int position;

  /** The rows of this epoch in order; null when the epoch has changed, or if they are mapped. */
  private @Nullable Batch order;

  /** The pages of a mapped data set in this epoch; null when it has changed. */
  private @Nullable PageShuffle pages;

  private Minibatches(Rows rows, int size, boolean shuffled, long seed) {
    if (size < 1) {
      throw new IllegalArgumentException("a minibatch needs at least 1 row, not " + size);
    }
    this.rows = rows;
    this.size = size;
    this.shuffled = shuffled;
    this.stream = Seed.of(seed).child("Minibatches of " + rows.rows());
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
    stream = s.has("stream") ? s.value("stream", stream) : Seed.of(s.value("seed", 0L));
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
    if (order != null && shuffled) {
      order.block().release();
    }
    order = null;
    pages = null;
  }

  /** The next minibatch. */
  public Batch next() {
    if (position < rows.rows()) {
      return nextOfEpoch();
    }
    int last = epoch;
    enter(Math.addExact(epoch, 1));
    try {
      return nextOfEpoch();
    } catch (Throwable t) { // rows that cannot be read, say
      enter(last);
      position = rows.rows();
      throw t;
    }
  }

  private Batch nextOfEpoch() {
    int count = Math.min(size, rows.rows() - position);
    Batch next =
        switch (rows) {
          case Batch all -> order(all).rows(position, count);
          case MappedDataset file ->
              shuffled ? pages(file).rows(position, count) : file.rows(position, count);
        };
    position += count;
    return next;
  }

  private Batch order(Batch all) {
    if (order == null) {
      order = shuffled ? shuffledRows(all) : all;
    }
    return order;
  }

  private PageShuffle pages(MappedDataset file) {
    if (pages == null) {
      pages = new PageShuffle(file, size, stream.key(), epoch);
    }
    return pages;
  }

  private Batch shuffledRows(Batch all) {
    int[] indices = IntStream.range(0, all.rows()).toArray();
    Shuffle.permute(indices, stream.key(), SHUFFLE, epoch);
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
