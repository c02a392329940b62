package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.kernels.Activation;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.kernels.Phase;
import jacquard.kernels.RbmParameters;

/**
 * A restricted Boltzmann machine: a layer of binary hidden units on visible units, trained by
 * contrastive divergence (CD-1).
 *
 * <p>All that changes is parameters, velocities, the last error and the number of random draws;
 * random numbers are functions of the seed and that number.
 */
public final class Rbm implements Stateful {
  /** What the visible units are. */
  public enum Visible {
    /** Probabilities from 0 to 1. */
    BERNOULLI,
    /** Real numbers of variance 1, as whitening gives them. */
    GAUSSIAN
  }

  private Kernels kernels;
  private RbmSettings settings;
  private RbmParameters parameters;
  private RbmParameters velocity;
  private Matrix error;
  private long draws;

  private Scratch visible;
  private Scratch reconstruction;
  private Scratch hidden;
  private Scratch sampled;
  private Scratch hiddenAgain;

  /** Makes a machine with fresh weights. */
  public Rbm(Kernels kernels, RbmSettings settings) {
    this.kernels = kernels;
    this.settings = settings;
    allocate();
    clear();
  }

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private Rbm() {
    this.kernels = Backend.current();
  }

  @Override
  public void state(State s) {
    settings = s.value("settings", settings);
    if (s.isLoading()) {
      allocate();
    }
    draws = s.value("draws", draws);
    Saved.matrix(s, "weights", kernels, parameters.weights());
    Saved.matrix(s, "visibleBias", kernels, parameters.visibleBias());
    Saved.matrix(s, "hiddenBias", kernels, parameters.hiddenBias());
    Saved.matrix(s, "weightVelocity", kernels, velocity.weights());
    Saved.matrix(s, "visibleBiasVelocity", kernels, velocity.visibleBias());
    Saved.matrix(s, "hiddenBiasVelocity", kernels, velocity.hiddenBias());
    Saved.matrix(s, "error", kernels, error);
  }

  private void allocate() {
    this.parameters = zeros(kernels, settings);
    this.velocity = zeros(kernels, settings);
    this.error = kernels.matrix(1, 1);
    this.visible = new Scratch(kernels, settings.visible());
    this.reconstruction = new Scratch(kernels, settings.visible());
    this.hidden = new Scratch(kernels, settings.hidden());
    this.sampled = new Scratch(kernels, settings.hidden());
    this.hiddenAgain = new Scratch(kernels, settings.hidden());
  }

  private static RbmParameters zeros(Kernels kernels, RbmSettings s) {
    return new RbmParameters(
        kernels.matrix(s.visible(), s.hidden()),
        kernels.matrix(1, s.visible()),
        kernels.matrix(1, s.hidden()));
  }

  /** Forgets all training: small random weights (zeros would never learn), no bias, no speed. */
  public void clear() {
    draws = 0;
    for (RbmParameters each : new RbmParameters[] {parameters, velocity}) {
      zero(each.weights());
      zero(each.visibleBias());
      zero(each.hiddenBias());
    }
    zero(error);
    Matrix weights = parameters.weights();
    kernels.sampleNormal(settings.seed(), draws++, weights, settings.initialDeviation(), weights);
  }

  private void zero(Matrix m) {
    kernels.write(m, new float[m.rows() * m.cols()]);
  }

  /** The probabilities of the hidden units, under the same labels. */
  public Batch filt(Examples examples) {
    Matrix v = visible.load("rbm", examples);
    Matrix h = hidden.rows(v.rows());
    infer(v, h);
    return new Batch(h.cols(), kernels.read(h), examples.labels());
  }

  /** One step of CD-1: towards the data, away from what one step of sampling makes of it. */
  public void cd1Update(Examples examples) {
    Matrix v0 = visible.load("rbm", examples);
    int cases = v0.rows();
    Matrix h0 = hidden.rows(cases);
    Matrix state = sampled.rows(cases);
    Matrix v1 = reconstruction.rows(cases);
    Matrix h1 = hiddenAgain.rows(cases);
    infer(v0, h0);
    kernels.sampleBernoulli(settings.seed(), draws++, h0, state);
    reconstruct(state, v1);
    infer(v1, h1);
    kernels.squaredDistance(v0, v1, error);
    kernels.cdUpdate(parameters, velocity, new Phase(v0, h0), new Phase(v1, h1), settings.rates());
  }

  private void infer(Matrix v, Matrix h) {
    kernels.affine(
        v, Op.AS_IS, parameters.weights(), parameters.hiddenBias(), Activation.SIGMOID, h);
  }

  private void reconstruct(Matrix h, Matrix v) {
    Activation f = settings.kind() == Visible.GAUSSIAN ? Activation.LINEAR : Activation.SIGMOID;
    kernels.affine(h, Op.TRANSPOSED, parameters.weights(), parameters.visibleBias(), f, v);
  }

  /** The Euclidean norm of the weights. */
  public double weightNorm() {
    Matrix sum = kernels.matrix(1, 1);
    kernels.squaredNorm(parameters.weights(), sum);
    return Math.sqrt(kernels.read(sum)[0]);
  }

  /** The squared distance of the last update's data from its reconstruction, over all its rows. */
  public double reconstructionError() {
    return kernels.read(error)[0];
  }

  /** A copy of the weights, a visible unit a row. */
  public float[] weights() {
    return kernels.read(parameters.weights());
  }
}
