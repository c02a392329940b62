package jacquard.flow;

import jacquard.checkpoint.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * Workers that take jobs from one queue, each with a thread of this process that attends to it.
 *
 * <p>Jobs are not gathered into larger ones: handing one over takes microseconds.
 */
class PooledWorkers implements Workers {
  /** One worker; its thread alone gives it jobs. */
  interface Worker extends AutoCloseable {
    /**
     * The result of a job.
     *
     * @throws Exception what the work threw
     */
    Object apply(Job<?, ?> job, Copied work) throws Exception;

    /** Gives up a job that is being done, if that can be, and all the worker holds; any thread. */
    @Override
    void close();
  }

  /** A job that was taken on. */
  private record Order(Job<?, ?> job, Copied work, CompletableFuture<Object> future) {}

  private final Copied.Encoder encoder;
  private final LinkedBlockingQueue<Order> queue = new LinkedBlockingQueue<>();
  private final List<Worker> workers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /** Workers, the threads that attend to them named after what they are. */
  PooledWorkers(int count, String name, Payload payload, Supplier<Worker> worker) {
    if (count < 1) {
      throw new IllegalArgumentException("workers must be at least 1, not " + count);
    }
    this.encoder = new Copied.Encoder(payload);
    for (int i = 0; i < count; i++) {
      Worker made = worker.get();
      workers.add(made);
      threads.add(
          Thread.ofPlatform().daemon().name("jacquard-" + name + "-" + i).start(() -> work(made)));
    }
  }

  private void work(Worker worker) {
    while (!closed) {
      try {
        Order order = queue.take();
        perform(order, worker);
      } catch (InterruptedException e) {
        // Closed, or a job interrupted its own thread, which is no business of the next one.
      }
    }
  }

  private static void perform(Order order, Worker worker) {
    JobEvent event = new JobEvent();
    event.begin();
    try {
      Object result = worker.apply(order.job, order.work);
      if (result == null) {
        throw new IllegalStateException("the work gave null");
      }
      order.future.complete(result);
    } catch (Exception | Error e) {
      order.future.completeExceptionally(failed(order.job, e));
    }
    event.of(order.job);
  }

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
    return 2 * threads.size();
  }

  @Override
  @SuppressWarnings("unchecked") // work of <D, R> gives an R
  public <D, R> Future<R> submit(Job<D, R> job) {
    Copied work = encoder.of(job.work());
    CompletableFuture<Object> future = new CompletableFuture<>();
    synchronized (queue) {
      if (closed) {
        throw closedBefore(job);
      }
      queue.add(new Order(job, work, future));
    }
    return (Future<R>) (Future<?>) future;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    List<Order> left = new ArrayList<>();
    synchronized (queue) {
      closed = true;
      queue.drainTo(left);
    }
    workers.forEach(Worker::close);
    threads.forEach(Thread::interrupt);
    threads.forEach(PooledWorkers::awaitEnd);
    for (Order order : left) {
      order.future.completeExceptionally(
          new JobException(
              order.job,
              "not done, since the workers were closed",
              new IllegalStateException("closed")));
    }
  }

  private static void awaitEnd(Thread thread) {
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
