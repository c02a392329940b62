package jacquard.experiment;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The background writer of one directory of checkpoints; the newest waiting one is written next.
 */
final class CheckpointWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

  /**
   * What is to be written.
   *
   * @param copying how long the run stood still for the copy
   * @param best the best checkpoint so far if it is not on the disk yet, else null
   */
  private record Order(
      Checkpoint checkpoint,
      long steps,
      Duration copying,
      int keep,
      @Nullable Checkpoint best,
      double score) {

    /** This order in place of one that waited: that one's best must not be lost. */
    Order replacing(@Nullable Order earlier) {
      return earlier == null || best != null
          ? this
          : new Order(checkpoint, steps, copying, keep, earlier.best, earlier.score);
    }
  }

  private final CheckpointDirectory directory;
  private final Consumer<String> warnings;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("jacquard-checkpoints").factory());
  private final AtomicReference<@Nullable Order> waiting = new AtomicReference<>();
  private final AtomicInteger open = new AtomicInteger();
  private volatile Consumer<Saved> listener = saved -> {};
  private volatile @Nullable CheckpointException failure;

  CheckpointWriter(CheckpointDirectory directory, Consumer<String> warnings) {
    this.directory = directory;
    this.warnings = warnings;
  }

  /** The thread, for timers. */
  ScheduledExecutorService timer() {
    return thread;
  }

  /** Tells somebody of every checkpoint that is written, on the writer's thread. */
  void tell(Consumer<Saved> listener) {
    Consumer<Saved> before = this.listener;
    this.listener = before.andThen(listener);
  }

  /** Has a checkpoint written; also as the best one, of that score, if that is not NaN. */
  void submit(Checkpoint checkpoint, long steps, Duration copying, int keep, double bestScore) {
    Checkpoint best = Double.isNaN(bestScore) ? null : checkpoint;
    Order order = new Order(checkpoint, steps, copying, keep, best, bestScore);
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
    Path file = directory.step(order.steps);
    SaveEvent event = new SaveEvent();
    event.begin();
    long begin = System.nanoTime();
    try {
      order.checkpoint.write(file);
      Duration writing = Duration.ofNanos(System.nanoTime() - begin);
      event.end();
      Checkpoint best = order.best;
      if (best != null) {
        best.write(directory.best(order.score));
        directory.removeBestBelow(order.score);
      }
      directory.keepNewest(order.keep, file);
      failure = null;
      tell(new Saved(file, order.steps, Files.size(file), order.copying, writing), event);
    } catch (CheckpointException e) {
      failure = e;
      LOG.warn("no checkpoint at step {}", order.steps, e);
      warnings.accept("no checkpoint at step " + order.steps + ": " + e.getMessage());
    } catch (IOException e) {
      LOG.warn("old checkpoints stay", e);
      warnings.accept("old checkpoints stay: " + e);
    }
  }

  private void tell(Saved saved, SaveEvent event) {
    event.of(saved);
    LOG.debug("{}", saved);
    try {
      listener.accept(saved);
    } catch (RuntimeException e) {
      LOG.warn("who was told of {} failed", saved.file(), e);
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
