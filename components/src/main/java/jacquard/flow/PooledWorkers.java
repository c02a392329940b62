package jacquard.flow;

import jacquard.checkpoint.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Workers that take jobs from one queue, each with a thread of this process that attends to it.
 *
 * <p>A job whose worker is lost goes back to the head of the queue. Jobs are not gathered into
 * larger ones: handing one over takes microseconds.
 */
class PooledWorkers implements Workers {
  /** So many workers lost at the same job are taken for its fault. */
  private static final int TRIES = 3;

  /** One worker; its thread alone gives it jobs. */
  interface Worker extends AutoCloseable {
    /**
     * The result of a job.
     *
     * @throws LostException if the worker was lost; the job is done again, by any worker
     * @throws Exception what the work threw
     */
    Object apply(Job<?, ?> job, Copied work) throws Exception;

    /** Gives up a job that is being done, if that can be, and all the worker holds; any thread. */
    @Override
    void close();
  }

  /** A job that was taken on. */
  private static final class Order {
    final Job<?, ?> job;
    final Copied work;
    final CompletableFuture<Object> future = new CompletableFuture<>();
    int losses;

    Order(Job<?, ?> job, Copied work) {
      this.job = job;
      this.work = work;
    }

    void fail(String what, Throwable cause) {
      future.completeExceptionally(new JobException(job, what, cause));
    }
  }

  private final String name;
  private final Copied.Encoder encoder;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Order> queue = new ArrayDeque<>();
  private final List<Attendant> attendants = new ArrayList<>();
  private int made;
  private boolean closed;

  /** No workers yet, the threads that will attend to them named after what they are. */
  PooledWorkers(String name, Payload payload) {
    this.name = name;
    this.encoder = new Copied.Encoder(payload);
  }

  /** So many workers. */
  PooledWorkers(int count, String name, Payload payload, Supplier<Worker> worker) {
    this(name, payload);
    if (count < 1) {
      throw new IllegalArgumentException("workers must be at least 1, not " + count);
    }
    for (int i = 0; i < count; i++) {
      add(worker.get());
    }
  }

  /** The thread that gives jobs to one worker. */
  private final class Attendant implements Runnable {
    final Worker worker;
    final Thread thread;
    boolean dismissed;

    Attendant(Worker worker) {
      this.worker = worker;
      this.thread =
          Thread.ofPlatform().daemon().name("jacquard-" + name + "-" + made).unstarted(this);
      made++;
    }

    @Override
    public void run() {
      for (Order order = next(this); order != null; order = next(this)) {
        perform(order, worker);
      }
    }
  }

  /** Gives jobs to one more worker; once closed, closes it. */
  final void add(Worker worker) {
    lock.lock();
    try {
      if (closed) {
        worker.close();
        return;
      }
      attendants.removeIf(a -> a.dismissed && !a.thread.isAlive());
      Attendant attendant = new Attendant(worker);
      attendants.add(attendant);
      attendant.thread.start();
    } finally {
      lock.unlock();
    }
  }

  /** Gives no more jobs to a worker. */
  final void dismiss(Worker worker) {
    lock.lock();
    try {
      attendants.stream().filter(a -> a.worker == worker).forEach(a -> a.dismissed = true);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The next job for a worker, as soon as there is one; null if it is to get no more. */
  private @Nullable Order next(Attendant attendant) {
    lock.lock();
    try {
      while (!closed && !attendant.dismissed) {
        Order order = queue.poll();
        if (order != null) {
          return order;
        }
        // Not ended by interrupts: a job that interrupts its thread harms no other.
        changed.awaitUninterruptibly();
      }
      changed.signal(); // what was meant for this one is for another
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void perform(Order order, Worker worker) {
    JobEvent event = new JobEvent();
    event.begin();
    try {
      Object result = worker.apply(order.job, order.work);
      if (result == null) {
        throw new IllegalStateException("the work gave null");
      }
      order.future.complete(result);
    } catch (LostException e) {
      lost(order, e);
    } catch (Exception | Error e) {
      order.future.completeExceptionally(failed(order.job, e));
    }
    event.of(order.job);
  }

  private void lost(Order order, LostException e) {
    order.losses += e.isBlamed() ? 1 : 0;
    lock.lock();
    try {
      if (closed) {
        order.fail(NOT_DONE, e);
      } else if (order.losses >= TRIES) {
        order.fail(
            String.format(
                Locale.ROOT,
                "%d workers were lost when they did it; the last one: %s",
                TRIES,
                e.getMessage()),
            e);
      } else {
        queue.addFirst(order);
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private static final String NOT_DONE = "not done, since the workers were closed";

  static JobException failed(Job<?, ?> job, Throwable thrown) {
    return thrown instanceof JobException e ? e : new JobException(job, thrown.toString(), thrown);
  }

  static IllegalStateException closedBefore(Job<?, ?> job) {
    return new IllegalStateException(
        job + ": these workers are closed; make others, or close them later");
  }

  /** Twice as many as there are workers: one done, and one to go on with. */
  @Override
  public int width() {
    lock.lock();
    try {
      return 2 * Math.max(1, count());
    } finally {
      lock.unlock();
    }
  }

  @Override
  @SuppressWarnings("unchecked") // work of <D, R> gives an R
  public <D, R> Future<R> submit(Job<D, R> job) {
    Order order = new Order(job, encoder.of(job.work()));
    lock.lock();
    try {
      if (closed) {
        throw closedBefore(job);
      }
      queue.add(order);
      changed.signal();
    } finally {
      lock.unlock();
    }
    return (Future<R>) (Future<?>) order.future;
  }

  /** Fails the jobs that no worker was given. */
  final void failWaiting(String what, Throwable cause) {
    lock.lock();
    try {
      for (Order order = queue.poll(); order != null; order = queue.poll()) {
        order.fail(what, cause);
      }
    } finally {
      lock.unlock();
    }
  }

  private int count() {
    return (int) attendants.stream().filter(attendant -> !attendant.dismissed).count();
  }

  @Override
  public synchronized void close() {
    List<Attendant> all;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      all = List.copyOf(attendants);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    all.forEach(attendant -> attendant.worker.close());
    disconnect();
    all.forEach(attendant -> attendant.thread.interrupt());
    all.forEach(attendant -> awaitEnd(attendant.thread));
    failWaiting(NOT_DONE, new IllegalStateException("closed"));
  }

  /** Gives up what all workers share, when they are closed. */
  void disconnect() {}

  /** Waits for a thread; an interrupt is kept for later. */
  static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
