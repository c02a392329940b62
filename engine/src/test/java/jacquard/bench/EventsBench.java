package jacquard.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The benchmark of events, in fresh processes, and one table of it.
 *
 * <p>Argument: a directory for the log.
 */
public final class EventsBench {
  private static final List<String> JVM =
      List.of(
          "--add-exports",
          "java.base/jdk.internal.vm=ALL-UNNAMED",
          "-XX:+UseParallelGC",
          "-Xms1g",
          "-Xmx1g");

  private EventsBench() {}

  /** Runs everything and prints the table. */
  public static void main(String[] args) throws IOException, RunnerException {
    Path log = Files.createDirectories(Path.of(args[0])).resolve("events.log");
    System.out.printf(
        Locale.ROOT,
        "JDK %s; medians of processor time; log in %s%n%n",
        Runtime.version(),
        log.toAbsolutePath());
    System.out.printf(
        Locale.ROOT, "%-8s %9s %12s %15s%n", "wires", "plugins", "ns/delivery", "deliveries/s");
    for (RunResult result : results(log)) {
      double nanos =
          Objects.requireNonNull(result.getSecondaryResults().get("cpuPerStep"))
              .getStatistics()
              .getPercentile(50);
      System.out.printf(
          Locale.ROOT,
          "%-8s %9s %12.1f %,15.0f%n",
          result.getParams().getParam("wires").toLowerCase(Locale.ROOT),
          result.getParams().getParam("plugins"),
          nanos,
          1e9 / nanos);
    }
  }

  private static Iterable<RunResult> results(Path log) throws RunnerException {
    TimeValue time = TimeValue.milliseconds(500);
    return new Runner(
            new OptionsBuilder()
                .include(EventBench.class.getName() + "\\.")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .warmupIterations(4)
                .warmupTime(time)
                .measurementIterations(5)
                .measurementTime(time)
                .jvmArgs(JVM.toArray(String[]::new))
                .shouldFailOnError(true)
                .output(log.toString())
                .build())
        .run();
  }
}
