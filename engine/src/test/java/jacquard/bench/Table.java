package jacquard.bench;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** The benchmark's results as text: a row for each program. */
final class Table {
  /** A line such as {@code weave-10 steps 1000011 median 774.3 ns/step 1.29 Msteps/s}. */
  private static final Pattern PEER_LINE =
      Pattern.compile("(\\S+) +steps +(\\d+) +median +([\\d.]+) ns/step.*");

  private static final String ROW = "%-22s %9s %9s %9s %9s %9s%n";

  private final StringBuilder text = new StringBuilder();
  private final Map<String, Double> peer = new HashMap<>();
  private final double pair;

  Table(Collection<RunResult> results, List<String> peerLines) {
    peerLines.forEach(this::readPeer);
    pair = time(one(results, PairBench.class));
    text.append(
        String.format(
            Locale.ROOT, ROW, "program", "ns/step", "B/step", "x pair", "greenlet", "speed-up"));
    row("bare yield/run pair", one(results, PairBench.class), 1, null);
    for (RunResult result : of(results, StepBench.class)) {
      Workload workload = Workload.valueOf(result.getParams().getParam("workload"));
      row(workload.toString(), result, workload.steps(), peer.get(workload.toString()));
    }
    List<RunResult> weaves = of(results, WeaveBench.class);
    for (RunResult result : weaves) {
      row("weave-" + threads(result) + " in stride", result, 1, null);
    }
    RunResult least = weaves.get(0);
    RunResult most = weaves.get(weaves.size() - 1);
    text.append(
        String.format(
            Locale.ROOT,
            "a step of a weave of %s costs %.1f x one of a weave of %s",
            threads(most),
            time(most) / time(least),
            threads(least)));
    calls(of(results, CallBench.class));
  }

  /**
   * A row for each program of calls: plain, optimized, and a loop of Java over the same method,
   * which the compiler may see through and leave nothing of.
   */
  private void calls(List<RunResult> results) {
    String row = "%-22s %9s %9s %9s %9s %9s%n";
    text.append(String.format(Locale.ROOT, "%n%n"));
    text.append(
        String.format(
            Locale.ROOT, row, "ns/call", "plain", "optimized", "x faster", "Java loop", "x loop"));
    for (CallBench.Calls program : CallBench.Calls.values()) {
      double plain = time(call(results, program, CallBench.Way.PLAIN));
      double optimized = time(call(results, program, CallBench.Way.OPTIMIZED));
      double loop = time(call(results, program, CallBench.Way.LOOP));
      text.append(
          String.format(
              Locale.ROOT,
              row,
              program.name().toLowerCase(Locale.ROOT).replace('_', '-'),
              number("%.2f", plain),
              number("%.2f", optimized),
              number("%.1fx", plain / optimized),
              number("%.2f", loop),
              loop < 0.05 ? "" : number("%.1fx", optimized / loop)));
    }
  }

  private static RunResult call(
      List<RunResult> results, CallBench.Calls program, CallBench.Way way) {
    return results.stream()
        .filter(r -> r.getParams().getParam("program").equals(program.name()))
        .filter(r -> r.getParams().getParam("way").equals(way.name()))
        .findFirst()
        .orElseThrow();
  }

  private void readPeer(String line) {
    Matcher fields = PEER_LINE.matcher(line);
    if (!fields.matches()) {
      throw new IllegalArgumentException("not a line of the peer: " + line);
    }
    Workload workload =
        Workload.valueOf(fields.group(1).toUpperCase(Locale.ROOT).replace('-', '_'));
    if (workload.steps() != Long.parseLong(fields.group(2))) {
      throw new IllegalArgumentException("the peer takes other steps: " + line);
    }
    peer.put(workload.toString(), Double.parseDouble(fields.group(3)));
  }

  private static List<RunResult> of(Collection<RunResult> results, Class<?> benchmark) {
    String prefix = benchmark.getName() + ".";
    return results.stream()
        .filter(result -> result.getParams().getBenchmark().startsWith(prefix))
        .toList();
  }

  private static RunResult one(Collection<RunResult> results, Class<?> benchmark) {
    return of(results, benchmark).get(0);
  }

  private static String threads(RunResult result) {
    return result.getParams().getParam("threads");
  }

  /** Processor time for each step. */
  private static double time(RunResult result) {
    return median(result, "cpuPerStep");
  }

  /** Bytes for each operation, by JMH's profiler. */
  private static double bytes(RunResult result) {
    return median(result, "gc.alloc.rate.norm");
  }

  private static double median(RunResult result, String metric) {
    Result<?> all = Objects.requireNonNull(result.getSecondaryResults().get(metric));
    return all.getStatistics().getPercentile(50);
  }

  private void row(String name, RunResult result, long steps, @Nullable Double greenlet) {
    double time = time(result);
    text.append(
        String.format(
            Locale.ROOT,
            ROW,
            name,
            number("%.1f", time),
            number("%.3f", bytes(result) / steps),
            number("%.2f", time / pair),
            greenlet == null ? "" : number("%.1f", greenlet),
            greenlet == null ? "" : number("%.1fx", greenlet / time)));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
