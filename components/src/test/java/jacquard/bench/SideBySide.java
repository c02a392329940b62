package jacquard.bench;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The times of several rounds, ours and a peer's in turn, and the table of their medians.
 *
 * <p>Each time is printed as it is measured. The table gives the median of our times for each case,
 * and for each peer its median and the median over the rounds of its time divided by ours.
 */
final class SideBySide {
  /** A line of a peer's script: its name, without blanks, the case, and seconds. */
  private static final Pattern PEER_LINE = Pattern.compile("(\\S+) (\\S+) ([\\d.]+) s");

  /** By case, then by what computes it: the times in seconds, a round each. */
  private final Map<String, Map<String, List<Double>>> ours = new LinkedHashMap<>();

  private final Map<String, Map<String, List<Double>>> peers = new LinkedHashMap<>();

  /** Prints what the times depend on, besides the code. */
  static void header(String rest) {
    System.out.printf(
        Locale.ROOT,
        "# %s: %s, vectors of up to %d bits, JDK %s, %d processors, %s%n",
        LocalDate.now(ZoneId.systemDefault()),
        processor(),
        8 * vectorBytes(),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        rest);
  }

  private static int vectorBytes() {
    return Integer.parseInt(
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption("MaxVectorSize")
            .getValue());
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return "unknown processor";
    }
  }

  /** Takes a time of ours. */
  void ours(String row, String way, double seconds) {
    System.out.printf(Locale.ROOT, "%-24s %-10s %10.3f ms%n", row, way, 1e3 * seconds);
    times(ours, row, way).add(seconds);
  }

  /** Runs a peer's script once, and takes its times. */
  void peer(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        System.out.println(line);
        peer(line);
      }
    }
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException("ended with " + exit + ": " + String.join(" ", command));
    }
  }

  private void peer(String line) {
    Matcher fields = PEER_LINE.matcher(line);
    if (fields.matches()) {
      times(peers, fields.group(2), fields.group(1)).add(Double.parseDouble(fields.group(3)));
    } else if (!line.startsWith("#")) {
      throw new IllegalArgumentException("not a line of a peer: " + line);
    }
  }

  private static List<Double> times(
      Map<String, Map<String, List<Double>>> all, String row, String of) {
    return all.computeIfAbsent(row, r -> new LinkedHashMap<>())
        .computeIfAbsent(of, o -> new ArrayList<>());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("\nmedians in ms; x: peer's time / ours\n");
    ours.forEach((row, ways) -> row(text, row, ways));
    return text.toString();
  }

  private void row(StringBuilder text, String row, Map<String, List<Double>> ways) {
    text.append(row);
    ways.forEach((way, times) -> text.append(", ").append(way).append(number(1e3 * median(times))));
    text.append('\n');
    peers
        .getOrDefault(row, Map.of())
        .forEach(
            (peer, times) -> {
              text.append("    ").append(peer).append(number(1e3 * median(times)));
              ways.forEach(
                  (way, own) ->
                      text.append(", ")
                          .append(number(median(ratios(times, own))).strip())
                          .append(" x ")
                          .append(way));
              text.append('\n');
            });
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? " %.2f" : " %.0f", value);
  }

  private static List<Double> ratios(List<Double> theirs, List<Double> own) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(theirs.size(), own.size()); i++) {
      ratios.add(theirs.get(i) / own.get(i));
    }
    return ratios;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    return n == 0 ? Double.NaN : (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }
}
