package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.data.Score;
import jacquard.kernels.Activation;
import jacquard.kernels.Kernels;
import jacquard.kernels.LayerParameters;
import jacquard.kernels.LayerUpdate;
import jacquard.kernels.Matrix;
import jacquard.kernels.PartialUpdateException;
import jacquard.kernels.Rates;
import jacquard.kernels.Seed;
import jacquard.vm.Atomic;
import jacquard.vm.HalfDone;
import java.util.ArrayList;
import java.util.List;

/**
 * A multi-layer perceptron: layers of hidden units and a softmax over classes, trained by
 * back-propagation with momentum and weight decay.
 *
 * <p>Fresh weights are normal with mean 0. Before rectifiers their variance is 2 / inputs (He et
 * al., ICCV 2015); before softmax it is 2 / (inputs + outputs) (Glorot and Bengio, AISTATS 2010),
 * and before sigmoids 16 times that, because the slope of a sigmoid is a quarter.
 *
 * <p>Updates may add normal noise to what each layer is given, fresh each time, so that no sample
 * is met twice as it is (Bishop, Neural Computation 7, 1995: to first order a penalty on the
 * derivatives). Predictions are without noise.
 */
@Atomic
public final class Mlp extends Filter implements GradientLearner {
  private Kernels kernels;
  private MlpSettings settings;
  private List<Layer> layers = new ArrayList<>();
  private Likelihood likelihood;
  private Rates rates;
  private Seed stream;
  private long draws;

  private Scratch inputs;
  private List<Scratch> outputs = new ArrayList<>();
  private List<Scratch> noisy = new ArrayList<>();
  private List<Scratch> deltas = new ArrayList<>();

  /** Makes a network with fresh weights. */
  public Mlp(Kernels kernels, MlpSettings settings) {
    this(kernels, settings, Seed.of(settings.seed()).child("Mlp of " + settings.sizes()));
  }

  /** Makes a network with fresh weights of this stream. */
  @SuppressWarnings("NullAway.Init") // clear does it
  Mlp(Kernels kernels, MlpSettings settings, Seed stream) {
    this.kernels = kernels;
    this.settings = settings;
    this.stream = stream;
    allocate();
    clear();
  }

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private Mlp() {
    this.kernels = Backend.current();
  }

  @Override
  public void state(State s) {
    settings = s.value("settings", settings);
    if (s.isLoading()) {
      allocate();
    }
    stream = s.has("stream") ? s.value("stream", stream) : Seed.of(settings.seed());
    rates =
        s.has("rates")
            ? s.value("rates", rates)
            : settings.rates().withRate(s.value("rate", settings.rates().rate()));
    draws = s.value("draws", draws);
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).state(s, Integer.toString(i));
    }
    likelihood.state(s);
    namesState(s);
  }

  private void allocate() {
    List.of(layers, outputs, noisy, deltas).forEach(List::clear);
    List<Integer> sizes = settings.sizes();
    for (int i = 0; i < settings.layers(); i++) {
      layers.add(new Layer(kernels, sizes.get(i), sizes.get(i + 1)));
      outputs.add(new Scratch(kernels, sizes.get(i + 1)));
      noisy.add(new Scratch(kernels, sizes.get(i)));
      deltas.add(new Scratch(kernels, sizes.get(i)));
    }
    inputs = new Scratch(kernels, sizes.getFirst());
    likelihood = new Likelihood("mlp", kernels, settings.classes());
  }

  /** Forgets all training: the first weights, no bias, no speed, the first rates. */
  @Override
  public void clear() {
    Undo.unlessWhole(kernels, matrices(), this::clearMatrices);
    clearRest();
  }

  /** All that kernels change when it learns. */
  List<Matrix> matrices() {
    List<Matrix> all = new ArrayList<>();
    layers.forEach(layer -> all.addAll(layer.matrices()));
    all.add(likelihood.mean());
    return all;
  }

  void clearMatrices() {
    Saved.zero(kernels, likelihood.mean());
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).clear();
      Matrix weights = layers.get(i).weights();
      kernels.sampleNormal(stream.key(), i, weights, deviation(i), weights);
    }
  }

  /** What follows once {@link #clearMatrices} is done: it cannot fail. */
  void clearRest() {
    rates = settings.rates();
    draws = layers.size();
    likelihood.clear();
    forgetNames();
  }

  private float deviation(int layer) {
    double in = settings.sizes().get(layer);
    double out = settings.sizes().get(layer + 1);
    double variance =
        switch (activation(layer)) {
          case RELU -> 2 / in;
          case SIGMOID -> 16 * 2 / (in + out);
          default -> 2 / (in + out);
        };
    return (float) Math.sqrt(variance);
  }

  /** The activation after a layer of weights; none is applied to the logits. */
  private Activation activation(int layer) {
    return layer == settings.layers() - 1 ? Activation.LINEAR : settings.hidden();
  }

  /**
   * Begins anew, the first layers from given weights and without speed: what pretraining has found.
   *
   * @param weights of each, an input a row
   * @param biases of each, one an output
   */
  void start(List<float[]> weights, List<float[]> biases) {
    Undo.unlessWhole(
        kernels,
        matrices(),
        () -> {
          clearMatrices();
          for (int i = 0; i < weights.size(); i++) {
            layers.get(i).become(weights.get(i), biases.get(i));
          }
        });
    clearRest();
  }

  /** One descent step on the mean negative log likelihood of the examples' labels. */
  public void update(Examples examples) {
    likelihood.check(examples);
    List<Matrix> given = new ArrayList<>();
    List<Matrix> gave = new ArrayList<>();
    Matrix x = load(examples);
    long draw = draws;
    for (int i = 0; i < layers.size(); i++) {
      Matrix in = isNoisy(i) ? withNoise(i, x, draw++) : x;
      x = apply(i, in, activation(i));
      given.add(in);
      gave.add(x);
    }
    likelihood.gradient(x, examples);
    descend(given, gave);
    draws = draw;
    likelihood.updated(x.rows());
    learnNames(examples);
  }

  private boolean isNoisy(int layer) {
    return deviationOfNoise(layer) != 0;
  }

  private float deviationOfNoise(int layer) {
    return layer == 0 ? settings.inputNoise() : settings.hiddenNoise();
  }

  private Matrix withNoise(int layer, Matrix x, long draw) {
    Matrix noised = noisy.get(layer).rows(x.rows());
    kernels.sampleNormal(stream.key(), draw, x, deviationOfNoise(layer), noised);
    return noised;
  }

  /**
   * Passes the gradient from the last layer to the first, and then moves all of them at once: an
   * update that fails has moved none.
   *
   * @param given what each layer was given
   * @param gave what each layer gave, the last one replaced by the gradient
   */
  private void descend(List<Matrix> given, List<Matrix> gave) {
    List<LayerUpdate> updates = new ArrayList<>();
    Matrix delta = gave.getLast();
    for (int i = layers.size() - 1; i >= 0; i--) {
      updates.add(layers.get(i).pending(given.get(i), delta));
      if (i > 0) {
        Matrix below = deltas.get(i).rows(delta.rows());
        layers.get(i).back(delta, settings.hidden(), gave.get(i - 1), below);
        delta = below;
      }
    }
    try {
      kernels.layerUpdates(updates, rates);
    } catch (PartialUpdateException e) {
      throw HalfDone.mark(e);
    }
  }

  /** Multiplies the rate as the settings say, for the end of an epoch. */
  public void anneal() {
    rates = rates.withRate(rates.rate() * settings.annealing());
  }

  @Override
  public Rates rates() {
    return rates;
  }

  @Override
  public void setRates(Rates rates) {
    this.rates = rates;
  }

  @Override
  public void setRate(double rate) {
    rates = rates.withRate(rate);
  }

  /** The learning rate of the next update. */
  public float rate() {
    return rates.rate();
  }

  /** The probabilities of the classes, under the same labels. */
  public Batch filt(Examples examples) {
    return filtered(examples);
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  Matrix load(Examples examples) {
    Matrix x = inputs.load("mlp", examples);
    checkNames("mlp", examples);
    return x;
  }

  @Override
  boolean labelsMatter() {
    return true;
  }

  @Override
  Matrix filter(Matrix x) {
    return output(x, Activation.SOFTMAX);
  }

  /**
   * The most probable class of each row, the first of equals; -1, no class, if a score of the row
   * is NaN or the largest is infinite.
   */
  public int[] predict(Examples examples) {
    return likelihood.predict(output(load(examples), Activation.LINEAR));
  }

  /**
   * How many rows are predicted as labelled; one {@linkplain #predict without a class} is wrong.
   *
   * @throws IllegalArgumentException if a label is no class
   */
  public Score score(Examples examples) {
    likelihood.check(examples);
    return likelihood.score(output(load(examples), Activation.LINEAR), examples);
  }

  private Matrix output(Matrix rows, Activation last) {
    Matrix x = rows;
    for (int i = 0; i < layers.size() - 1; i++) {
      x = apply(i, x, settings.hidden());
    }
    return apply(layers.size() - 1, x, last);
  }

  private Matrix apply(int layer, Matrix x, Activation f) {
    Matrix y = outputs.get(layer).rows(x.rows());
    layers.get(layer).apply(x, f, y);
    return y;
  }

  /**
   * The mean negative log likelihood of the last update's examples, before that update; NaN before
   * the first.
   */
  public double loss() {
    return likelihood.loss();
  }

  /** The mean negative log likelihood of the labels of any examples, without noise. */
  @Override
  public double loss(Examples examples) {
    likelihood.check(examples);
    return likelihood.loss(output(load(examples), Activation.LINEAR), examples);
  }

  /**
   * A copy of the weights of a layer, an input a row.
   *
   * @param layer counted from 0
   */
  public float[] weights(int layer) {
    return kernels.read(layers.get(layer).weights());
  }

  /** A copy of the biases of a layer. */
  public float[] bias(int layer) {
    return kernels.read(layers.get(layer).bias());
  }

  /**
   * The parameters of a layer themselves, where the kernels keep them: to be read only.
   *
   * @param layer counted from 0
   */
  public LayerParameters parameters(int layer) {
    return layers.get(layer).parameters();
  }

  /** What it is made of. */
  public MlpSettings settings() {
    return settings;
  }
}
