package jacquard.examples;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.experiment.Experiment;
import jacquard.report.RunDirectory;
import jacquard.report.RunSession;
import jacquard.report.RunState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A run whose files cannot be written any more near its end: it ends, and says what it knows. */
class UnsavedResultTest {
  private static final int UPDATES = 50;

  /** What the test does before an update; not part of the run. */
  private static @Nullable Path blocked;

  @TempDir private Path directory = Path.of("");

  /** Counts, and at some update puts a directory or file in the way of what is written. */
  static final class Counter implements Stateful {
    private int count;

    @Override
    public void state(State s) {
      count = s.value("count", count);
    }

    void update() throws IOException {
      Path path = blocked;
      if (count == UPDATES - 10 && path != null) {
        block(path);
      }
      count++;
    }

    private static void block(Path path) throws IOException {
      if (Files.isDirectory(path)) {
        Files.move(path, path.resolveSibling("away"));
        Files.createFile(path);
      } else {
        Files.createDirectories(path.resolve("x"));
      }
    }
  }

  /** An example of a few steps. */
  static final class Counting implements Example {
    @Override
    public About about() {
      return About.of("counting", Topic.PROGRAMS, "Counts.");
    }

    @Override
    public Experiment experiment(long seed) {
      Counter counter = new Counter();
      return new Experiment()
          .types(Counter.class)
          .component("counter", counter)
          .program(name(), repeat(UPDATES, call(counter::update)));
    }

    @Override
    public void report(Experiment experiment, PrintWriter out) {
      out.println("counted to " + experiment.component("counter", Counter.class).count);
    }
  }

  @AfterEach
  void blockNothing() {
    blocked = null;
  }

  private static Ran run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine(List.of(new Counting()));
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return new Ran(line.execute(args), out.toString(), err.toString());
  }

  private Path block(String name) {
    blocked = directory.resolve(name);
    return Objects.requireNonNull(blocked);
  }

  private RunState state() {
    return RunDirectory.open(directory.resolve("r")).state().orElseThrow();
  }

  @Test
  void theResultIsPrintedThoughItCannotBeSaved() {
    block("r/checkpoints");
    Ran ran = run("counting", "--quiet", "--run", directory.resolve("r").toString());
    assertEquals(Main.FAILED, ran.code(), ran.all());
    assertEquals("counted to 50\n", ran.out());
    assertTrue(ran.errors().contains("error: "), ran.errors());
    assertEquals(RunState.Status.FAILED, state().status());
  }

  @Test
  void withoutARunDirectoryToo() {
    block("ck");
    Ran ran = run("counting", "--quiet", "--save", directory.resolve("ck").toString());
    assertEquals(Main.FAILED, ran.code(), ran.all());
    assertEquals("counted to 50\n", ran.out());
    assertTrue(ran.errors().contains("error: "), ran.errors());
  }

  @Test
  void programsReadTheResultAndTheError() {
    block("r/checkpoints");
    Ran ran = run("counting", "--json", "--run", directory.resolve("r").toString());
    assertEquals(Main.FAILED, ran.code(), ran.all());
    assertTrue(ran.out().contains("counted to 50"), ran.out());
    assertTrue(ran.out().contains("\"error\":\""), ran.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"r/.state.json.tmp", "r/.program.csv.tmp"})
  void aStatusThatCannotBeWrittenEndsNoRun(String file) throws IOException {
    Path path = block(file);
    Ran ran = run("counting", "--quiet", "--run", directory.resolve("r").toString());
    assertEquals(Main.FAILED, ran.code(), ran.all());
    assertEquals("counted to 50\n", ran.out());
    assertTrue(ran.errors().contains("its checkpoint is whole"), ran.errors());
    Files.delete(path.resolve("x"));
    Files.delete(path);
    RunDirectory run = RunDirectory.open(directory.resolve("r"));
    Experiment resumed = run.resume(Map.of(), Counter.class).experiment();
    try (RunSession session = run.begin(resumed, Map.of())) {
      assertTrue(session.run(Long.MAX_VALUE, autosave -> {}));
    }
    assertEquals(RunState.Status.FINISHED, state().status());
  }

  @Test
  void warningsAreInTheLogToo() throws IOException {
    block("r/checkpoints");
    Ran ran =
        run("counting", "--quiet", "--run", directory.resolve("r").toString(), "--every", "5");
    String log = Files.readString(directory.resolve("r/log.txt"));
    assertTrue(log.contains("failed: "), log);
    List<String> warnings =
        ran.errors().lines().filter(line -> !line.startsWith("error: ")).toList();
    warnings.forEach(line -> assertTrue(log.contains(line.strip()), () -> line + "\n" + log));
  }
}
