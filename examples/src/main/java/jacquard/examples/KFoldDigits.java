package jacquard.examples;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.checkpoint;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;

import jacquard.data.Dataset;
import jacquard.data.Digits;
import jacquard.data.KFold;
import jacquard.data.Score;
import jacquard.experiment.Experiment;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.learn.Backend;
import jacquard.learn.Pca;
import jacquard.learn.Rbm;
import jacquard.learn.RbmSettings;
import jacquard.learn.Scale;
import jacquard.learn.Softmax;
import jacquard.vm.Node;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/** The draft's main program on real digits: k folds of PCA, two RBMs and a softmax classifier. */
final class KFoldDigits implements Example {
  private static final int BATCH = 20;

  private final int folds;
  private final int rounds;

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
  public String name() {
    return "kfold-digits";
  }

  @Override
  public String description() {
    return "10-fold cross-validation of PCA, two RBMs and softmax on handwritten digits.";
  }

  @Override
  public Experiment experiment(long seed) {
    Kernels kernels = Backend.current();
    Dataset digits = Digits.load();
    KFold kf = new KFold(digits, folds, seed);
    KFold rawKf = new KFold(digits, folds, seed);
    Pca pca = new Pca(kernels, 1f);
    Rbm layer1 = rbm(kernels, 64, 200, Rbm.Visible.GAUSSIAN, 0.02f, seed + 1);
    Rbm layer2 = rbm(kernels, 200, 300, Rbm.Visible.BERNOULLI, 0.05f, seed + 2);
    Softmax softmax = new Softmax(kernels, 300, 10, new Rates(0.1f, 0.9f, 1e-4f));
    Scale scale = new Scale(1 / 16f);
    Softmax raw = new Softmax(kernels, 64, 10, new Rates(0.1f, 0.9f, 1e-4f));
    LayerReport report = new LayerReport(kf, layer1);

    Node batch = buffer(BATCH, call(kf::next));
    Node trainPca = seq(buffer(1000, call(kf::next)), call(pca::analyze)).named("train_pca");
    Node trainLayer1 =
        repeat(rounds, batch, call(pca::filt), call(layer1::cd1Update)).named("train_layer1");
    Node trainLayer2 =
        repeat(rounds, batch, call(pca::filt), call(layer1::filt), call(layer2::cd1Update))
            .named("train_layer2");
    Node trainSoftmax =
        repeat(
                2L * rounds,
                batch,
                call(pca::filt),
                call(layer1::filt),
                call(layer2::filt),
                call(softmax::update))
            .named("train_softmax");
    Node test =
        seq(
                call(kf::initTest),
                buffer(
                    kf::testSize,
                    seq(
                        call(kf::nextTest),
                        call(pca::filt),
                        call(layer1::filt),
                        call(layer2::filt),
                        call(softmax::score))),
                call(kf::storeScores))
            .named("test");
    Node testRaw =
        seq(
                call(rawKf::nextFold),
                call(raw::clear),
                repeat(
                    2L * rounds,
                    buffer(BATCH, call(rawKf::next)),
                    call(scale::filt),
                    call(raw::update)),
                call(rawKf::initTest),
                buffer(
                    rawKf::testSize,
                    seq(call(rawKf::nextTest), call(scale::filt), call(raw::score))),
                call(rawKf::storeScores))
            .named("raw_softmax");
    Node kfold =
        repeat(
                folds,
                call(kf::nextFold),
                call(pca::clear),
                call(layer1::clear),
                call(layer2::clear),
                call(softmax::clear),
                trainPca,
                checkpoint("after-pca"),
                weave(trainLayer1, loop(call(report::look)).named("report")),
                trainLayer2,
                trainSoftmax,
                test,
                testRaw)
            .counting("fold");

    return new Experiment()
        .component("digits", digits)
        .component("kf", kf)
        .component("pca", pca)
        .component("layer1", layer1)
        .component("layer2", layer2)
        .component("softmax", softmax)
        .component("report", report)
        .component("rawKf", rawKf)
        .component("scale", scale)
        .component("raw", raw)
        .program(name(), kfold);
  }

  private static Rbm rbm(
      Kernels kernels, int visible, int hidden, Rbm.Visible kind, float rate, long seed) {
    Rates rates = new Rates(rate, 0.9f, 2e-4f);
    return new Rbm(kernels, RbmSettings.of(visible, hidden, kind, rates, seed));
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
