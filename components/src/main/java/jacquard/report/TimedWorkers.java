package jacquard.report;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jacquard.flow.Job;
import jacquard.flow.Workers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Workers whose jobs are timed from being taken on until they are settled. */
final class TimedWorkers implements Workers {
  private final Workers workers;
  private final MeterRegistry registry;
  private final Timer done;
  private final Timer failed;

  TimedWorkers(Workers workers, MeterRegistry registry, Tags tags) {
    this.workers = workers;
    this.registry = registry;
    this.done = registry.timer("jacquard.jobs", tags.and("outcome", "done"));
    this.failed = registry.timer("jacquard.jobs", tags.and("outcome", "failed"));
  }

  @Override
  public int width() {
    return workers.width();
  }

  @Override
  public <D, R> Future<R> submit(Job<D, R> job) {
    Timer.Sample begun = Timer.start(registry);
    Future<R> future = workers.submit(job);
    if (future instanceof CompletableFuture<R> told) {
      return told.whenComplete((result, thrown) -> begun.stop(thrown == null ? done : failed));
    }
    return future;
  }

  @Override
  public void close() {
    workers.close();
  }
}
