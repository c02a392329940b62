package jacquard.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.report.MetricRow;
import jacquard.report.RunDirectory;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;

/** Runs side by side: in a table and in a chart. */
class RunComparisonTest {
  private static final String HEADER = "step,fold,epoch,settings,metric,value\n";

  @TempDir private Path directory = Path.of("");

  private int code;

  private String run(String... args) {
    Ran ran = Ran.of(args);
    code = ran.code();
    return ran.all().replace(directory + "/", "");
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  @BeforeEach
  void twoRuns() throws IOException {
    run("weave", "--run", at("a"), "--backend", "java");
    run("weave", "--run", at("b"), "--seed", "2", "--steps", "6", "--backend", "java");
    Files.writeString(
        directory.resolve("a/metrics.csv"),
        HEADER + "1,1,1,,error,0.5\n2,1,2,,error,0.25\n3,2,1,,error,0.75\n4,2,2,,error,0.75\n");
    Files.writeString(
        directory.resolve("b/metrics.csv"), HEADER + "1,,1,,error,0.125\n2,,,,norm,3\n");
  }

  @Test
  void aTableTellsWhatDiffersAndHowTheyWent() {
    String page = run("show", at("a"), at("b"));
    assertEquals(0, code, page);
    List<String> lines =
        page.lines()
            .filter(line -> !line.startsWith("time "))
            .map(line -> line.replaceAll(" {2,}", "  "))
            .toList();
    assertEquals(
        List.of(
            "  a  b",
            "seed  1  2",
            "state  finished  paused at 33 %",
            "steps  15  6",
            "error  0.5 ± 0.25  0.125",
            "error, range  0.25 to 0.75  -",
            "norm  -  3"),
        lines.subList(0, 7));
    assertEquals("in all: program weave, --backend java, computing plain Java", lines.get(7));
    assertTrue(run("show", at("b"), at("a")).stripLeading().startsWith("b "));
  }

  @Test
  void aMetricMayBeCalledAsTheTableCallsSomethingElse() throws IOException {
    Files.writeString(directory.resolve("b/metrics.csv"), HEADER + "1,,,,steps,5\n");
    String page = run("show", at("a"), at("b")).replaceAll(" {2,}", "  ");
    assertTrue(page.contains("\nsteps  15  6\n"), page);
    assertTrue(page.contains("\nsteps  -  5\n"), page);
  }

  @Test
  void forProgramsTheyAreObjectsOfJson() {
    List<String> lines = run("show", "--json", at("a"), at("b")).lines().toList();
    assertEquals(2, lines.size());
    assertTrue(lines.get(0).contains("\"error\":{\"rows\":4,\"last\":0.75,\"least\":0.25"));
    assertTrue(
        run("show", at("a"))
            .contains("\nmetric        error: 4 rows, 0.25 to 0.75, the last 0.75 in fold 2\n"));
  }

  @Test
  void curvesAreDrawnIntoOneChart() throws IOException {
    String file = at("both.png");
    String printed = run("plot", at("a"), at("b"), "--metric", "error", "-o", file);
    if (!PlotTest.canDraw()) {
      assertEquals("error: cannot draw a, b: " + Fonts.ADVICE + "\n", printed);
      return;
    }
    assertEquals("drew both.png\n", printed);
    BufferedImage image = Objects.requireNonNull(ImageIO.read(Path.of(file).toFile()));
    assertEquals(2 * 720, image.getWidth());
    assertEquals("drew all.svg\n", run("plot", at("a"), at("b"), "-o", at("all.svg")));
  }

  @Test
  void aRunHasOneColourInAllCharts() throws IOException {
    Map<String, List<MetricRow>> runs = new LinkedHashMap<>();
    for (String name : List.of("a", "b")) {
      runs.put(name, RunDirectory.open(directory.resolve(name)).metrics());
    }
    XYChart both = MetricChart.of("all", runs);
    runs.put("a", List.of());
    XYChart one = MetricChart.of("all", runs);
    assertEquals(Set.of("a", "a (least to most)", "b"), both.getSeriesMap().keySet());
    assertEquals(Set.of("b"), one.getSeriesMap().keySet());
    Color colour = Objects.requireNonNull(one.getSeriesMap().get("b")).getLineColor();
    assertEquals(colour, Objects.requireNonNull(both.getSeriesMap().get("b")).getLineColor());
    assertNotEquals(colour, Objects.requireNonNull(both.getSeriesMap().get("a")).getLineColor());
    assertTrue(one.getStyler().isLegendVisible(), "whose curve it is");
  }

  @Test
  void whatCannotBeComparedIsTold() {
    assertTrue(run("show", at("a"), at("c")).contains("there is no c"));
    assertTrue(run("show", "--print=text", at("a"), at("b")).contains("--print is for one path"));
    assertTrue(run("plot", at("a"), at("c")).startsWith("error: c is not there;"));
    assertTrue(run("plot", "--confusion", at("a"), at("b")).contains("draw one run, not several"));
    assertTrue(
        run("plot", "--metric", "loss", at("a"), at("b"))
            .endsWith("none of a, b has a metric \"loss\"; they have error, norm\n"));
    assertEquals(2, code);
  }
}
