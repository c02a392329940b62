package jacquard.examples;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What {@code --save --every 1000} adds to {@code kfold-digits}: the command in turns without and
 * with it, in one warm process and then as whole processes.
 */
@State(Scope.Benchmark)
public class SavingBench {
  private static final int TURNS = 7;
  private static final String[] PLAIN = {"kfold-digits", "--backend", "java", "--quiet"};

  private Path directory = Path.of("");
  private int turn;

  /** The seconds of one turn. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Seconds {
    /** Without saving. */
    public double plain;

    /** With it. */
    public double saving;

    /** Begins a turn. */
    @Setup(Level.Iteration)
    public void start() {
      plain = 0;
      saving = 0;
    }
  }

  private interface Command {
    void run(String... args) throws Exception;
  }

  /** Makes a directory beside the build's output, which is a real disk. */
  @Setup
  public void prepare() throws IOException {
    directory = Files.createTempDirectory(Path.of("").toAbsolutePath(), "saving-bench");
  }

  /** Both commands once, each first by turns. */
  @Benchmark
  public void inOneProcess(Seconds seconds) throws Exception {
    turn(seconds, SavingBench::execute);
  }

  private static void execute(String... args) {
    int code = Main.commandLine().execute(args);
    if (code != 0) {
      throw new IllegalStateException("the command exited with " + code);
    }
  }

  private void turn(Seconds seconds, Command command) throws Exception {
    boolean plainFirst = turn++ % 2 == 0;
    if (plainFirst) {
      seconds.plain = time(command, PLAIN);
    }
    String save = directory.resolve("turn-" + turn).toString();
    seconds.saving =
        time(
            command,
            Stream.concat(
                    Stream.of(PLAIN), Stream.of("--save", save, "--every", "1000", "--keep", "2"))
                .toArray(String[]::new));
    if (!plainFirst) {
      seconds.plain = time(command, PLAIN);
    }
  }

  private static double time(Command command, String... args) throws Exception {
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

  private static List<double[]> warm() throws RunnerException {
    RunResult result =
        new Runner(
                new OptionsBuilder()
                    .include(SavingBench.class.getName() + "\\.")
                    .mode(Mode.SingleShotTime)
                    .forks(1)
                    .warmupIterations(2)
                    .measurementIterations(TURNS)
                    .shouldFailOnError(true)
                    .output("saving-bench.log")
                    .build())
            .run()
            .iterator()
            .next();
    return List.of(values(result, "plain"), values(result, "saving"));
  }

  private static double[] values(RunResult result, String name) {
    return result.getBenchmarkResults().iterator().next().getIterationResults().stream()
        .mapToDouble(i -> Objects.requireNonNull(i.getSecondaryResults().get(name)).getScore())
        .toArray();
  }

  private static List<double[]> processes() throws Exception {
    SavingBench bench = new SavingBench();
    bench.prepare();
    double[][] all = new double[2][TURNS];
    for (int i = 0; i < TURNS; i++) {
      Seconds seconds = new Seconds();
      bench.turn(seconds, SavingBench::start);
      all[0][i] = seconds.plain;
      all[1][i] = seconds.saving;
    }
    bench.clear();
    return List.of(all);
  }

  private static void start(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the command exited with " + process.exitValue());
    }
  }

  private static void print(String where, List<double[]> seconds) {
    double plain = median(seconds.get(0));
    double saving = median(seconds.get(1));
    double[] ratios = new double[TURNS];
    for (int i = 0; i < TURNS; i++) {
      ratios[i] = seconds.get(1)[i] / seconds.get(0)[i];
    }
    System.out.printf(
        Locale.ROOT,
        "%-20s  plain %.2f s  --every 1000 %.2f s  median of %d turns' ratios %.3f%n",
        where,
        plain,
        saving,
        TURNS,
        median(ratios));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
