package jacquard.kernels.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The times of all rounds, ours and the peers', as text: a row for each peer's time. */
final class Table {
  /** A line such as {@code numpy sgemm NN 64x500x784 0.00026 s 190.1 GFlop/s}. */
  private static final Pattern PEER_LINE = Pattern.compile("(\\S.*?) +([\\d.]+) s\\b.*");

  /** What the peers say they are. */
  private final Set<String> versions = new LinkedHashSet<>();

  private final Map<String, List<Double>> ours = new LinkedHashMap<>();
  private final Map<String, List<Double>> theirs = new LinkedHashMap<>();

  void ours(String row, double seconds) {
    ours.computeIfAbsent(row, r -> new ArrayList<>()).add(seconds);
  }

  void peer(String line) {
    if (line.startsWith("#")) {
      versions.add(line);
      return;
    }
    Matcher fields = PEER_LINE.matcher(line);
    if (!fields.matches()) {
      throw new IllegalArgumentException("not a line of a peer: " + line);
    }
    // A product that does not say so has no transposed factor.
    String name = fields.group(1).replaceFirst("sgemm (?=\\d)", "sgemm NN ");
    theirs.computeIfAbsent(name, r -> new ArrayList<>()).add(Double.parseDouble(fields.group(2)));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    versions.forEach(line -> text.append(line).append(System.lineSeparator()));
    line(text, "", "us", "peer", "us", "speed-up");
    ours.forEach(
        (row, times) -> {
          double time = median(times);
          List<String> peers = theirs.keySet().stream().filter(p -> p.endsWith(row)).toList();
          if (peers.isEmpty()) {
            line(text, row, micros(time), "", "", "");
          }
          for (String peer : peers) {
            double other = median(theirs.getOrDefault(peer, List.of()));
            String name = peer.substring(0, peer.length() - row.length()).strip();
            String ratio = String.format(Locale.ROOT, "%.2f", other / time);
            line(text, row, micros(time), name, micros(other), ratio);
          }
        });
    return text.toString();
  }

  private static void line(
      StringBuilder text, String row, String time, String peer, String other, String ratio) {
    text.append(
        String.format(Locale.ROOT, "%-32s %10s  %-16s %10s %9s%n", row, time, peer, other, ratio)
            .stripTrailing());
    text.append(System.lineSeparator());
  }

  private static String micros(double seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds * 1e6);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
