package jacquard.examples;

import jacquard.report.MetricRow;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The chart of one metric: by epoch, with a band over the folds, or else by fold, or by step. */
final class MetricChart {
  /** Colours that people who see few tell apart (Okabe and Ito). */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072b2),
          new Color(0xd55e00),
          new Color(0x009e73),
          new Color(0xcc79a7),
          new Color(0x56b4e9),
          new Color(0xe69f00),
          new Color(0x5b6570));

  private final XYChart chart;
  private int more;

  private MetricChart(String metric, String axis) {
    chart = new XYChartBuilder().width(720).height(420).title(metric).xAxisTitle(axis).build();
    XYStyler style = chart.getStyler();
    Chart.style(style);
    style.setLegendPosition(LegendPosition.OutsideE);
    style.setLegendBorderColor(Color.WHITE);
    style.setLegendFont(style.getAxisTickLabelsFont());
  }

  /**
   * The chart of a metric's rows, at least one.
   *
   * @param runs the rows of each run, by its name; that of a single run is not told
   */
  static XYChart of(String metric, Map<String, List<MetricRow>> runs) {
    List<MetricRow> rows = runs.values().stream().flatMap(List::stream).toList();
    boolean byEpoch = rows.stream().anyMatch(row -> row.epoch() > 0);
    boolean byFold = !byEpoch && rows.stream().anyMatch(row -> row.fold() > 0);
    MetricChart chart = new MetricChart(metric, byEpoch ? "epoch" : byFold ? "fold" : "step");
    chart.more = runs.size() == 1 ? 0 : runs.size();
    Map<String, List<MetricRow>> lines = new LinkedHashMap<>();
    List<String> names = List.copyOf(runs.keySet());
    runs.forEach(
        (run, some) -> {
          for (MetricRow row : some) {
            if (Double.isFinite(row.value())) { // what is not has no place in a drawing
              String words = runs.size() == 1 ? words(row, row.metric()) : run + words(row, "");
              lines.computeIfAbsent(words, any -> new ArrayList<>()).add(row);
            }
          }
        });
    lines.forEach(
        (words, some) -> {
          TreeMap<Double, SummaryStatistics> points = new TreeMap<>();
          for (MetricRow row : some) {
            double x = byEpoch ? row.epoch() : byFold ? row.fold() : row.step();
            points.computeIfAbsent(x, any -> new SummaryStatistics()).addValue(row.value());
          }
          int run = names.indexOf(words); // has one colour in all charts
          chart.add(words, points, byFold, run < 0 ? chart.more++ : run);
        });
    chart.chart.getStyler().setLegendVisible(Math.max(lines.size(), runs.size()) > 1);
    return chart.chart;
  }

  private static String words(MetricRow row, String without) {
    return row.settings().isEmpty()
        ? without
        : (without.isEmpty() ? ", " : "")
            + row.settings().entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
  }

  private void add(
      String name, NavigableMap<Double, SummaryStatistics> points, boolean byFold, int number) {
    Color colour = COLOURS.get(number % COLOURS.size());
    List<Double> x = new ArrayList<>(points.keySet());
    List<Double> mean = points.values().stream().map(SummaryStatistics::getMean).toList();
    if (points.values().stream().anyMatch(point -> point.getN() > 1)) {
      band(name, points, colour);
    }
    boolean marked = byFold || x.size() == 1;
    XYSeries line = chart.addSeries(name, x, mean);
    line.setLineColor(colour);
    line.setLineStyle(
        byFold // folds follow no order that a line could show
            ? SeriesLines.NONE
            : new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    line.setMarker(marked ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    line.setMarkerColor(colour);
    if (byFold && x.size() > 1) {
      mean(name, x, mean, colour);
    }
  }

  /** The mean of all folds, from the first to the last. */
  private void mean(String name, List<Double> x, List<Double> values, Color colour) {
    double mean = values.stream().mapToDouble(each -> each).average().orElseThrow();
    XYSeries line =
        chart.addSeries(name + " (mean)", List.of(x.getFirst(), x.getLast()), List.of(mean, mean));
    line.setLineColor(colour);
    line.setLineStyle(SeriesLines.DASH_DASH);
    line.setMarker(SeriesMarkers.NONE);
    line.setShowInLegend(false);
  }

  /** The area between the least and the most of all folds. */
  private void band(String name, NavigableMap<Double, SummaryStatistics> points, Color colour) {
    List<Double> x = new ArrayList<>(points.keySet());
    List<Double> y =
        new ArrayList<>(points.values().stream().map(SummaryStatistics::getMin).toList());
    List<Double> most =
        new ArrayList<>(points.values().stream().map(SummaryStatistics::getMax).toList());
    Collections.reverse(most);
    x.addAll(points.descendingKeySet());
    y.addAll(most);
    XYSeries band = chart.addSeries(name + " (least to most)", x, y);
    band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    band.setFillColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 40));
    band.setLineColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 0));
    band.setMarker(SeriesMarkers.NONE);
    band.setShowInLegend(false);
  }
}
