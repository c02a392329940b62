package jacquard.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The benchmark of checkpoints, in fresh processes, and one table of it.
 *
 * <p>Argument: a directory for the log.
 */
public final class CheckpointsBench {
  private static final List<String> JVM =
      List.of(
          "--add-exports",
          "java.base/jdk.internal.vm=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Xms3g",
          "-Xmx3g");

  private CheckpointsBench() {}

  /** Runs everything and prints the table. */
  public static void main(String[] args) throws IOException, RunnerException {
    Path log = Files.createDirectories(Path.of(args[0])).resolve("checkpoints.log");
    System.out.printf(
        Locale.ROOT, "JDK %s; medians; log in %s%n%n", Runtime.version(), log.toAbsolutePath());
    program(run(CheckpointBench.class, log, 3, 5, TimeValue.milliseconds(500)));
    parameters(run(ParametersBench.class, log, 3, 9, TimeValue.milliseconds(1)));
  }

  private static Collection<RunResult> run(
      Class<?> benchmark, Path log, int warmups, int iterations, TimeValue time)
      throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include(benchmark.getName() + "\\.")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .warmupIterations(warmups)
                .warmupTime(time)
                .measurementIterations(iterations)
                .measurementTime(time)
                .jvmArgs(JVM.toArray(String[]::new))
                .shouldFailOnError(true)
                .output(log.resolveSibling(benchmark.getSimpleName() + ".log").toString())
                .build())
        .run();
  }

  private static void program(Collection<RunResult> results) {
    System.out.println("a program of " + CheckpointBench.CONSTRUCTS + " constructs");
    for (RunResult result : results) {
      Result<?> primary = result.getPrimaryResult();
      row(primary.getLabel(), primary.getStatistics().getPercentile(50), "us");
      if (result.getSecondaryResults().containsKey("size")) {
        row("size", median(result, "size"), "B");
      }
    }
  }

  private static void parameters(Collection<RunResult> results) {
    RunResult result = results.iterator().next();
    System.out.println("100 MB of parameters");
    for (String part : List.of("capture", "bareSave", "save", "copyAndSave", "bareLoad", "load")) {
      row(part, median(result, part), "ms");
    }
    row("speed of saving", median(result, "bareSave") / median(result, "save"), "x bare");
    row("speed of loading", median(result, "bareLoad") / median(result, "load"), "x bare");
  }

  private static void row(String name, double value, String unit) {
    System.out.printf(Locale.ROOT, "  %-20s %10.2f %s%n", name, value, unit);
  }

  private static double median(RunResult result, String metric) {
    Result<?> all = Objects.requireNonNull(result.getSecondaryResults().get(metric));
    return all.getStatistics().getPercentile(50);
  }
}
