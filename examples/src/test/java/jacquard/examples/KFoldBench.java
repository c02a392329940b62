package jacquard.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What {@code --save --every 1000} adds to {@code kfold-digits}, and what {@code --no-optimize}
 * does: the command in turns without and with them, in one warm process and then as whole
 * processes.
 */
@State(Scope.Benchmark)
public class KFoldBench {
  private static final int TURNS = 5;

  private Path directory = Path.of("");
  private int turn;

  /** The seconds of one turn. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Seconds {
    /** Without options. */
    public double plain;

    /** With {@code --save --every 1000 --keep 2}. */
    public double saving;

    /** With {@code --no-optimize}. */
    public double notOptimized;

    /** Begins a turn. */
    @Setup(Level.Iteration)
    public void start() {
      plain = 0;
      saving = 0;
      notOptimized = 0;
    }
  }

  private interface Command {
    void run(List<String> args) throws Exception;
  }

  /** Makes a directory beside the build's output, which is a real disk. */
  @Setup
  public void prepare() throws IOException {
    directory = Files.createTempDirectory(Path.of("").toAbsolutePath(), "kfold-bench");
  }

  /** Each command once, in an order that goes round. */
  @Benchmark
  public void inOneProcess(Seconds seconds) throws Exception {
    turn(seconds, KFoldBench::execute);
  }

  private static void execute(List<String> args) {
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(Writer.nullWriter()))
            .execute(args.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException("the command exited with " + code);
    }
  }

  private void turn(Seconds seconds, Command command) throws Exception {
    String save = directory.resolve("turn-" + turn).toString();
    for (int i = 0; i < 3; i++) {
      switch ((turn + i) % 3) {
        case 0 -> seconds.plain = time(command);
        case 1 -> seconds.saving = time(command, "--save", save, "--every", "1000", "--keep", "2");
        default -> seconds.notOptimized = time(command, "--no-optimize");
      }
    }
    turn++;
  }

  private static double time(Command command, String... options) throws Exception {
    List<String> args = new ArrayList<>(List.of("kfold-digits", "--backend", "java", "--quiet"));
    args.addAll(List.of(options));
    long begin = System.nanoTime();
    command.run(args);
    return (System.nanoTime() - begin) / 1e9;
  }

  /** Removes the directory. */
  @TearDown
  public void clear() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Runs both and prints the medians; {@code examples/bench} starts it. */
  public static void main(String[] args) throws Exception {
    print("in one warm process", warm());
    print("as whole processes", processes());
  }

  private static List<Seconds> warm() throws RunnerException {
    RunResult result =
        new Runner(
                new OptionsBuilder()
                    .include(KFoldBench.class.getName() + "\\.")
                    .mode(Mode.SingleShotTime)
                    .forks(1)
                    .warmupIterations(2)
                    .measurementIterations(TURNS)
                    .shouldFailOnError(true)
                    .output("kfold-bench.log")
                    .build())
            .run()
            .iterator()
            .next();
    List<Seconds> turns = new ArrayList<>();
    for (IterationResult each :
        result.getBenchmarkResults().iterator().next().getIterationResults()) {
      Seconds seconds = new Seconds();
      seconds.plain = score(each, "plain");
      seconds.saving = score(each, "saving");
      seconds.notOptimized = score(each, "notOptimized");
      turns.add(seconds);
    }
    return turns;
  }

  private static double score(IterationResult turn, String name) {
    return Objects.requireNonNull(turn.getSecondaryResults().get(name)).getScore();
  }

  private static List<Seconds> processes() throws Exception {
    KFoldBench bench = new KFoldBench();
    bench.prepare();
    List<Seconds> turns = new ArrayList<>();
    for (int i = 0; i < TURNS; i++) {
      Seconds seconds = new Seconds();
      bench.turn(seconds, KFoldBench::start);
      turns.add(seconds);
    }
    bench.clear();
    return turns;
  }

  private static void start(List<String> args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(args);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the command exited with " + process.exitValue());
    }
  }

  private static void print(String where, List<Seconds> turns) {
    System.out.printf(
        Locale.ROOT,
        "%s, median of %d turns: %.2f s%n",
        where,
        TURNS,
        median(turns.stream().mapToDouble(t -> t.plain).toArray()));
    ratio("--every 1000", turns.stream().mapToDouble(t -> t.saving / t.plain).toArray());
    ratio("--no-optimize", turns.stream().mapToDouble(t -> t.notOptimized / t.plain).toArray());
  }

  private static void ratio(String option, double[] ratios) {
    Arrays.sort(ratios);
    System.out.printf(
        Locale.ROOT,
        "  %-14s x %.3f (%.3f to %.3f)%n",
        option,
        median(ratios),
        ratios[0],
        ratios[TURNS - 1]);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
