package jacquard.experiment;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The background writer of one directory of checkpoints; the newest waiting one is written next.
 */
final class CheckpointWriter implements AutoCloseable {
  /**
   * What is to be written.
   *
   * @param best the best checkpoint so far if it is not on the disk yet, else null
   */
  private record Order(
      Checkpoint checkpoint, long steps, int keep, @Nullable Checkpoint best, double score) {

    /** This order in place of one that waited: that one's best must not be lost. */
    Order replacing(@Nullable Order earlier) {
      return earlier == null || best != null
          ? this
          : new Order(checkpoint, steps, keep, earlier.best, earlier.score);
    }
  }

  private final CheckpointDirectory directory;
  private final Consumer<String> warnings;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("jacquard-checkpoints").factory());
  private final AtomicReference<@Nullable Order> waiting = new AtomicReference<>();
  private final AtomicInteger open = new AtomicInteger();
  private volatile @Nullable CheckpointException failure;

  CheckpointWriter(CheckpointDirectory directory, Consumer<String> warnings) {
    this.directory = directory;
    this.warnings = warnings;
  }

  /** The thread, for timers. */
  ScheduledExecutorService timer() {
    return thread;
  }

  /** Has a checkpoint written; also as the best one, of that score, if that is not NaN. */
  void submit(Checkpoint checkpoint, long steps, int keep, double bestScore) {
    Checkpoint best = Double.isNaN(bestScore) ? null : checkpoint;
    Order order = new Order(checkpoint, steps, keep, best, bestScore);
    Order before = waiting.getAndAccumulate(order, (was, now) -> merged(was, order));
    if (before == null) {
      open.incrementAndGet();
      thread.execute(this::writeNext);
    }
  }

  /** Whether a checkpoint is being written or waits. */
  boolean isBusy() {
    return open.get() > 0;
  }

  private void writeNext() {
    try {
      writeWaiting();
    } finally {
      open.decrementAndGet();
    }
  }

  private static Order merged(@Nullable Order earlier, Order order) {
    return order.replacing(earlier);
  }

  private void writeWaiting() {
    Order order = waiting.getAndSet(null);
    if (order == null) {
      return;
    }
    try {
      order.checkpoint.write(directory.step(order.steps));
      Checkpoint best = order.best;
      if (best != null) {
        best.write(directory.best(order.score));
        directory.removeBestBelow(order.score);
      }
      directory.keepNewest(order.keep, directory.step(order.steps));
      failure = null;
    } catch (CheckpointException e) {
      failure = e;
      warnings.accept("no checkpoint at step " + order.steps + ": " + e.getMessage());
    } catch (IOException e) {
      warnings.accept("old checkpoints stay: " + e);
    }
  }

  /**
   * Waits until everything is written.
   *
   * @throws CheckpointException if the last checkpoint could not be written
   */
  void finish() {
    try {
      thread.submit(() -> {}).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CheckpointException("interrupted while the last checkpoint was written", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    CheckpointException last = failure;
    if (last != null) {
      throw last;
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
