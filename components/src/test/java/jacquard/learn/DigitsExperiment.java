package jacquard.learn;

import jacquard.data.Batch;
import jacquard.data.Dataset;
import jacquard.data.Digits;
import jacquard.data.Examples;
import jacquard.data.KFold;
import jacquard.data.Sample;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import jacquard.kernels.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The main experiment as a plain loop: k folds of PCA, two RBMs and softmax on the digits. */
final class DigitsExperiment {
  private static final int BATCH = 20;

  private final Dataset digits = Digits.load();
  private final Kernels kernels = new JavaKernels();
  private final Pca pca = new Pca(kernels, 1f);
  private final Scale scale = new Scale(1 / 16f);
  final KFold kf;
  final KFold rawKf;
  final Rbm layer1;
  final Rbm layer2;
  final Softmax softmax;
  final Softmax raw;

  private static long child(long seed, String name) {
    return Seed.of(seed).child(name).key();
  }

  DigitsExperiment(long seed) {
    Rates slow = new Rates(0.02f, 0.9f, 2e-4f);
    Rates fast = new Rates(0.05f, 0.9f, 2e-4f);
    Rates descent = new Rates(0.1f, 0.9f, 1e-4f);
    kf = new KFold(digits, 10, seed);
    rawKf = new KFold(digits, 10, seed);
    layer1 =
        new Rbm(
            kernels, RbmSettings.of(64, 200, Rbm.Visible.GAUSSIAN, slow, child(seed, "layer1")));
    layer2 =
        new Rbm(
            kernels, RbmSettings.of(200, 300, Rbm.Visible.BERNOULLI, fast, child(seed, "layer2")));
    softmax = new Softmax(kernels, 300, 10, descent);
    raw = new Softmax(kernels, 64, 10, descent);
  }

  void fold() {
    kf.nextFold();
    pca.clear();
    layer1.clear();
    layer2.clear();
    softmax.clear();
    Function<Examples, Batch> toLayer2 = then(pca::filt, layer1::filt);
    Function<Examples, Batch> toSoftmax = then(toLayer2, layer2::filt);
    pca.analyze(buffer(1000, kf::next));
    repeat(1000, kf, pca::filt, layer1::cd1Update);
    repeat(1000, kf, toLayer2, layer2::cd1Update);
    repeat(2000, kf, toSoftmax, softmax::update);
    kf.initTest();
    kf.storeScores(softmax.score(toSoftmax.apply(buffer(kf.testSize(), kf::nextTest))));
  }

  void rawFold() {
    rawKf.nextFold();
    raw.clear();
    repeat(2000, rawKf, scale::filt, raw::update);
    rawKf.initTest();
    rawKf.storeScores(raw.score(scale.filt(buffer(rawKf.testSize(), rawKf::nextTest))));
  }

  private static void repeat(
      int rounds, KFold kf, Function<Examples, Batch> filter, Consumer<Examples> step) {
    for (int i = 0; i < rounds; i++) {
      step.accept(filter.apply(buffer(BATCH, kf::next)));
    }
  }

  private static Function<Examples, Batch> then(
      Function<Examples, Batch> first, Function<Examples, Batch> second) {
    return x -> second.apply(first.apply(x));
  }

  private static Batch buffer(int count, Supplier<Sample> source) {
    List<Sample> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(source.get());
    }
    return rows.getFirst().stack(rows);
  }
}
