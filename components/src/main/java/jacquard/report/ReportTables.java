package jacquard.report;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** The tables of the page of a run directory, and its words for sizes and times. */
final class ReportTables {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ReportTables() {}

  // ---- the program
  // -------------------------------------------------------------------------------

  static void program(List<ProgramTable.Row> rows, boolean isRunning, Html content) {
    boolean isMeasured = rows.stream().anyMatch(ProgramTable.Row::isMeasured);
    double all = rows.getFirst().seconds();
    content.put("<div class=\"scroll\"><table class=\"program%s\">", isMeasured ? " measured" : "");
    content.put("\n<thead><tr><th>path</th>");
    content.put("<th>node</th><th class=\"n\">steps</th>");
    if (isMeasured) {
      content.put(
          "<th class=\"n\">taken</th><th class=\"n share\">time</th><th class=\"n\">own</th>");
    }
    content.put("</tr></thead>\n<tbody>\n");
    for (ProgramTable.Row row : rows) {
      boolean isNext = row.here().contains("next");
      content.put(
          "<tr class=\"%s\"><td class=\"path\">%s</td><td class=\"node\" style=\"--depth:%s\">%s",
          row.here().isEmpty() ? "rest" : isNext ? "here next" : "here",
          row.path(),
          Math.min(row.depth(), 12),
          row.node());
      if (!row.here().isEmpty()) {
        content.put(" <span class=\"at\">%s</span>", row.here());
      }
      content.put("</td><td class=\"n\">%s</td>", row.steps());
      if (isMeasured) {
        content.put(
            "<td class=\"n\">%s</td><td class=\"n share\" style=\"--share:%s%%\">%s</td>"
                + "<td class=\"n\">%s</td>",
            row.isMeasured() ? String.format(Locale.ROOT, "%,d", row.taken()) : "",
            all > 0 ? Math.round(100 * row.seconds() / all) : 0,
            row.isMeasured() ? time(row.seconds()) : "",
            row.isMeasured() ? time(row.own()) : "");
      }
      content.put("</tr>\n");
    }
    content.put("</tbody>\n</table></div>\n<p class=\"dim\">");
    content.put("Steps are those of one execution of a node.");
    if (isMeasured) {
      content.put(" Taken and time are those of the last session, with what is inside.");
    }
    if (isRunning) {
      content.put(" Marked is where the run stood when this was noted.");
    }
    content.put(
        rows.size() == ProgramTable.MOST ? " Only the first %s nodes are listed.</p>\n" : "</p>\n",
        ProgramTable.MOST);
  }

  // ---- settings
  // ----------------------------------------------------------------------------------

  /** The settings that were tried, each with what was measured last in each fold; or nothing. */
  static Html settings(List<MetricRow> metrics) {
    Map<String, Map<String, Map<Integer, Double>>> last = new TreeMap<>();
    Set<String> names = new LinkedHashSet<>();
    for (MetricRow row : metrics) {
      if (!row.settings().isEmpty()) {
        names.add(row.metric());
        last.computeIfAbsent(ReportCurves.settings(row), any -> new TreeMap<>())
            .computeIfAbsent(row.metric(), any -> new TreeMap<>())
            .put(row.fold(), row.value());
      }
    }
    Html content = new Html();
    if (last.isEmpty()) {
      return content;
    }
    content.put("<div class=\"scroll\"><table>\n<thead><tr><th>settings</th>");
    names.forEach(name -> content.put("<th class=\"n\">%s</th>", name));
    content.put("</tr></thead>\n<tbody>\n");
    last.forEach(
        (settings, measured) -> {
          content.put("<tr><td>%s</td>", settings);
          for (String name : names) {
            SummaryStatistics folds = new SummaryStatistics();
            measured.getOrDefault(name, Map.of()).values().forEach(folds::addValue);
            content.put("<td class=\"n\">%s</td>", summary(folds));
          }
          content.put("</tr>\n");
        });
    return content
        .put("</tbody>\n</table></div>\n")
        .put("<p class=\"dim\">Of each fold the last number; mean ± standard deviation.</p>\n");
  }

  private static String summary(SummaryStatistics folds) {
    if (folds.getN() == 0) {
      return "";
    }
    String mean = ReportCurves.number(folds.getMean());
    double deviation = Math.sqrt(folds.getPopulationVariance());
    return folds.getN() == 1 ? mean : mean + " ± " + ReportCurves.number(deviation);
  }

  // ---- confusion
  // ---------------------------------------------------------------------------------

  static void confusion(long[][] counts, Html content) {
    if (Arrays.stream(counts).flatMapToLong(Arrays::stream).sum() == 0) {
      content.put("<p class=\"empty\">Nothing was tested yet.</p>\n");
      return;
    }
    long total = 0;
    long right = 0;
    content.put("<div class=\"scroll\"><table class=\"confusion\">\n<thead><tr><th></th>");
    for (int j = 0; j < counts.length; j++) {
      content.put("<th>%s</th>", j);
      right += counts[j][j];
    }
    content.put("</tr></thead>\n<tbody>\n");
    for (int i = 0; i < counts.length; i++) {
      long all = 0;
      for (long each : counts[i]) {
        all += each;
      }
      total += all;
      content.put("<tr><th>%s</th>", i);
      for (int j = 0; j < counts.length; j++) {
        double part = all == 0 ? 0 : (double) counts[i][j] / all;
        // What is wrong is rare: its colour grows faster, or it would not be seen.
        double strength = i == j ? part : Math.sqrt(part);
        content.put(
            "<td class=\"%s\" style=\"--part:%s%%\">%s</td>",
            i == j ? "right" : "wrong",
            Math.round(100 * strength),
            counts[i][j] == 0 ? "" : String.valueOf(counts[i][j]));
      }
      content.put("</tr>\n");
    }
    content.put("</tbody>\n</table></div>\n");
    content.put(
        "<p class=\"dim\">A row is a class as labelled, a column as predicted; %s of %s are right"
            + " (%s %%).</p>\n",
        String.format(Locale.ROOT, "%,d", right),
        String.format(Locale.ROOT, "%,d", total),
        String.format(Locale.ROOT, "%.2f", 100.0 * right / total));
  }

  // ---- sessions
  // ----------------------------------------------------------------------------------

  static void sessions(List<RunState.Turn> sessions, Html content) {
    content.put("<h3>Sessions</h3>\n<div class=\"scroll\"><table>\n<thead>");
    content.row("th", "began", "ended", "steps").put("</thead>\n<tbody>\n");
    for (RunState.Turn turn : sessions) {
      Instant ended = turn.ended();
      content.row(
          "td",
          moment(turn.began()),
          ended == null ? "" : moment(ended),
          String.format(Locale.ROOT, "%,d to %,d", turn.from(), turn.to()));
    }
    content.put("</tbody>\n</table></div>\n");
  }

  // ---- words
  // -------------------------------------------------------------------------------------

  static String moment(Instant time) {
    return MOMENT.format(time);
  }

  /** A time such as {@code 2:05 h}, {@code 3:07 min}, {@code 2.8 s}, {@code 14 ms}. */
  static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole >= 3600) {
      return String.format(Locale.ROOT, "%d:%02d h", whole / 3600, whole / 60 % 60);
    }
    if (whole >= 100) {
      return String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60);
    }
    return seconds >= 1
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, seconds >= 0.01 ? "%.0f ms" : "%.2f ms", 1000 * seconds);
  }

  static String size(long bytes) {
    return bytes < 10_000
        ? bytes + " B"
        : bytes < 10_000_000
            ? String.format(Locale.ROOT, "%,.0f kB", bytes / 1e3)
            : String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }

  /** The steps of a checkpoint by its name. */
  static String step(Path file) {
    String digits = file.getFileName().toString().replaceFirst("step-(\\d+).*", "$1");
    return String.format(Locale.ROOT, "%,d", Long.parseLong(digits));
  }
}
