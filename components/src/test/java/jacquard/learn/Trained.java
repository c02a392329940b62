package jacquard.learn;

import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.datalearn.Descent;
import jacquard.datalearn.Learner;
import jacquard.datalearn.Output;
import jacquard.experiment.Experiment;
import jacquard.expression.Value;
import jacquard.kernels.Activation;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * One component in all its ways of training, for tests that hold for each of them.
 *
 * @param name in reports
 * @param made anew
 * @param update one step of training
 * @param output something that shows what was learned
 */
record Trained<C extends Stateful>(
    String name,
    java.util.function.Function<Kernels, C> made,
    BiConsumer<C, Examples> update,
    BiFunction<C, Examples, Object> output) {
  static final int COLUMNS = 6;
  static final int CLASSES = 3;

  private static final Rates RATES = new Rates(0.1f, 0.5f, 0.001f);

  /** All components that learn from batches of {@value #COLUMNS} columns. */
  static List<Trained<?>> all() {
    return List.of(
        rbm("cd1", Rbm.Visible.BERNOULLI, Rbm::cd1Update),
        rbm("gaussian cd1", Rbm.Visible.GAUSSIAN, Rbm::cd1Update),
        rbm("cdk", Rbm.Visible.BERNOULLI, Rbm::cdkUpdate),
        rbm("gaussian cdk", Rbm.Visible.GAUSSIAN, Rbm::cdkUpdate),
        rbm("pcd", Rbm.Visible.BERNOULLI, Rbm::pcdUpdate),
        rbm("gaussian pcd", Rbm.Visible.GAUSSIAN, Rbm::pcdUpdate),
        new Trained<>(
            "softmax",
            kernels -> new Softmax(kernels, COLUMNS, CLASSES, RATES),
            Softmax::update,
            (softmax, x) -> List.of(softmax.filt(x), softmax.loss(), softmax.score(x))),
        mlp("relu mlp", MlpSettings.of(List.of(6, 5, 4, 3), Activation.RELU, RATES, 5)),
        mlp(
            "noisy mlp",
            MlpSettings.of(List.of(6, 5, 4, 3), Activation.SIGMOID, RATES, 5)
                .withNoise(0.3f, 0.2f)
                .withAnnealing(0.9f)),
        new Trained<>(
            "descent",
            kernels -> new Descent(new Classifier(kernels).nll, RATES),
            Descent::update,
            (descent, x) -> List.of(descent.loss(x), descent.rates())),
        new Trained<>("dbn", Trained::dbn, Trained::train, (dbn, x) -> dbn.filt(x)),
        new Trained<>(
            "pca", kernels -> new Pca(kernels, 0.5f), Pca::analyze, (pca, x) -> pca.filt(x)),
        new Trained<>(
            "pca of 2",
            kernels -> new Pca(kernels, PcaSettings.rotation().top(2, 1)),
            Pca::analyze,
            (pca, x) -> List.of(pca.filt(x), pca.pseudoInverse(pca.filt(x)))),
        new Trained<>(
            "scaler",
            kernels -> new Scaler(kernels, COLUMNS),
            Scaler::analyze,
            (scaler, x) -> List.of(scaler.filt(x), scaler.inverse(x))));
  }

  /** A softmax as expressions. */
  static final class Classifier extends Learner {
    final Output nll =
        output(
            "nll",
            s ->
                s.input()
                    .dot(parameter("weights"))
                    .plus(parameter("bias"))
                    .softmax()
                    .pick(s.target())
                    .log()
                    .negate());

    Classifier(Kernels kernels) {
      super(kernels);
      parameter("weights", Value.of(COLUMNS, CLASSES, new float[COLUMNS * CLASSES]));
      bias("bias", Value.of(1, CLASSES, new float[CLASSES]));
    }

    /** To be loaded. */
    private Classifier() {}
  }

  private static Trained<Rbm> rbm(String name, Rbm.Visible kind, BiConsumer<Rbm, Examples> update) {
    RbmSettings settings = RbmSettings.of(COLUMNS, 4, kind, RATES, 11).withSteps(3).withChains(64);
    return new Trained<>(
        name,
        kernels -> new Rbm(kernels, settings),
        update,
        (rbm, x) -> List.of(rbm.filt(x), rbm.reconstructionError()));
  }

  private static Trained<Mlp> mlp(String name, MlpSettings settings) {
    return new Trained<>(
        name,
        kernels -> new Mlp(kernels, settings),
        (mlp, x) -> {
          mlp.update(x);
          mlp.anneal();
        },
        (mlp, x) -> List.of(mlp.filt(x), mlp.loss(), mlp.score(x), mlp.rate()));
  }

  private static Dbn dbn(Kernels kernels) {
    return new Dbn(
        kernels,
        List.of(
            RbmSettings.of(COLUMNS, 5, Rbm.Visible.GAUSSIAN, RATES, 1),
            RbmSettings.of(5, 4, Rbm.Visible.BERNOULLI, RATES, 2).withChains(64)),
        MlpSettings.of(List.of(COLUMNS, 5, 4, CLASSES), Activation.SIGMOID, RATES, 3));
  }

  /** Pretrains each layer for one step, then goes on with fine-tuning. */
  private static void train(Dbn dbn, Examples x) {
    if (dbn.layer() == 2) {
      dbn.fineTune(x);
      return;
    }
    dbn.pretrain(x);
    dbn.nextLayer();
    if (dbn.layer() == 2) {
      dbn.unroll();
    }
  }

  Kernels kernels() {
    return new JavaKernels();
  }

  /** The component's state as it would be saved. */
  static String fingerprint(Stateful component) {
    return new Experiment().component("it", component).checkpoint().fingerprint();
  }

  /** The fingerprints after each update with the batches in turn. */
  List<String> run(List<Batch> batches) {
    C component = made.apply(kernels());
    return batches.stream()
        .map(
            batch -> {
              update.accept(component, batch);
              return fingerprint(component) + output.apply(component, batch);
            })
        .toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
