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
 * The benchmark of the learners and of mapped data, in fresh processes, then a peer's.
 *
 * <p>Arguments: a directory for the log, then optionally a Python, a script for it and its
 * arguments.
 */
public final class ComponentsBench {
  private ComponentsBench() {}

  /** Runs everything and prints one line a case. */
  public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
    Path log = Files.createDirectories(Path.of(args[0])).resolve("epochs.log");
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include(EpochBench.class.getName() + "\\.")
                    .include(MappedBench.class.getName() + "\\.")
                    .mode(Mode.AverageTime)
                    .timeUnit(TimeUnit.MILLISECONDS)
                    .forks(1)
                    .warmupIterations(2)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(5)
                    .measurementTime(TimeValue.milliseconds(500))
                    .jvmArgs(
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseParallelGC")
                    .shouldFailOnError(true)
                    .output(log.toString())
                    .build())
            .run()) {
      System.out.printf(
          Locale.ROOT,
          "%-20s %-8s %10.2f ms%n",
          result.getPrimaryResult().getLabel(),
          Objects.requireNonNullElse(result.getParams().getParam("backend"), "java"),
          result.getPrimaryResult().getStatistics().getPercentile(50));
    }
    if (args.length > 1) {
      List<String> peer = List.of(args).subList(1, args.length);
      System.exit(new ProcessBuilder(peer).inheritIO().start().waitFor());
    }
  }
}
