package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import java.util.Iterator;
import java.util.stream.IntStream;

/** Rows in chunks of equal size, the last of which has what is left; they cost nothing. */
public final class Chunks implements Iterable<Batch>, Stateful {
  private Batch rows;
  private int size;

  /**
   * Cuts rows into chunks.
   *
   * @param size of a chunk, at least 1
   */
  public Chunks(Batch rows, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("chunks of " + size + " rows");
    }
    this.rows = rows;
    this.size = size;
  }

  /** To be loaded. */
  private Chunks() {
    this(new Batch(1, new float[1], new int[1]), 1);
  }

  @Override
  public void state(State s) {
    rows = s.value("rows", rows);
    size = s.value("size", size);
  }

  /** How many chunks there are. */
  public int count() {
    return Math.ceilDiv(rows.rows(), size);
  }

  @Override
  public Iterator<Batch> iterator() {
    return IntStream.range(0, count()).mapToObj(this::chunk).iterator();
  }

  private Batch chunk(int i) {
    return rows.rows(i * size, Math.min(size, rows.rows() - i * size));
  }
}
