package jacquard.kernels.bench;

import com.sun.management.HotSpotDiagnosticMXBean;
import jacquard.kernels.opencl.Devices;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * The whole benchmark: in each of several rounds, every part of ours in a fresh process, then the
 * same part of each peer; and one table of the medians.
 *
 * <p>Arguments: a directory for the logs, the threads of each side, the parts with commas between,
 * then optionally a Python and the peers' scripts for it. A script is given the threads and a part;
 * it prints lines that end like the names of our rows, and a time.
 */
public final class Bench {
  private static final int ROUNDS = 3;
  private static final int WARMUPS = 2;
  private static final int ITERATIONS = 5;
  private static final TimeValue ITERATION = TimeValue.milliseconds(200);

  private Bench() {}

  /** Runs everything and prints the table. */
  public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
    Path logs = Files.createDirectories(Path.of(args[0]));
    String threads = args[1];
    System.out.printf(
        Locale.ROOT,
        "JDK %s, vectors of up to %d bits, %s, %s threads; medians of %d rounds; logs in %s%n%n",
        Runtime.version(),
        8 * vectorBytes(),
        Devices.best(),
        threads,
        ROUNDS,
        logs.toAbsolutePath());
    Table table = new Table();
    for (int round = 0; round < ROUNDS; round++) {
      for (String name : args[2].split(",", -1)) {
        Part part = Part.valueOf(name.toUpperCase(Locale.ROOT));
        ours(part, logs.resolve("jmh-" + part + "-" + round + ".log"), table);
        for (int i = 4; i < args.length; i++) {
          peer(args[3], args[i], threads, part).forEach(table::peer);
        }
      }
    }
    System.out.print(table);
  }

  private static int vectorBytes() {
    return Integer.parseInt(
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption("MaxVectorSize")
            .getValue());
  }

  private static void ours(Part part, Path log, Table table) throws RunnerException {
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include(part.include())
                    .mode(Mode.SampleTime)
                    .timeUnit(TimeUnit.MICROSECONDS)
                    .forks(1)
                    .warmupIterations(WARMUPS)
                    .warmupTime(ITERATION)
                    .measurementIterations(ITERATIONS)
                    .measurementTime(ITERATION)
                    .jvmArgs("--enable-native-access=ALL-UNNAMED", "-Xms256m", "-Xmx256m")
                    .shouldFailOnError(true)
                    .output(log.toString())
                    .build())
            .run()) {
      table.ours(
          part.row(result), result.getPrimaryResult().getStatistics().getPercentile(50) / 1e6);
    }
  }

  private static List<String> peer(String python, String script, String threads, Part part)
      throws IOException, InterruptedException {
    List<String> command = List.of(python, script, threads, part.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines = new ArrayList<>();
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      out.lines().forEach(lines::add);
    }
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException("ended with " + exit + ": " + String.join(" ", command));
    }
    return lines;
  }
}
