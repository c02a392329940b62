package jacquard.flow;

import jacquard.data.Examples;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One phase of a node's training while it goes on: its chunks, and the jobs under way. */
final class Phase implements AutoCloseable {
  private final Flow flow;
  private final int index;
  private final FlowNode node;
  private final Iterator<? extends Examples> chunks;
  private final long first;

  private @Nullable TrainingWork work;
  private @Nullable InOrder<Examples, List<@Nullable FlowNode>> row;
  private long handedOut;
  private long used;

  /**
   * Opens the chunks.
   *
   * @param joined how many of them the node has learned from already
   * @throws FlowException if there are none
   */
  Phase(Flow flow, int index, Iterable<? extends Examples> chunks, long joined) {
    this.flow = flow;
    this.index = index;
    this.node = flow.node(index);
    this.chunks = chunks.iterator();
    this.first = joined;
    for (long i = 0; i < Math.max(1, joined); i++) {
      if (!this.chunks.hasNext()) {
        throw new FlowException(missing(joined));
      }
      if (i < joined) {
        Examples unused = this.chunks.next();
      }
    }
  }

  private String missing(long joined) {
    String who = String.format(Locale.ROOT, "node %d (%s)", index, node.name());
    if (joined > 0) {
      return String.format(
          Locale.ROOT,
          "%s has learned from %d chunks, but now there are not so many; give it the same",
          who,
          joined);
    }
    if (node.phase() > 0) {
      return String.format(
          Locale.ROOT,
          "the chunks of %s could not be read again for phase %d of %d; give something whose"
              + " iterator() starts anew each time",
          who,
          node.phase() + 1,
          node.phases());
    }
    return "there are no chunks for " + who;
  }

  boolean hasNext() {
    return row == null ? chunks.hasNext() : row.hasNext();
  }

  /** Learns from the next chunk. */
  void learn(@Nullable Workers workers) {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (workers == null || !node.isForkable()) {
      flow.train(index, chunks.next());
      return;
    }
    if (row == null) {
      row = new InOrder<>(workers, work(), Portable.of(chunks), first);
    }
    flow.join(row.next());
  }

  private TrainingWork work() {
    if (work == null) {
      work = TrainingWork.of(flow, index);
    }
    return work;
  }

  Job<Examples, List<@Nullable FlowNode>> nextJob() {
    if (row != null) {
      throw new FlowException("workers are at work; have all jobs by hand, or none");
    }
    return new Job<>(work(), first + handedOut++, chunks.next().portable());
  }

  /** How many jobs were had by hand whose results were not used. */
  long handedOut() {
    return handedOut - used;
  }

  void used() {
    used = handedOut;
  }

  @Override
  public void close() {
    if (row != null) {
      row.close();
    }
  }
}
