package jacquard.report;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jacquard.data.Digits;
import jacquard.data.Minibatches;
import jacquard.experiment.Autosave;
import jacquard.experiment.Experiment;
import jacquard.flow.JobException;
import jacquard.flow.Work;
import jacquard.flow.Workers;
import jacquard.vm.Vm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a registry is told of a run. */
class RunMetricsTest {
  @TempDir private Path directory = Path.of("");

  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private final RunMetrics metrics = new RunMetrics(registry, "digits");

  private static Experiment experiment() {
    Minibatches batches = Minibatches.shuffled(Digits.load().all(), 50, 1);
    Experiment experiment =
        new Experiment()
            .component("batches", batches)
            .program("main", repeat(100, call(batches::next)));
    experiment.start("main");
    return experiment;
  }

  private double gauge(String name) {
    return registry.get(name).tag("run", "digits").gauge().value();
  }

  @Test
  void stepsAreCountedAndTheirRateIsOfTheTimeBetweenReadings() {
    Vm run = experiment().run("main");
    metrics.steps(run);
    assertEquals(0, gauge("jacquard.steps.rate"));
    run.run(80);
    clock.add(Duration.ofSeconds(4));
    assertEquals(80, registry.get("jacquard.steps").functionCounter().count());
    assertEquals(20, gauge("jacquard.steps.rate"));
    clock.add(Duration.ofMillis(10));
    assertEquals(20, gauge("jacquard.steps.rate"), "a second reader hears the same");
    clock.add(Duration.ofSeconds(1));
    assertEquals(0, gauge("jacquard.steps.rate"));
  }

  @Test
  void savesAreTimed() throws Exception {
    try (Autosave autosave = new Autosave(directory, warning -> {}).everySteps(50)) {
      metrics.saves(autosave);
      autosave.run(experiment(), "main", Long.MAX_VALUE);
    }
    long saves = registry.get("jacquard.save").timer().count();
    assertTrue(saves >= 1, "the last is always written");
    assertEquals(saves, registry.get("jacquard.save.copy").timer().count());
    try (var files = Files.list(directory)) {
      Path newest = files.sorted().reduce((a, b) -> b).orElseThrow();
      assertEquals(Files.size(newest), (long) gauge("jacquard.save.bytes"));
    }
  }

  /** A number halved, if it can be. */
  record Half() implements Work<Integer, Integer> {
    @Override
    public Integer apply(Integer x) {
      if (x % 2 == 1) {
        throw new ArithmeticException(x + " is odd");
      }
      return x / 2;
    }
  }

  @Test
  void jobsAreTimedByHowTheyEnd() {
    try (Workers workers = metrics.jobs(Workers.threads(2, Half.class))) {
      assertEquals(List.of(1, 2, 3), workers.run(new Half(), List.of(2, 4, 6)));
      assertThrows(JobException.class, () -> workers.run(new Half(), List.of(1)));
    }
    assertEquals(3, registry.get("jacquard.jobs").tag("outcome", "done").timer().count());
    assertEquals(1, registry.get("jacquard.jobs").tag("outcome", "failed").timer().count());
  }

  @Test
  void allMetersNameTheRun() {
    metrics.steps(experiment().run("main"));
    metrics.jobs(Workers.local()).close();
    for (Meter meter : registry.getMeters()) {
      assertEquals("digits", meter.getId().getTag("run"));
      assertTrue(meter.getId().getName().startsWith("jacquard."));
    }
  }
}
