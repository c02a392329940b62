package jacquard.flow;

import jacquard.checkpoint.Payload;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** The caller as the only worker. */
final class LocalWorkers implements Workers {
  private final Copied.Encoder encoder;
  private final Copied.Copy copy;
  private boolean closed;

  LocalWorkers(Class<?>... types) {
    Payload payload = new Payload(types);
    this.encoder = new Copied.Encoder(payload);
    this.copy = new Copied.Copy(payload);
  }

  @Override
  public int width() {
    return 1;
  }

  @Override
  @SuppressWarnings("unchecked") // work of <D, R> gives an R
  public synchronized <D, R> Future<R> submit(Job<D, R> job) {
    if (closed) {
      throw PooledWorkers.closedBefore(job);
    }
    Copied work = encoder.of(job.work());
    try {
      return CompletableFuture.completedFuture((R) copy.apply(work, job.datum()));
    } catch (Exception | Error e) {
      return CompletableFuture.failedFuture(PooledWorkers.failed(job, e));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
