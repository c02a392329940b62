package jacquard.kernels;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A loop whose turns, independent of each other, are shared among threads. */
final class Turns {
  private static final long IDLE_SECONDS = 5;

  private final int threads;
  private final Executor helpers;

  Turns(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    this.threads = threads;
    this.helpers = helpers(Math.max(1, threads - 1));
  }

  /** Daemons that end when there is nothing to do, so nobody needs to close them. */
  private static Executor helpers(int count) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("kernels-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  int threads() {
    return threads;
  }

  /** Takes turns 0 to count - 1, the caller and the helpers each the next that is left. */
  void each(int count, IntConsumer turn) {
    int others = Math.min(threads, count) - 1;
    if (others <= 0) {
      for (int i = 0; i < count; i++) {
        turn.accept(i);
      }
      return;
    }
    Loop loop = new Loop(count, turn);
    try {
      for (int i = 0; i < others; i++) {
        helpers.execute(loop::run);
      }
    } catch (OutOfMemoryError e) {
      // No more threads can be had: the loop ends without them. To leave it now would leave the
      // operands to those that have come.
    }
    loop.run();
    loop.await();
  }

  /** Takes turns 0 to count - 1 in as many runs as there are threads, or in one. */
  void each(int count, boolean shared, IntConsumer turn) {
    int runs = shared ? Math.clamp(count, 1, threads) : 1;
    int length = (count + runs - 1) / runs;
    each(
        runs,
        run -> {
          for (int i = run * length; i < Math.min(count, (run + 1) * length); i++) {
            turn.accept(i);
          }
        });
  }

  /** One loop while it runs; it ends with its turns, whether or not a helper ever came. */
  private static final class Loop {
    private final int count;
    private final IntConsumer turn;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch left;

    Loop(int count, IntConsumer turn) {
      this.count = count;
      this.turn = turn;
      this.left = new CountDownLatch(count);
    }

    void run() {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        take(i);
      }
    }

    private void take(int i) {
      try {
        if (failure.get() == null) {
          turn.accept(i);
        }
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      } finally {
        left.countDown();
      }
    }

    /** Waits for the helpers' turns, then throws what the first failed turn threw. */
    void await() {
      awaitTurns();
      Throwable thrown = failure.get();
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
    }

    /** An interrupt is kept for later: nobody may have the operands while helpers write. */
    private void awaitTurns() {
      boolean interrupted = false;
      while (left.getCount() > 0) {
        try {
          left.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
