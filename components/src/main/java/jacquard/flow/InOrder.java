package jacquard.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * The results of a row of jobs in order, while workers do some jobs ahead: as many as keep them
 * busy, and the data are read no further than that.
 */
final class InOrder<D, R> implements Iterator<R>, AutoCloseable {
  private final Workers workers;
  private final Work<D, R> work;
  private final Iterator<? extends D> data;
  private final Deque<Future<R>> underWay = new ArrayDeque<>();
  private long index;

  /**
   * A row of jobs.
   *
   * @param index of the first of them
   */
  InOrder(Workers workers, Work<D, R> work, Iterator<? extends D> data, long index) {
    this.workers = workers;
    this.work = work;
    this.data = data;
    this.index = index;
  }

  @Override
  public boolean hasNext() {
    return !underWay.isEmpty() || data.hasNext();
  }

  /**
   * The next result.
   *
   * @throws JobException if its job failed; those under way are then settled, and the row has ended
   */
  @Override
  public R next() {
    try {
      while (underWay.size() < workers.width() && data.hasNext()) {
        underWay.add(workers.submit(new Job<>(work, index, data.next())));
        index++;
      }
      if (underWay.isEmpty()) {
        throw new NoSuchElementException();
      }
      return settled(underWay.remove());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Waits until no job is under way. */
  @Override
  public void close() {
    while (!underWay.isEmpty()) {
      try {
        settled(underWay.remove());
      } catch (RuntimeException | Error e) {
        // The first failure in order is told; that of a later job would hide it.
      }
    }
  }

  /** Waits whatever comes: an interrupt is kept for later, since jobs end. */
  static <R> R settled(Future<R> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw e.getCause() instanceof RuntimeException told ? told : new IllegalStateException(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
