package jacquard.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The whole benchmark, each part in fresh processes: the greenlet peer if it is given, the times,
 * the memory; and one table of them.
 *
 * <p>Arguments: a directory for the logs, then optionally a Python and the peer's script for it.
 */
public final class Bench {
  /**
   * What every measured JVM is given. A fixed heap keeps its resizing out of the times. The
   * parallel collector has the cheapest write barrier: a step writes a dozen references, and G1
   * makes a step among 100,000 threads five times as long by tracking them.
   */
  private static final List<String> JVM =
      List.of(
          "--add-exports",
          "java.base/jdk.internal.vm=ALL-UNNAMED",
          "-XX:+UseParallelGC",
          "-Xms2g",
          "-Xmx2g");

  private static final int FORKS = 2;
  private static final int WARMUPS = 3;
  private static final int ITERATIONS = 4;
  private static final TimeValue ITERATION = TimeValue.milliseconds(500);

  private Bench() {}

  /** Runs everything and prints the table. */
  public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
    Path logs = Files.createDirectories(Path.of(args[0]));
    Path log = logs.resolve("jmh.log");
    List<String> peer = args.length > 1 ? peer(args[1], args[2], logs) : List.of();
    System.out.printf(
        Locale.ROOT,
        "JDK %s, %s; medians of %d forks x %d iterations of %s after %d to warm up; log in %s%n",
        Runtime.version(),
        String.join(" ", JVM.subList(2, JVM.size())),
        FORKS,
        ITERATIONS,
        ITERATION,
        WARMUPS,
        log.toAbsolutePath());
    Collection<RunResult> times = times(log);
    System.out.println();
    System.out.println(new Table(times, peer));
    memory();
  }

  private static List<String> peer(String python, String script, Path logs)
      throws IOException, InterruptedException {
    Path lines = logs.resolve("peer.txt");
    run(new ProcessBuilder(python, script).redirectOutput(lines.toFile()));
    return Files.readAllLines(lines);
  }

  private static Collection<RunResult> times(Path log) throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include("\\.(PairBench|StepBench|CallBench|WeaveBench)\\.")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(FORKS)
                .warmupIterations(WARMUPS)
                .warmupTime(ITERATION)
                .measurementIterations(ITERATIONS)
                .measurementTime(ITERATION)
                .addProfiler(GCProfiler.class)
                .jvmArgs(JVM.toArray(String[]::new))
                .shouldFailOnError(true)
                .output(log.toString())
                .build())
        .run();
  }

  private static void memory() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Memory.class.getName()));
    run(new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.INHERIT));
  }

  private static void run(ProcessBuilder process) throws IOException, InterruptedException {
    int exit = process.redirectError(ProcessBuilder.Redirect.INHERIT).start().waitFor();
    if (exit != 0) {
      throw new IOException("ended with " + exit + ": " + String.join(" ", process.command()));
    }
  }
}
