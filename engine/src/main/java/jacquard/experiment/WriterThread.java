package jacquard.experiment;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that nobody interrupts, for what is to be done whatever happens to others. */
final class WriterThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriterThread.class);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("jacquard-checkpoints").factory());

  /** Does something soon. */
  void execute(Runnable action) {
    thread.execute(action);
  }

  /** Does something after a while, unless the thread is closed before. */
  void later(long millis, Runnable action) {
    var unused = thread.schedule(action, millis, TimeUnit.MILLISECONDS);
  }

  /** Does something again and again. */
  ScheduledFuture<?> each(Duration period, Runnable action) {
    long nanos = TimeUnit.NANOSECONDS.convert(period); // as many as there are
    return thread.scheduleAtFixedRate(
        () -> guarded("the timer", action), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Does something and waits for it, however often the caller is interrupted; it stays interrupted.
   *
   * @throws ExecutionException with what it has thrown
   */
  <T> T call(Callable<T> action) throws ExecutionException {
    Future<T> future = thread.submit(action);
    boolean wasInterrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          wasInterrupted = true;
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Does something that must keep nobody from what comes after it: what it throws is logged. */
  static void guarded(String what, Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      try {
        LOG.warn("{} failed", what, e);
      } catch (Throwable again) {
        // There is nowhere left to say it.
      }
    }
  }

  /** What was thrown on this thread. */
  static Throwable cause(ExecutionException e) {
    return Objects.requireNonNull(e.getCause());
  }

  boolean isClosed() {
    return thread.isShutdown();
  }

  /** Waits until what is being done is done; the rest is not done any more. */
  @Override
  public void close() {
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.shutdown();
    boolean wasInterrupted = false;
    boolean isOver = false;
    while (!isOver) {
      try {
        isOver = thread.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
