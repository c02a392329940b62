package jacquard.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** The curves of a run's metrics as SVG: by epoch, with a band over the folds, or fold, or step. */
final class ReportCurves {
  private static final int WIDTH = 400;
  private static final int HEIGHT = 240;
  private static final int LEFT = 52;
  private static final int RIGHT = 12;
  private static final int TOP = 12;
  private static final int BOTTOM = 38;
  private static final int COLOURS = 6;

  private final String axis;
  private final boolean byEpoch;
  private final boolean byFold;
  private final Map<String, NavigableMap<Double, SummaryStatistics>> lines = new LinkedHashMap<>();
  private final SummaryStatistics xs = new SummaryStatistics();
  private final SummaryStatistics ys = new SummaryStatistics();

  private ReportCurves(List<MetricRow> rows) {
    byEpoch = rows.stream().anyMatch(row -> row.epoch() > 0);
    byFold = !byEpoch && rows.stream().anyMatch(row -> row.fold() > 0);
    axis = byEpoch ? "epoch" : byFold ? "fold" : "step";
    for (MetricRow row : rows) {
      if (Double.isFinite(row.value())) { // what is not has no place in a drawing
        double x = byEpoch ? row.epoch() : byFold ? row.fold() : row.step();
        lines
            .computeIfAbsent(settings(row), any -> new TreeMap<>())
            .computeIfAbsent(x, any -> new SummaryStatistics())
            .addValue(row.value());
        xs.addValue(x);
        ys.addValue(row.value());
      }
    }
  }

  /** A figure for each metric. */
  static Html of(List<MetricRow> rows) {
    Map<String, List<MetricRow>> byMetric =
        rows.stream()
            .collect(
                Collectors.groupingBy(MetricRow::metric, LinkedHashMap::new, Collectors.toList()));
    Html html = new Html();
    byMetric.forEach((metric, some) -> new ReportCurves(some).figure(metric, some, html));
    return html;
  }

  static String settings(MetricRow row) {
    return row.settings().entrySet().stream()
        .map(each -> each.getKey() + " " + number(each.getValue()))
        .collect(Collectors.joining(", "));
  }

  private void figure(String metric, List<MetricRow> rows, Html html) {
    html.put(
        "<figure><figcaption><b>%s</b> <span class=\"dim\">last %s</span></figcaption>",
        metric, number(rows.getLast().value()));
    if (lines.isEmpty()) {
      html.put("<p class=\"empty\">No finite number yet.</p></figure>\n");
      return;
    }
    html.put(
        "<svg viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">",
        WIDTH, HEIGHT, metric + " by " + axis);
    double[] y = ticks(ys.getMin(), ys.getMax());
    axes(y, html);
    int number = 0;
    for (NavigableMap<Double, SummaryStatistics> line : lines.values()) {
      line(line, "c" + number++ % COLOURS, y, html);
    }
    html.put("</svg>");
    if (lines.size() > 1) {
      html.put("<p class=\"legend\">");
      number = 0;
      for (String each : lines.keySet()) {
        html.put("<span class=\"c%s\">%s</span> ", number++ % COLOURS, each);
      }
      html.put("</p>");
    }
    html.put("</figure>\n");
  }

  // ---- axes ------------------------------------------------------------------------------------

  /** Round numbers from at most the least to at least the most. */
  static double[] ticks(double least, double most) {
    double span = most - least > 0 ? most - least : Math.max(Math.abs(most), 1e-6);
    double rough = span / 4;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power;
    for (double each : new double[] {2, 2.5, 5, 10}) {
      step = step < rough * 0.999 ? each * power : step;
    }
    double first = Math.floor(least / step + 1e-9);
    int count = (int) Math.max(1, Math.ceil(most / step - 1e-9) - first);
    double[] ticks = new double[count + 1];
    for (int i = 0; i <= count; i++) {
      ticks[i] = (first + i) * step;
    }
    return ticks;
  }

  private void axes(double[] y, Html html) {
    for (double each : y) {
      double at = y(each, y);
      html.put("<path class=\"grid\" d=\"M%s %sH%s\"/>", LEFT, at(at), WIDTH - RIGHT);
      html.put(
          "<text x=\"%s\" y=\"%s\" text-anchor=\"end\">%s</text>",
          LEFT - 6, at(at + 4), number(each));
    }
    double[] x = ticks(xs.getMin(), xs.getMax());
    for (double each : x) {
      boolean isShown = each >= xs.getMin() - 1e-9 && each <= xs.getMax() + 1e-9;
      if (isShown && (each == Math.rint(each) || axis.equals("step"))) {
        html.put(
            "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text>",
            at(x(each)), HEIGHT - BOTTOM + 16, number(each));
      }
    }
    html.put(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text>",
        (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 4, axis);
  }

  private double x(double value) {
    double span = xs.getMax() - xs.getMin();
    double part = span > 0 ? (value - xs.getMin()) / span : 0.5;
    double inset = byFold ? 10 : 0;
    return LEFT + inset + part * (WIDTH - RIGHT - LEFT - 2 * inset);
  }

  private static double y(double value, double[] ticks) {
    double part = (value - ticks[0]) / (ticks[ticks.length - 1] - ticks[0]);
    return HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP);
  }

  // ---- lines -----------------------------------------------------------------------------------

  private void line(
      NavigableMap<Double, SummaryStatistics> points, String colour, double[] y, Html html) {
    if (points.values().stream().anyMatch(point -> point.getN() > 1)) {
      List<String> band = new ArrayList<>();
      points.forEach((at, all) -> band.add(point(at, all.getMax(), y)));
      points.descendingMap().forEach((at, all) -> band.add(point(at, all.getMin(), y)));
      html.put("<path class=\"band %s\" d=\"M%sZ\"/>", colour, String.join("L", band));
    }
    if (!byFold && points.size() > 1) {
      List<String> mean = new ArrayList<>();
      points.forEach((at, all) -> mean.add(point(at, all.getMean(), y)));
      html.put("<path class=\"line %s\" d=\"M%s\"/>", colour, String.join("L", mean));
      return;
    }
    double mean = points.values().stream().mapToDouble(SummaryStatistics::getMean).sum();
    mean /= points.size();
    if (points.size() > 1) { // folds follow no order that a line could show
      html.put(
          "<path class=\"mean %s\" d=\"M%s %sH%s\"><title>%s</title></path>",
          colour, LEFT, at(y(mean, y)), WIDTH - RIGHT, "mean " + number(mean));
    }
    points.forEach(
        (at, all) ->
            html.put(
                "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"4\"><title>%s</title></circle>",
                colour, at(x(at)), at(y(all.getMean(), y)), number(all.getMean())));
  }

  private String point(double at, double value, double[] y) {
    return at(x(at)) + " " + at(y(value, y));
  }

  private static String at(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** A number in five digits at most, such as {@code 0.0367}, {@code 893.4}, {@code 1.2e-08}. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-3 || size >= 1e7)) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    if (size >= 1000) {
      return String.format(Locale.ROOT, size % 1 == 0 ? "%,.0f" : "%,.1f", value);
    }
    String digits =
        String.format(Locale.ROOT, size < 10 ? "%.4f" : "%.2f", value).replaceFirst("0+$", "");
    return digits.endsWith(".") ? digits.substring(0, digits.length() - 1) : digits;
  }
}
