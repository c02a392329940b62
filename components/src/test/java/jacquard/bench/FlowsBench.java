package jacquard.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The benchmark of flows: in each of several rounds, ours in fresh processes, then a peer; and one
 * table.
 *
 * <p>Arguments: a directory for the logs, the number of chunks, the kinds of workers with commas
 * between, then optionally a peer's command.
 */
public final class FlowsBench {
  private static final int ROUNDS = 3;

  private FlowsBench() {}

  /** Runs everything and prints the table. */
  public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
    Path logs = Files.createDirectories(Path.of(args[0]));
    List<String> peer = List.of(args).subList(3, args.length);
    SideBySide.header("kernels of one thread, " + args[1] + " chunks of 2000 x 100");
    SideBySide table = new SideBySide();
    for (int round = 0; round < ROUNDS; round++) {
      ours(logs.resolve("flows-" + round + ".log"), args[1], args[2].split(",", -1), table);
      if (!peer.isEmpty()) {
        table.peer(peer);
      }
    }
    System.out.print(table);
  }

  private static void ours(Path log, String chunks, String[] workers, SideBySide table)
      throws RunnerException {
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include(FlowBench.class.getName() + "\\.")
                    .param("chunks", chunks)
                    .param("workers", workers)
                    .mode(Mode.SingleShotTime)
                    .timeUnit(TimeUnit.SECONDS)
                    .forks(1)
                    .warmupIterations(15)
                    .measurementIterations(5)
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
      String by = result.getParams().getParam("workers");
      String label = result.getPrimaryResult().getLabel();
      double seconds = result.getPrimaryResult().getStatistics().getPercentile(50);
      switch (label) {
        case "smallJobs" -> {
          if (!by.equals("serial")) {
            table.ours("aSmallJob", by, seconds / Integer.parseInt(chunks));
          }
        }
        case "largeJobs" -> {
          if (!by.equals("serial")) {
            table.ours("aMegabyte", by, seconds / FlowBench.LARGE_MEGABYTES);
          }
        }
        default -> table.ours(label, by, seconds);
      }
    }
  }
}
