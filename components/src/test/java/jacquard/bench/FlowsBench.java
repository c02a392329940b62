package jacquard.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The benchmark of flows, in fresh processes, then a peer's.
 *
 * <p>Arguments: a directory for the log, the number of chunks, then optionally a Python, a script
 * for it and its arguments.
 */
public final class FlowsBench {
  private FlowsBench() {}

  private static String cost(String label, double median, int chunks) {
    return switch (label) {
      case "smallJobs" -> String.format(Locale.ROOT, ", %.3f ms a job", median / chunks);
      case "largeJobs" ->
          String.format(Locale.ROOT, ", %.0f MB/s", 1000 * FlowBench.LARGE_MEGABYTES / median);
      default -> "";
    };
  }

  /** Runs everything and prints one line a case. */
  public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
    Path log = Files.createDirectories(Path.of(args[0])).resolve("flows.log");
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include(FlowBench.class.getName() + "\\.")
                    .param("chunks", args[1])
                    .mode(Mode.SingleShotTime)
                    .timeUnit(TimeUnit.MILLISECONDS)
                    .forks(1)
                    .warmupIterations(25)
                    .measurementIterations(7)
                    .timeout(TimeValue.minutes(2))
                    .jvmArgs(
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseParallelGC")
                    .shouldFailOnError(true)
                    .output(log.toString())
                    .build())
            .run()) {
      String label = result.getPrimaryResult().getLabel();
      String workers = result.getParams().getParam("workers");
      double median = result.getPrimaryResult().getStatistics().getPercentile(50);
      System.out.printf(
          Locale.ROOT,
          "%-10s %-10s median %9.2f ms, least %9.2f ms%s%n",
          label,
          workers,
          median,
          result.getPrimaryResult().getStatistics().getMin(),
          workers.equals("serial") ? "" : cost(label, median, Integer.parseInt(args[1])));
    }
    if (args.length > 2) {
      List<String> peer = List.of(args).subList(2, args.length);
      System.exit(new ProcessBuilder(peer).inheritIO().start().waitFor());
    }
  }
}
