package jacquard.examples;

import jacquard.report.MetricRow;
import jacquard.report.MetricsFile;
import jacquard.report.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that draws what a run has measured. */
@Command(
    name = "plot",
    description = {
      "Draws what a run has measured: curves by epoch, with a band over the folds.",
      "What has no epochs is drawn by fold. A line is the mean, a band goes from least to most."
    },
    mixinStandardHelpOptions = true)
final class Plot implements Callable<Integer> {
  @Parameters(
      paramLabel = "PATH",
      description = "A run directory, its metrics.csv, or a file that the hook plot wrote.")
  private Path path = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to: .png or .svg (metrics.png beside what is drawn).")
  private @Nullable Path output;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "Draw this one; may be given again (all).")
  private List<String> metrics = new ArrayList<>();

  @Option(
      names = "--filters",
      paramLabel = "NAME",
      description = "Draw instead the filters of this RBM in the newest checkpoint.")
  private @Nullable String filters;

  @Option(
      names = "--reconstructions",
      paramLabel = "NAME",
      description = "Draw instead what this RBM in the newest checkpoint makes of a few images.")
  private @Nullable String reconstructions;

  @Option(
      names = "--confusion",
      description = "Draw instead the confusion matrix in the newest checkpoint.")
  private boolean confusion;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try {
      spec.commandLine().getOut().println("drew " + draw());
      return 0;
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot draw " + path + ": " + e.getMessage(), e);
    } catch (RuntimeException | LinkageError e) {
      if (Fonts.isAboutFonts(e)) {
        throw new IllegalArgumentException("cannot draw " + path + ": " + Fonts.ADVICE, e);
      }
      throw e;
    }
  }

  private Path draw() throws IOException {
    if (filters != null) {
      return new Pictures(path).filters(filters, picture("filters-" + filters));
    }
    if (reconstructions != null) {
      return new Pictures(path)
          .reconstructions(reconstructions, picture("reconstructions-" + reconstructions));
    }
    if (confusion) {
      return new Pictures(path).confusion(picture("confusion"));
    }
    Path csv = RunDirectory.isRun(path) ? path.resolve(MetricsFile.CSV) : path;
    if (!Files.exists(csv)) {
      throw new IllegalArgumentException(
          csv + " is not there; a run that is started with --run DIR writes DIR/metrics.csv");
    }
    if (isSeries(csv)) {
      return Chart.draw(csv, file(csv));
    }
    List<MetricRow> rows = MetricsFile.read(csv);
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.add(row.metric()));
    for (String wanted : metrics) {
      if (!names.contains(wanted)) {
        throw new IllegalArgumentException(
            csv + " has no metric \"" + wanted + "\"; it has " + String.join(", ", names));
      }
    }
    List<XYChart> charts = new ArrayList<>();
    for (String name : metrics.isEmpty() ? names : metrics) {
      charts.add(
          MetricChart.of(name, rows.stream().filter(row -> row.metric().equals(name)).toList()));
    }
    if (charts.isEmpty()) {
      throw new IllegalArgumentException(csv + " has no rows yet");
    }
    return Drawing.write(charts, file(csv));
  }

  private Path picture(String name) {
    return output != null ? output : path.resolve(name.replaceAll("[^\\w.-]", "-") + ".png");
  }

  private static boolean isSeries(Path csv) throws IOException {
    try (var lines = Files.lines(csv)) {
      return lines.findFirst().orElse("").matches("step,(?!fold,).*");
    }
  }

  private Path file(Path csv) {
    return output != null
        ? output
        : csv.resolveSibling(String.valueOf(csv.getFileName()).replaceAll("\\.csv$", "") + ".png");
  }
}
