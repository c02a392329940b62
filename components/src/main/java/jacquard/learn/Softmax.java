package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.data.Score;
import jacquard.kernels.Activation;
import jacquard.kernels.Kernels;
import jacquard.kernels.LayerParameters;
import jacquard.kernels.Matrix;
import jacquard.kernels.Rates;
import jacquard.vm.Atomic;
import java.util.ArrayList;
import java.util.List;

/** A multinomial logistic regression, trained by stochastic gradient descent. */
@Atomic
public final class Softmax extends Filter implements GradientLearner {
  private Kernels kernels;
  private int classes;
  private Rates firstRates;
  private Rates rates;
  private Layer layer;
  private Likelihood likelihood;
  private Scratch inputs;
  private Scratch outputs;

  /**
   * Makes a classifier with zero weights, from which a convex problem may start.
   *
   * @param inputs the number of values in a row
   * @param classes at least 1, counted from 0
   * @param rates of the updates; the bias does not decay
   */
  public Softmax(Kernels kernels, int inputs, int classes, Rates rates) {
    this.kernels = kernels;
    this.classes = classes;
    this.firstRates = rates;
    this.rates = rates;
    allocate(inputs);
  }

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private Softmax() {
    this.kernels = Backend.current();
  }

  @Override
  public void state(State s) {
    int width = s.value("inputs", s.isLoading() ? 0 : layer.weights().rows());
    classes = s.value("classes", classes);
    rates = s.value("rates", rates);
    firstRates = s.has("firstRates") ? s.value("firstRates", firstRates) : rates;
    if (s.isLoading()) {
      allocate(width);
    }
    layer.state(s, "");
    likelihood.state(s);
    namesState(s);
  }

  private void allocate(int width) {
    this.layer = new Layer(kernels, width, classes);
    this.likelihood = new Likelihood("softmax", kernels, classes);
    this.inputs = new Scratch(kernels, width);
    this.outputs = new Scratch(kernels, classes);
  }

  /** Forgets all training: zero weights and the first rates. */
  @Override
  public void clear() {
    List<Matrix> learned = new ArrayList<>(layer.matrices());
    learned.add(likelihood.mean());
    Undo.unlessWhole(kernels, learned, () -> learned.forEach(each -> Saved.zero(kernels, each)));
    rates = firstRates;
    likelihood.clear();
    forgetNames();
  }

  /** One descent step on the mean negative log likelihood of the examples' labels. */
  public void update(Examples examples) {
    likelihood.check(examples);
    Matrix x = load(examples);
    Matrix z = output(x, Activation.LINEAR);
    likelihood.gradient(z, examples);
    layer.update(x, z, rates);
    likelihood.updated(z.rows());
    learnNames(examples);
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
    Matrix x = inputs.load("softmax", examples);
    checkNames("softmax", examples);
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

  /**
   * The mean negative log likelihood of the last update's examples, before that update; NaN before
   * the first.
   */
  public double loss() {
    return likelihood.loss();
  }

  /** The mean negative log likelihood of the labels of any examples. */
  @Override
  public double loss(Examples examples) {
    likelihood.check(examples);
    return likelihood.loss(output(load(examples), Activation.LINEAR), examples);
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

  /** A copy of the weights, an input a row. */
  public float[] weights() {
    return kernels.read(layer.weights());
  }

  /** The parameters themselves, where the kernels keep them: to be read only. */
  public LayerParameters parameters() {
    return layer.parameters();
  }

  private Matrix output(Matrix x, Activation f) {
    Matrix y = outputs.rows(x.rows());
    layer.apply(x, f, y);
    return y;
  }
}
