package jacquard.report;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Selectors.calls;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.experiment.Experiment;
import jacquard.vm.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A run of 60 updates that measures each of them, for tests of run directories. */
final class RunFixture {
  static final int UPDATES = 60;

  /** Counts; at some updates the test does something to the run's surroundings. */
  static final class Worker implements Stateful {
    private Metrics metrics = new Metrics();
    private int updates;
    private transient Surroundings surroundings = update -> {};

    @Override
    public void state(State s) {
      metrics = s.value("metrics", metrics);
      updates = s.value("updates", updates);
    }

    void update() throws Exception {
      surroundings.before(updates + 1);
      updates++;
    }

    void look(Moment moment) throws IOException {
      metrics.add(MetricRow.at(moment, "loss", 1.0 / updates));
    }
  }

  /** What a test does before an update. */
  interface Surroundings {
    void before(int update) throws Exception;
  }

  private RunFixture() {}

  static Experiment experiment(Surroundings surroundings) {
    Worker worker = new Worker();
    worker.surroundings = surroundings;
    Experiment experiment =
        new Experiment()
            .types(Worker.class)
            .component("metrics", worker.metrics)
            .component("worker", worker)
            .program("main", repeat(UPDATES, call(worker::update)).counting("epoch"));
    experiment.rewrite("main", p -> p.find(calls(worker::update)).after(worker::look));
    experiment.start("main");
    return experiment;
  }

  static Experiment experiment() {
    return experiment(update -> {});
  }

  static Experiment resumed(RunDirectory directory) {
    return directory.resume(Map.of(), Worker.class).experiment();
  }

  static RunDirectory create(Path path) {
    return RunDirectory.create(path, RunConfiguration.of("main", 1));
  }

  /** A run that has taken some steps and was paused. */
  static RunDirectory paused(Path path, long steps) {
    RunDirectory directory = create(path);
    try (RunSession session = directory.begin(experiment(), Map.of())) {
      session.run(steps, autosave -> {});
    }
    return directory;
  }

  /** Puts a directory in the place of a file, so that nothing can be written there. */
  static void block(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.createDirectories(file.resolve("x"));
  }

  static void unblock(Path file) throws IOException {
    Files.delete(file.resolve("x"));
    Files.delete(file);
  }
}
