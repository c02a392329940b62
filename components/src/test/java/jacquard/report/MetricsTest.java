package jacquard.report;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Selectors.calls;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.experiment.Experiment;
import jacquard.vm.Moment;
import jacquard.vm.Vm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Rows of metrics: each once, whole, in both files and in the order of the run, or waiting. */
class MetricsTest {
  private static final int ROUNDS = 12;

  /** A program that adds two rows a round, and whose disk comes and goes. */
  static final class Trainer implements Stateful {
    private Metrics metrics = new Metrics();
    private long n;

    @Override
    public void state(State s) {
      metrics = s.value("metrics", metrics);
      n = s.value("n", n);
    }

    void update() {
      n++;
    }

    void look(Moment moment) {
      metrics.add(
          MetricRow.at(moment, "a", 1.0 / n).with(Map.of("rate", 0.1 * n)),
          MetricRow.at(moment, "b", n == 3 ? Double.NaN : Math.sqrt((double) n)));
    }
  }

  private static Experiment experiment() {
    Trainer trainer = new Trainer();
    Experiment experiment =
        new Experiment()
            .types(Trainer.class)
            .component("metrics", trainer.metrics)
            .component("trainer", trainer)
            .program("main", repeat(ROUNDS, call(trainer::update)).counting("epoch"));
    experiment.rewrite("main", p -> p.find(calls(trainer::update)).after(trainer::look));
    experiment.start("main");
    return experiment;
  }

  private static RunDirectory fresh(Path path) {
    return RunDirectory.create(path, RunConfiguration.of("main", 1));
  }

  private static String csv(Path directory) throws IOException {
    return Files.readString(directory.resolve("metrics.csv"));
  }

  private static String json(Path directory) throws IOException {
    return Files.readString(directory.resolve("metrics.jsonl"));
  }

  private static void within(Body body) throws IOException {
    Path directory = Files.createTempDirectory("metrics");
    try {
      body.run(directory);
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private interface Body {
    void run(Path directory) throws IOException;
  }

  /** A disk on which a file cannot be written: a directory stands in its place meanwhile. */
  private static void breakFile(Path file) throws IOException {
    Files.move(file, file.resolveSibling(file.getFileName() + ".kept"));
    Files.createDirectory(file);
  }

  /** Mends it; a failed write may have left some bytes. */
  private static void mendFile(Path file, String left) throws IOException {
    if (Files.isDirectory(file)) {
      Files.delete(file);
      Path kept = file.resolveSibling(file.getFileName() + ".kept");
      Files.writeString(kept, left, StandardOpenOption.APPEND);
      Files.move(kept, file);
    }
  }

  @Property(tries = 25)
  void whateverFailsEachRowIsWrittenOnceAndWhole(@ForAll long seed) throws IOException {
    within(
        base -> {
          Random random = new Random(seed);
          Experiment plain = experiment();
          Path wanted = Files.createDirectory(base.resolve("plain"));
          plain.component("metrics", Metrics.class).writeInto(wanted);
          plain.run("main").run();
          Path directory = Files.createDirectory(base.resolve("run"));
          List<Path> files =
              List.of(directory.resolve("metrics.csv"), directory.resolve("metrics.jsonl"));
          Experiment experiment = experiment();
          while (!experiment.run("main").isDone()) {
            Checkpoint saved = experiment.checkpoint();
            assertEquals(0, experiment.component("metrics", Metrics.class).writeInto(directory));
            take(experiment.run("main"), 1L + random.nextInt(9), random, files);
            boolean goesBack = random.nextInt(3) == 0; // as if it were killed here
            Checkpoint next = goesBack ? saved : experiment.checkpoint();
            experiment = Experiment.restore(Checkpoint.of(next.bytes()), Map.of(), Trainer.class);
          }
          experiment.component("metrics", Metrics.class).writeInto(directory);
          assertEquals(csv(wanted), csv(directory));
          assertEquals(json(wanted), json(directory));
          assertEquals(2 * ROUNDS, experiment.component("metrics", Metrics.class).rows());
        });
  }

  /** Takes steps while files cannot be written for a time; in the end they can. */
  private static void take(Vm run, long steps, Random random, List<Path> files) throws IOException {
    for (long i = 0; i < steps && !run.isDone(); i++) {
      Path file = files.get(random.nextInt(2));
      if (random.nextInt(3) == 0) {
        if (Files.isDirectory(file)) {
          mendFile(file, random.nextBoolean() ? "" : half(file));
        } else {
          breakFile(file);
        }
      }
      run.run(1);
    }
    for (Path file : files) {
      mendFile(file, random.nextBoolean() ? "" : half(file));
    }
  }

  private static String half(Path file) {
    return file.toString().endsWith("csv") ? "13,,1,,c,1\n14,," : "{\"step\":13}\n{\"step\":1";
  }

  @Example
  void rowsThatWaitAreSavedAndWrittenByWhoeverResumes() throws IOException {
    within(
        base -> {
          RunDirectory directory = fresh(base.resolve("run"));
          Path csv = directory.path().resolve("metrics.csv");
          Experiment experiment = experiment();
          Metrics metrics = experiment.component("metrics", Metrics.class);
          RunSession session = directory.begin(experiment, Map.of());
          List<String> told = new ArrayList<>();
          metrics.warn(told::add);
          experiment.run("main").run(6);
          breakFile(csv);
          long before = metrics.rows();
          experiment.run("main").run(6);
          assertTrue(metrics.unwritten() > 0);
          assertEquals(before + metrics.unwritten(), metrics.rows());
          assertEquals(1, told.size(), told::toString);
          assertTrue(told.getFirst().contains("wait in memory"), told.getFirst());
          assertThrows(IOException.class, metrics::flush);
          Checkpoint saved = experiment.checkpoint();
          RunException e = assertThrows(RunException.class, session::close);
          assertTrue(String.valueOf(e.getMessage()).contains("rows of metrics"), e.getMessage());
          mendFile(csv, "");

          Experiment resumed = Experiment.restore(saved, Map.of(), Trainer.class);
          try (RunSession again = directory.begin(resumed, Map.of())) {
            assertEquals(0, resumed.component("metrics", Metrics.class).unwritten());
            resumed.run("main").run();
          }
          assertEquals(2 * ROUNDS, directory.metrics().size());
          assertEquals(1 + 2 * ROUNDS, csv(directory.path()).lines().distinct().count());
          assertEquals(2 * ROUNDS, json(directory.path()).lines().distinct().count());
        });
  }

  @Example
  void itIsToldWhenTheyAreWrittenAgain() throws IOException {
    within(
        base -> {
          RunDirectory directory = fresh(base.resolve("run"));
          Path json = directory.path().resolve("metrics.jsonl");
          Experiment experiment = experiment();
          Metrics metrics = experiment.component("metrics", Metrics.class);
          try (RunSession session = directory.begin(experiment, Map.of())) {
            List<String> told = new ArrayList<>();
            metrics.warn(told::add);
            experiment.run("main").run(4);
            String before = csv(directory.path());
            breakFile(json);
            experiment.run("main").run(4);
            assertEquals(before, csv(directory.path()), "in both files or in neither");
            mendFile(json, "");
            experiment.run("main").run(4);
            assertEquals(2, told.size(), told::toString);
            assertTrue(told.getLast().contains("can be written again"), told.getLast());
            assertEquals(0, metrics.unwritten());
          }
        });
  }

  /** An interrupt closes channels, but must not keep rows from being written. */
  @Example
  void anInterruptedRunWritesItsRows() throws IOException {
    within(
        base -> {
          RunDirectory directory = fresh(base.resolve("run"));
          Experiment experiment = experiment();
          try (RunSession session = directory.begin(experiment, Map.of())) {
            experiment.run("main").run(4);
            Thread.currentThread().interrupt();
            experiment.run("main").run(4);
            assertTrue(Thread.interrupted());
            experiment.run("main").run();
            assertEquals(0, experiment.component("metrics", Metrics.class).unwritten());
          }
          assertEquals(2 * ROUNDS, directory.metrics().size());
        });
  }

  /** A file system may throw anything; the row is counted by then and must not be added again. */
  @Example
  void aRowThatMeetsAnUncheckedExceptionWaits() throws IOException {
    within(
        base -> {
          Metrics metrics = new Metrics();
          Path zip = base.resolve("files.zip");
          try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            metrics.writeInto(files.getPath("/"));
          }
          metrics.add(new MetricRow(1, 0, 0, Map.of(), "error", 0.5));
          metrics.add(new MetricRow(2, 0, 0, Map.of(), "error", 0.25));
          assertEquals(2, metrics.rows());
          assertEquals(2, metrics.unwritten());
          assertThrows(IOException.class, metrics::stopWriting);
        });
  }

  @Example
  void filesThatAreNoMetricsAreLeftAsTheyAre() throws IOException {
    within(
        base -> {
          for (String name : List.of("metrics.csv", "metrics.jsonl")) {
            RunDirectory directory = fresh(base.resolve(name));
            Path file = directory.path().resolve(name);
            byte[] theirs = "precious,1\nprecious,2\n".getBytes(StandardCharsets.UTF_8);
            Files.write(file, theirs);
            Experiment experiment = experiment();
            assertThrows(RunException.class, () -> directory.begin(experiment, Map.of()));
            RunException e =
                assertThrows(RunException.class, () -> directory.beginAgain(experiment, Map.of()));
            assertTrue(String.valueOf(e.getMessage()).contains("no file of metrics"));
            assertEquals("precious,1\nprecious,2\n", Files.readString(file));
            assertEquals(Objects.requireNonNull(file.getFileName()).toString(), name);
          }
        });
  }
}
