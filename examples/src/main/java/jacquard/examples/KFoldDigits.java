package jacquard.examples;

import jacquard.data.KFold;
import jacquard.data.Score;
import jacquard.experiment.Experiment;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import picocli.CommandLine.Option;

/** The draft's main program on real digits: k folds of PCA, two RBMs and a softmax classifier. */
final class KFoldDigits implements Example {
  @Option(names = "--folds", paramLabel = "K", description = "Folds (${DEFAULT-VALUE}).")
  private int folds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Minibatches each layer is trained on (${DEFAULT-VALUE}).")
  private int rounds;

  /** The whole experiment: ten folds. */
  KFoldDigits() {
    this(10, 1000);
  }

  /** An experiment of so many folds, in each of which an RBM is trained for so many rounds. */
  KFoldDigits(int folds, int rounds) {
    this.folds = folds;
    this.rounds = rounds;
  }

  @Override
  public About about() {
    return About.computing(
        "kfold-digits",
        Topic.TRAINING,
        "Cross-validates PCA, two RBMs and softmax on handwritten digits.");
  }

  @Override
  public Experiment experiment(long seed) {
    return new KFoldProgram(folds, rounds, seed).experiment(name());
  }

  @Override
  public void measure(Experiment experiment) {
    KFoldMetrics.watch(experiment, name());
  }

  @Override
  public Map<String, Object> result(Experiment experiment) {
    return JsonOutput.object(
        "accuracies", accuracies(experiment, "kf"),
        "raw softmax accuracies", accuracies(experiment, "rawKf"));
  }

  private static List<Double> accuracies(Experiment experiment, String kf) {
    return experiment.component(kf, KFold.class).scores().stream().map(Score::accuracy).toList();
  }

  @Override
  public void report(Experiment experiment, PrintWriter out) {
    List<Score> deep = experiment.component("kf", KFold.class).scores();
    List<Score> raw = experiment.component("rawKf", KFold.class).scores();
    double[] errors = experiment.component("report", LayerReport.class).errors();
    out.println(row("fold", "test", "PCA+RBM+RBM+softmax", "raw softmax", "layer1 error"));
    for (int i = 0; i < deep.size(); i++) {
      out.println(
          row(
              i + 1,
              deep.get(i).total(),
              format("%.4f", deep.get(i).accuracy()),
              format("%.4f", raw.get(i).accuracy()),
              format("%.2f", errors[i])));
    }
    out.println(row("mean ± sd", "", summary(deep), summary(raw), ""));
  }

  private static String row(Object... columns) {
    return String.format(Locale.ROOT, "%-9s  %4s  %19s  %15s  %12s", columns).stripTrailing();
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String summary(List<Score> scores) {
    DescriptiveStatistics statistics = new DescriptiveStatistics();
    scores.forEach(score -> statistics.addValue(score.accuracy()));
    return String.format(
        Locale.ROOT, "%.4f ± %.4f", statistics.getMean(), statistics.getStandardDeviation());
  }
}
