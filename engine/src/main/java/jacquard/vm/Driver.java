package jacquard.vm;

import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one thread that may do something to a run. */
final class Driver {
  /** How long a step may go on after an interrupt, in milliseconds, before it gets that too. */
  private static final long GRACE = 2000;

  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

  /**
   * Does something on this thread while no other does anything.
   *
   * @throws IllegalStateException if another thread is at it, or this one is already
   */
  <T extends @Nullable Object> T alone(Supplier<T> action) {
    Thread other = thread.compareAndExchange(null, Thread.currentThread());
    if (other != null) {
      throw new IllegalStateException(
          "this run is being driven by "
              + other
              + "; one thread drives a run at a time, so pause() it and wait until it returns");
    }
    try {
      return action.get();
    } finally {
      thread.set(null);
    }
  }

  /**
   * The platform thread a run is driven on, which it has to itself.
   *
   * <p>It is not a virtual one: a component that waits for a monitor ({@code synchronized}, {@code
   * Object.wait}) below a continuation of ours would hold the carrier of a virtual thread, and so
   * few as there are processors would stop all virtual threads of the JVM.
   */
  private static final class RunThread extends Thread {
    RunThread(Runnable task) {
      super(task, "jacquard-run");
      setDaemon(true);
    }
  }

  /**
   * Does something on a platform thread of its own, or on this one if that is what it is already,
   * and waits for it; what it throws is thrown here.
   *
   * <p>An interrupt is passed on only if the action does not end soon, or at a second one: a
   * component that sleeps or waits for a moment would fail at it, half-way, though its step was
   * about to end.
   *
   * @param interrupted what is done at once if the waiting thread is interrupted; it makes the
   *     action end
   */
  static <T extends @Nullable Object> T onOwnThread(Supplier<T> action, Runnable interrupted) {
    if (Thread.currentThread() instanceof RunThread) {
      return action.get();
    }
    FutureTask<T> task = new FutureTask<>(action::get);
    Thread thread = new RunThread(task);
    thread.start();
    join(thread, interrupted);
    if (task.state() == Future.State.FAILED) {
      throw Thrown.<RuntimeException>unchecked(task.exceptionNow());
    }
    return task.resultNow();
  }

  private static void join(Thread thread, Runnable interrupted) {
    boolean wasInterrupted = false;
    boolean isLate = false;
    while (true) {
      try {
        if (!isLate && wasInterrupted) {
          thread.join(GRACE);
          isLate = true;
        } else {
          thread.join();
        }
        if (!thread.isAlive()) {
          break;
        }
        thread.interrupt();
      } catch (InterruptedException e) {
        isLate = wasInterrupted;
        wasInterrupted = true;
        interrupted.run();
        if (isLate) {
          thread.interrupt();
        }
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
