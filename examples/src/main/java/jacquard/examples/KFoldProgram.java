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
import jacquard.experiment.Experiment;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.kernels.Seed;
import jacquard.learn.Backend;
import jacquard.learn.Pca;
import jacquard.learn.Rbm;
import jacquard.learn.RbmSettings;
import jacquard.learn.Scale;
import jacquard.learn.Softmax;
import jacquard.vm.Node;

/** The components of {@link KFoldDigits} and the program over them, part by part. */
final class KFoldProgram {
  private static final int BATCH = 20;
  private static final int PCA_SAMPLES = 1000;

  private final Kernels kernels = Backend.current();
  private final Dataset digits = Digits.load();
  private final Pca pca = new Pca(kernels, 1f);
  private final Scale scale = new Scale(1 / 16f);
  private final Softmax softmax = softmax(300);
  private final Softmax raw = softmax(64);
  private final int folds;
  private final int rounds;
  private final KFold kf;
  private final KFold rawKf;
  private final Rbm layer1;
  private final Rbm layer2;
  private final LayerReport report;

  KFoldProgram(int folds, int rounds, long seed) {
    this.folds = folds;
    this.rounds = rounds;
    kf = new KFold(digits, folds, seed);
    rawKf = new KFold(digits, folds, seed);
    layer1 = rbm(64, 200, Rbm.Visible.GAUSSIAN, 0.02f, Seed.of(seed).child("layer1"));
    layer2 = rbm(200, 300, Rbm.Visible.BERNOULLI, 0.05f, Seed.of(seed).child("layer2"));
    report = new LayerReport(kf, layer1);
  }

  private Rbm rbm(int visible, int hidden, Rbm.Visible kind, float rate, Seed seed) {
    Rates rates = new Rates(rate, 0.9f, 2e-4f);
    return new Rbm(kernels, RbmSettings.of(visible, hidden, kind, rates, seed.key()));
  }

  private Softmax softmax(int inputs) {
    return new Softmax(kernels, inputs, 10, new Rates(0.1f, 0.9f, 1e-4f));
  }

  Experiment experiment(String name) {
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
        .program(name, program());
  }

  private Node program() {
    return repeat(
            folds,
            call(kf::nextFold),
            call(pca::clear),
            call(layer1::clear),
            call(layer2::clear),
            call(softmax::clear),
            trainPca(),
            checkpoint("after-pca"),
            weave(trainLayer1(), loop(call(report::look)).named("report")),
            trainLayer2(),
            trainSoftmax(),
            test(),
            rawSoftmax())
        .counting("fold");
  }

  private Node batch() {
    return buffer(BATCH, call(kf::next));
  }

  private Node trainPca() {
    return seq(buffer(PCA_SAMPLES, call(kf::next)), call(pca::analyze)).named("train_pca");
  }

  private Node trainLayer1() {
    return repeat(rounds, batch(), call(pca::filt), call(layer1::cd1Update)).named("train_layer1");
  }

  private Node trainLayer2() {
    return repeat(rounds, batch(), call(pca::filt), call(layer1::filt), call(layer2::cd1Update))
        .named("train_layer2");
  }

  private Node trainSoftmax() {
    return repeat(
            2L * rounds,
            batch(),
            call(pca::filt),
            call(layer1::filt),
            call(layer2::filt),
            call(softmax::update))
        .named("train_softmax");
  }

  private Node test() {
    Node sample =
        seq(
            call(kf::nextTest),
            call(pca::filt),
            call(layer1::filt),
            call(layer2::filt),
            call(softmax::score));
    return seq(call(kf::initTest), buffer(kf::testSize, sample), call(kf::storeScores))
        .named("test");
  }

  /** The classifier without layers, on the same folds. */
  private Node rawSoftmax() {
    Node train =
        repeat(2L * rounds, buffer(BATCH, call(rawKf::next)), call(scale::filt), call(raw::update));
    Node sample = seq(call(rawKf::nextTest), call(scale::filt), call(raw::score));
    return seq(
            call(rawKf::nextFold),
            call(raw::clear),
            train,
            call(rawKf::initTest),
            buffer(rawKf::testSize, sample),
            call(rawKf::storeScores))
        .named("raw_softmax");
  }
}
