package jacquard.examples;

import jacquard.report.MetricRow;
import jacquard.report.MetricsFile;
import jacquard.report.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
      "What has no epochs is drawn by fold. A line is the mean, a band goes from least to most.",
      "The curves of several runs are drawn into the same charts."
    },
    mixinStandardHelpOptions = true)
final class Plot implements Callable<Integer> {
  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "A run directory, its metrics.csv, or a file that the hook plot wrote.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to: .png or .svg (metrics.png beside what is drawn; of several,"
              + " in this directory).")
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
      throw new Failure("cannot draw " + words() + ": " + Failure.reason(e), e);
    } catch (RuntimeException | LinkageError e) {
      if (Fonts.isAboutFonts(e)) {
        throw new Failure("cannot draw " + words() + ": " + Fonts.ADVICE, e);
      }
      throw e;
    }
  }

  private String words() {
    return paths.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  private Path draw() throws IOException {
    Path path = paths.getFirst();
    if (output != null) {
      Drawing.check(output);
    }
    if (paths.size() > 1 && (filters != null || reconstructions != null || confusion)) {
      throw new UsageError(
          "--filters, --reconstructions and --confusion draw one run, not several");
    }
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
    if (paths.size() == 1 && isSeries(csv(path))) {
      return Chart.draw(csv(path), file());
    }
    Map<String, List<MetricRow>> runs = new LinkedHashMap<>();
    for (Path each : paths) {
      runs.put(each.toString(), MetricsFile.read(csv(each)));
    }
    return Drawing.write(charts(runs), file());
  }

  /** A chart for each metric that is wanted, with what each run has measured of it. */
  private List<XYChart> charts(Map<String, List<MetricRow>> runs) {
    Set<String> names = new LinkedHashSet<>();
    runs.values().forEach(rows -> rows.forEach(row -> names.add(row.metric())));
    if (names.isEmpty()) {
      throw new Failure(
          String.join(", ", runs.keySet())
              + (runs.size() == 1 ? " has" : " have")
              + " no rows yet");
    }
    for (String wanted : metrics) {
      if (!names.contains(wanted)) {
        throw new UsageError(
            String.format(
                Locale.ROOT,
                runs.size() == 1
                    ? "%s has no metric \"%s\"; it has %s"
                    : "none of %s has a metric \"%s\"; they have %s",
                String.join(", ", runs.keySet()),
                wanted,
                String.join(", ", names)));
      }
    }
    List<XYChart> charts = new ArrayList<>();
    for (String name : metrics.isEmpty() ? names : metrics) {
      Map<String, List<MetricRow>> some = new LinkedHashMap<>(runs);
      some.replaceAll(
          (run, rows) -> rows.stream().filter(row -> row.metric().equals(name)).toList());
      charts.add(MetricChart.of(name, some));
    }
    return charts;
  }

  private static Path csv(Path path) {
    Path csv = RunDirectory.isRun(path) ? path.resolve(MetricsFile.CSV) : path;
    if (!Files.isRegularFile(csv)) {
      throw new UsageError(
          (Files.exists(csv) ? csv + " is not a file of metrics" : csv + " is not there")
              + "; a run that is started with --run DIR writes DIR/metrics.csv");
    }
    return csv;
  }

  private Path picture(String name) {
    return output != null
        ? output
        : paths.getFirst().resolve(name.replaceAll("[^\\w.-]", "-") + ".png");
  }

  private static boolean isSeries(Path csv) throws IOException {
    try (var lines = Files.lines(csv)) {
      return lines.findFirst().orElse("").matches("step,(?!fold,).*");
    }
  }

  private Path file() {
    if (output != null) {
      return output;
    }
    Path csv = csv(paths.getFirst());
    return paths.size() > 1
        ? Path.of("metrics.png")
        : csv.resolveSibling(String.valueOf(csv.getFileName()).replaceAll("\\.csv$", "") + ".png");
  }
}
