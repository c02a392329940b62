package jacquard.checkpoint;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Work that an interrupt of its caller does not break off. A file channel is closed by an interrupt
 * of the thread that uses it; so the work is done on a thread that nobody else knows.
 */
final class Uninterrupted {
  /** Something that reads or writes. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  private Uninterrupted() {}

  /** Does something on a thread of its own and waits for it; the caller stays interrupted. */
  static void run(Action action) throws IOException {
    FutureTask<?> task = new FutureTask<>(callable(action));
    Thread.ofPlatform().daemon().name("jacquard-write").start(task);
    try {
      get(task);
    } catch (ExecutionException e) {
      switch (Objects.requireNonNull(e.getCause())) {
        case IOException io -> throw io;
        case RuntimeException plain -> throw plain;
        case Error error -> throw error;
        default -> throw new IllegalStateException(e);
      }
    }
  }

  private static Callable<?> callable(Action action) {
    return () -> {
      action.run();
      return true;
    };
  }

  /** Waits for a result, however often the caller is interrupted; it stays interrupted. */
  static void get(Future<?> future) throws ExecutionException {
    boolean wasInterrupted = false;
    try {
      while (true) {
        try {
          future.get();
          return;
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
}
