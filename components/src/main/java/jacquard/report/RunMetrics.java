package jacquard.report;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jacquard.experiment.Autosave;
import jacquard.flow.Workers;
import jacquard.vm.Vm;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The meters of a run in a Micrometer registry, all with the tag {@code run}. Micrometer is an
 * optional dependency: who uses this class brings {@code micrometer-core}.
 *
 * <table>
 * <caption>The meters</caption>
 * <tr><th>name</th><th>what</th></tr>
 * <tr><td>{@code jacquard.steps}</td><td>counter: steps completed, those before a resume too</td></tr>
 * <tr><td>{@code jacquard.steps.rate}</td>
 *     <td>gauge: steps per second since it was last read, if that is a second ago</td></tr>
 * <tr><td>{@code jacquard.save}</td><td>timer: writing a checkpoint, in the background</td></tr>
 * <tr><td>{@code jacquard.save.copy}</td>
 *     <td>timer: copying the state, for which the run stands still</td></tr>
 * <tr><td>{@code jacquard.save.bytes}</td><td>gauge: length of the newest checkpoint</td></tr>
 * <tr><td>{@code jacquard.jobs}</td>
 *     <td>timer: jobs from being taken on until they are settled; tag {@code outcome}: {@code done},
 *     {@code failed}</td></tr>
 * </table>
 */
public final class RunMetrics {
  private static final double SECOND = 1e9;

  private final MeterRegistry registry;
  private final Tags tags;

  /**
   * Meters that are registered as their sources are named.
   *
   * @param run the value of the tag {@code run}
   */
  public RunMetrics(MeterRegistry registry, String run) {
    this.registry = registry;
    this.tags = Tags.of("run", run);
  }

  /** Counts the steps of a run, which is kept as long as the registry is. */
  public RunMetrics steps(Vm run) {
    Rate rate = new Rate(run, registry.config().clock());
    FunctionCounter.builder("jacquard.steps", rate, r -> r.run.steps())
        .description("steps completed")
        .tags(tags)
        .register(registry);
    Gauge.builder("jacquard.steps.rate", rate, Rate::now)
        .description("steps per second")
        .strongReference(true)
        .tags(tags)
        .register(registry);
    return this;
  }

  /** Times what is saved from now on. */
  public RunMetrics saves(Autosave autosave) {
    AtomicLong bytes = new AtomicLong();
    Gauge.builder("jacquard.save.bytes", bytes, AtomicLong::get)
        .baseUnit("bytes")
        .strongReference(true)
        .tags(tags)
        .register(registry);
    var writing = registry.timer("jacquard.save", tags);
    var copying = registry.timer("jacquard.save.copy", tags);
    autosave.whenSaved(
        saved -> {
          writing.record(saved.writing());
          copying.record(saved.copying());
          bytes.set(saved.bytes());
        });
    return this;
  }

  /**
   * The same workers, with their jobs timed.
   *
   * @param workers closed with those that are returned
   */
  public Workers jobs(Workers workers) {
    return new TimedWorkers(workers, registry, tags);
  }

  /** Steps per second between readings that are a second apart, else as read before. */
  private static final class Rate {
    final Vm run;
    private final Clock clock;
    private long steps;
    private long time;
    private double last;

    Rate(Vm run, Clock clock) {
      this.run = run;
      this.clock = clock;
      steps = run.steps();
      time = clock.monotonicTime();
    }

    synchronized double now() {
      double seconds = (clock.monotonicTime() - time) / SECOND;
      if (seconds >= 1) {
        long now = run.steps();
        last = (now - steps) / seconds;
        steps = now;
        time = clock.monotonicTime();
      }
      return last;
    }
  }
}
