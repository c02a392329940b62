package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.report.RunDirectory;
import jacquard.report.RunState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A run with a run directory, killed at any moment and gone on with until it ends: its metrics are
 * those of a run that nobody killed. {@code -Drunkills=100} goes on until so many kills were made,
 * {@code -Dkillseed} repeats the moments.
 */
class RunKillTest {
  private static final int KILLS = Integer.getInteger("runkills", 6);
  private static final List<String> EXAMPLE =
      List.of("kfold-digits", "--folds", "4", "--rounds", "200", "--backend", "java", "--quiet");

  @TempDir private Path directory = Path.of("");

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void leaveNoProcess() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(Path log, List<String> args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--"))
        .forEach(command::add);
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-cp", classPath, Main.class.getName()));
    command.addAll(args);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    started.add(process);
    return process;
  }

  private static List<String> with(List<String> first, String... more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void killedAtAnyMomentItsMetricsAreThoseOfOneRun() throws Exception {
    Path whole = directory.resolve("whole");
    CommandLine line = Main.commandLine();
    StringWriter out = new StringWriter();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(out, true));
    assertEquals(0, line.execute(with(EXAMPLE, "--run", whole.toString()).toArray(String[]::new)));

    long seed = Long.getLong("killseed", System.nanoTime());
    Random random = new Random(seed);
    Path killed = directory.resolve("killed");
    Path log = directory.resolve("log.txt");
    int kills = 0;
    int finished = 0;
    while (finished == 0 || kills < KILLS) {
      boolean isBegun = RunDirectory.isRun(killed);
      Process process =
          start(
              log,
              isBegun
                  ? List.of("resume", killed.toString(), "--every", "100", "--keep", "2")
                  : with(EXAMPLE, "--run", killed.toString(), "--every", "100"));
      boolean isLast = kills >= KILLS;
      if (!isLast) {
        awaitSession(process, killed); // a start takes long on a busy machine
      }
      if (process.waitFor(isLast ? 180_000 : random.nextInt(900), TimeUnit.MILLISECONDS)) {
        assertEquals(0, process.exitValue(), "seed " + seed + "\n" + Files.readString(log));
        check(whole, killed, "seed " + seed + ", " + kills + " kills");
        finished++;
        killed = directory.resolve("killed-" + finished);
      } else {
        assertTrue(!isLast, "the run did not end");
        process.destroyForcibly().waitFor();
        kills++;
        RunDirectory.open(killed).metrics(); // can be read at any time
        RunDirectory.open(killed)
            .state()
            .ifPresent(state -> assertEquals(RunState.Status.INTERRUPTED, state.status()));
      }
    }
    System.out.printf(
        Locale.ROOT, "%d kills, %d runs to the end, seed %d%n", kills, finished, seed);
  }

  /** Waits until a process that was just started is at the run. */
  private static void awaitSession(Process process, Path run) throws Exception {
    while (process.isAlive()
        && !(RunDirectory.isRun(run)
            && RunDirectory.open(run).state().map(RunState::status).orElse(null)
                == RunState.Status.RUNNING)) {
      Thread.sleep(10);
    }
  }

  private static void check(Path whole, Path killed, String when) throws IOException {
    for (String file : List.of("metrics.csv", "metrics.jsonl")) {
      assertEquals(
          Files.readString(whole.resolve(file)), Files.readString(killed.resolve(file)), when);
    }
    RunState state = RunDirectory.open(killed).state().orElseThrow();
    assertEquals(RunState.Status.FINISHED, state.status(), when);
  }

  @Test
  void toldToStopItIsPausedAndSaysHowToGoOn() throws Exception {
    Path run = directory.resolve("stopped");
    Path log = directory.resolve("stopped.txt");
    Process process =
        start(log, List.of("kfold-digits", "--backend", "java", "--run", run.toString()));
    awaitSession(process, run);
    process.destroy();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(Main.SAVED, process.exitValue(), Files.readString(log));
    assertTrue(Files.readString(log).contains("go on with examples/run resume " + run));
    assertEquals(RunState.Status.PAUSED, RunDirectory.open(run).state().orElseThrow().status());
  }
}
