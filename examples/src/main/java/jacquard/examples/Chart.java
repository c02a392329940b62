package jacquard.examples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The drawing of a series of {@code step,value}, as the hook {@code plot} writes it. */
final class Chart {
  private static final Color LINE = new Color(0x1f5fa8);
  private static final Color GRID = new Color(0xe4e7eb);
  private static final Color INK = new Color(0x33383e);

  private final String name;
  private final List<Double> steps = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();

  private Chart(String name) {
    this.name = name;
  }

  /**
   * Draws a file of a series into a PNG beside it.
   *
   * @return the drawing
   * @throws IOException if a file cannot be read or written, or has nothing that can be drawn
   */
  static Path draw(Path csv) throws IOException {
    String file = String.valueOf(csv.getFileName());
    return draw(csv, csv.resolveSibling(file.replaceAll("\\.csv$", "") + ".png"));
  }

  /**
   * Draws a file of a series into a .png or .svg file.
   *
   * @throws IOException if a file cannot be read or written, or has nothing that can be drawn
   */
  static Path draw(Path csv, Path drawing) throws IOException {
    return Drawing.write(List.of(read(csv).drawn()), drawing);
  }

  private static Chart read(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    if (lines.isEmpty() || !lines.getFirst().startsWith("step,")) {
      throw new IOException(csv + " does not begin with step,");
    }
    Chart chart = new Chart(lines.getFirst().substring("step,".length()));
    for (String line : lines.subList(1, lines.size())) {
      chart.add(csv, line);
    }
    if (chart.steps.isEmpty()) {
      throw new IOException(csv + " has no finite value yet");
    }
    return chart;
  }

  /** Adds a row; what is not finite has no place in a drawing. */
  private void add(Path csv, String line) throws IOException {
    try {
      int comma = line.indexOf(',');
      double step = Double.parseDouble(line.substring(0, comma));
      double value = Double.parseDouble(line.substring(comma + 1));
      if (Double.isFinite(value)) {
        steps.add(step);
        values.add(value);
      }
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IOException(csv + " has a row that is no step,value: " + line, e);
    }
  }

  private XYChart drawn() {
    System.setProperty("java.awt.headless", "true"); // a server has no screen
    XYChart chart =
        new XYChartBuilder()
            .width(1200)
            .height(700)
            .title(name)
            .xAxisTitle("step")
            .yAxisTitle(name)
            .build();
    // Where all steps are equally far apart the library puts its ticks at some of them, and else at
    // round numbers; this one is not, and nothing is drawn there.
    steps.add((2 * steps.getFirst() + steps.get(Math.min(1, steps.size() - 1))) / 3);
    values.add(Double.NaN);
    chart
        .addSeries(name, steps, values)
        .setMarker(steps.size() == 2 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE)
        .setLineColor(LINE)
        .setLineStyle(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    style(chart.getStyler());
    return chart;
  }

  /** How all charts look. */
  static void style(XYStyler style) {
    style.setLegendVisible(false);
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotBackgroundColor(Color.WHITE);
    style.setPlotBorderVisible(false);
    style.setPlotGridLinesColor(GRID);
    style.setPlotGridLinesStroke(new BasicStroke(1f));
    style.setAxisTicksLineVisible(false);
    style.setAxisTickLabelsColor(INK);
    style.setChartFontColor(INK);
    style.setLocale(Locale.ROOT);
    style.setXAxisDecimalPattern("#,##0");
    style.setYAxisDecimalPattern("#,##0.######");
    style.setChartTitlePadding(16);
    style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 22));
    style.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 17));
    style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    style.setChartPadding(24);
  }
}
