package jacquard.bench;

import jacquard.kernels.opencl.Devices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The benchmark of the learners and of mapped data: in each of several rounds, ours in fresh
 * processes, then a peer; and one table.
 *
 * <p>Arguments: a directory for the logs, then optionally a peer's command.
 */
public final class ComponentsBench {
  private static final int ROUNDS = 3;

  private ComponentsBench() {}

  /** Runs everything and prints the table. */
  public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
    Path logs = Files.createDirectories(Path.of(args[0]));
    List<String> peer = List.of(args).subList(1, args.length);
    SideBySide.header(Devices.best().toString());
    SideBySide table = new SideBySide();
    for (int round = 0; round < ROUNDS; round++) {
      ours(logs.resolve("epochs-" + round + ".log"), table);
      if (!peer.isEmpty()) {
        table.peer(peer);
      }
    }
    System.out.print(table);
  }

  private static void ours(Path log, SideBySide table) throws RunnerException {
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include(EpochBench.class.getName() + "\\.")
                    .include(MappedBench.class.getName() + "\\.")
                    .mode(Mode.AverageTime)
                    .timeUnit(TimeUnit.SECONDS)
                    .forks(1)
                    .warmupIterations(2)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(3)
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
      table.ours(
          result.getPrimaryResult().getLabel(),
          Objects.requireNonNullElse(result.getParams().getParam("backend"), "java"),
          result.getPrimaryResult().getStatistics().getPercentile(50));
    }
  }
}
