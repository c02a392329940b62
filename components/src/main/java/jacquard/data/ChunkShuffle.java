package jacquard.data;

import java.util.stream.IntStream;

/**
 * The order of the rows of a mapped data set in one epoch, such that little of it is read at once.
 *
 * <p>Rows that follow each other in the file are a chunk of some {@value #CHUNK_BYTES} bytes. The
 * chunks are permuted; of the rows in the order of the chunks, those that are asked for together
 * are permuted among each other. Both permutations are functions of seed, epoch and place.
 */
final class ChunkShuffle {
  /** Draws of the streams that permute; {@link Minibatches} and {@link KFold} use those above. */
  private static final long CHUNKS = -3L;

  private static final long ROWS = -4L;

  /** So much is worth a seek on a disk. */
  private static final int CHUNK_BYTES = 1 << 16;

  private final MappedDataset data;
  private final long seed;
  private final int epoch;
  private final int chunkRows;
  private final int[] chunks;

  /** The place of the file's last chunk, which may be shorter, and its rows. */
  private final int shortPlace;

  private final int shortRows;

  ChunkShuffle(MappedDataset data, long seed, int epoch) {
    this.data = data;
    this.seed = seed;
    this.epoch = epoch;
    this.chunkRows = Math.max(1, CHUNK_BYTES / Float.BYTES / data.columns());
    int count = Math.ceilDiv(data.rows(), chunkRows);
    this.chunks = IntStream.range(0, count).toArray();
    Shuffle.permute(chunks, seed, CHUNKS, epoch);
    this.shortPlace =
        IntStream.range(0, count).filter(i -> chunks[i] == count - 1).findFirst().orElseThrow();
    this.shortRows = data.rows() - (count - 1) * chunkRows;
  }

  /** The {@code count} rows from the {@code first} of the epoch on. */
  Batch rows(int first, int count) {
    int columns = data.columns();
    int[] places = IntStream.range(0, count).toArray();
    Shuffle.permute(places, seed, ROWS - first, epoch);
    float[] values = new float[Math.multiplyExact(count, columns)];
    int[] labels = new int[count];
    float[] part = new float[Math.min(chunkRows, count) * columns];
    int[] partLabels = new int[Math.min(chunkRows, count)];
    for (int at = 0; at < count; ) {
      int from = row(first + at);
      int length = Math.min(rowsFrom(first + at), count - at);
      data.read(from, length, part, 0);
      data.readLabels(from, length, partLabels, 0);
      for (int r = 0; r < length; r++) {
        int to = places[at + r];
        System.arraycopy(part, r * columns, values, to * columns, columns);
        labels[to] = partLabels[r];
      }
      at += length;
    }
    return new Batch(new Block(columns, values, labels, null), 0, count);
  }

  /** The row of the file that is at a place when only chunks are permuted. */
  private int row(int place) {
    return chunks[chunk(place)] * chunkRows + offset(place);
  }

  /** How many rows of the file follow each other from a place on, at least. */
  private int rowsFrom(int place) {
    int length = chunk(place) == shortPlace ? shortRows : chunkRows;
    return length - offset(place);
  }

  private int chunk(int place) {
    if (isBeforeShort(place)) {
      return place / chunkRows;
    }
    int after = place - shortPlace * chunkRows - shortRows;
    return after < 0 ? shortPlace : shortPlace + 1 + after / chunkRows;
  }

  private int offset(int place) {
    if (isBeforeShort(place)) {
      return place % chunkRows;
    }
    int after = place - shortPlace * chunkRows - shortRows;
    return after < 0 ? after + shortRows : after % chunkRows;
  }

  private boolean isBeforeShort(int place) {
    return place / chunkRows < shortPlace;
  }
}
