package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.data.Score;
import jacquard.kernels.Activation;
import jacquard.kernels.Kernels;
import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.kernels.Rates;

/** A multinomial logistic regression, trained by stochastic gradient descent. */
public final class Softmax implements Stateful {
  private Kernels kernels;
  private int classes;
  private Rates rates;
  private Matrix weights;
  private Matrix bias;
  private Matrix weightVelocity;
  private Matrix biasVelocity;
  private Matrix loss;

  private Scratch inputs;
  private Scratch outputs;
  private Scratch losses;
  private Matrix weightGradient;
  private Matrix biasGradient;

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
    int width = s.value("inputs", s.isLoading() ? 0 : weights.rows());
    classes = s.value("classes", classes);
    rates = s.value("rates", rates);
    if (s.isLoading()) {
      allocate(width);
    }
    Saved.matrix(s, "weights", kernels, weights);
    Saved.matrix(s, "bias", kernels, bias);
    Saved.matrix(s, "weightVelocity", kernels, weightVelocity);
    Saved.matrix(s, "biasVelocity", kernels, biasVelocity);
    Saved.matrix(s, "loss", kernels, loss);
  }

  private void allocate(int inputs) {
    this.weights = kernels.matrix(inputs, classes);
    this.bias = kernels.matrix(1, classes);
    this.weightVelocity = kernels.matrix(inputs, classes);
    this.biasVelocity = kernels.matrix(1, classes);
    this.loss = kernels.matrix(1, 1);
    this.inputs = new Scratch(kernels, inputs);
    this.outputs = new Scratch(kernels, classes);
    this.losses = new Scratch(kernels, 1);
    this.weightGradient = kernels.matrix(inputs, classes);
    this.biasGradient = kernels.matrix(1, classes);
  }

  /** Forgets all training. */
  public void clear() {
    for (Matrix m : new Matrix[] {weights, bias, weightVelocity, biasVelocity, loss}) {
      kernels.write(m, new float[m.rows() * m.cols()]);
    }
  }

  /** One descent step on the mean negative log likelihood of the examples' labels. */
  public void update(Examples examples) {
    int[] wanted = examples.labels();
    checkLabels(wanted);
    Matrix x = inputs.load("softmax", examples);
    Matrix z = logits(x);
    Matrix each = losses.rows(x.rows());
    Labels labels = kernels.labels(x.rows());
    kernels.write(labels, wanted);
    kernels.softmaxGradient(z, labels, z, each);
    kernels.gemm(Op.TRANSPOSED, Op.AS_IS, 1f / x.rows(), x, z, 0f, weightGradient);
    kernels.columnMeans(z, biasGradient);
    kernels.columnMeans(each, loss);
    kernels.sgdUpdate(weights, weightVelocity, weightGradient, rates);
    kernels.sgdUpdate(bias, biasVelocity, biasGradient, rates.withoutDecay());
    labels.data().close();
  }

  /** The probabilities of the classes, under the same labels. */
  public Batch filt(Examples examples) {
    Matrix z = logits(inputs.load("softmax", examples));
    kernels.softmax(z, z);
    return new Batch(classes, kernels.read(z), examples.labels());
  }

  /** The most probable class of each row. */
  public int[] predict(Examples examples) {
    Matrix z = logits(inputs.load("softmax", examples));
    Labels best = kernels.labels(z.rows());
    kernels.argmax(z, best);
    int[] classOfRow = kernels.read(best);
    best.data().close();
    return classOfRow;
  }

  /** How many rows are predicted as labelled. */
  public Score score(Examples examples) {
    int[] predicted = predict(examples);
    int[] wanted = examples.labels();
    int correct = 0;
    for (int i = 0; i < wanted.length; i++) {
      correct += predicted[i] == wanted[i] ? 1 : 0;
    }
    return new Score(correct, wanted.length);
  }

  /** The mean negative log likelihood of the last update's examples, before that update. */
  public double loss() {
    return kernels.read(loss)[0];
  }

  /** A copy of the weights, an input a row. */
  public float[] weights() {
    return kernels.read(weights);
  }

  private Matrix logits(Matrix x) {
    Matrix z = outputs.rows(x.rows());
    kernels.affine(x, Op.AS_IS, weights, bias, Activation.LINEAR, z);
    return z;
  }

  private void checkLabels(int[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] < 0 || wanted[i] >= classes) {
        throw new IllegalArgumentException(
            "row %d is labelled %d, classes are 0..%d".formatted(i, wanted[i], classes - 1));
      }
    }
  }
}
