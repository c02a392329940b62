package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.kernels.Activation;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.kernels.Phase;
import jacquard.kernels.Rates;
import jacquard.kernels.RbmParameters;
import jacquard.kernels.Seed;
import jacquard.vm.Atomic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A restricted Boltzmann machine: a layer of binary hidden units on visible units, trained by
 * contrastive divergence.
 *
 * <p>What is sampled: <b>CD-k</b> ({@link #cd1Update}, {@link #cdkUpdate}) samples the hidden units
 * each time they drive the visible ones, and takes probabilities for the visible units and for the
 * last of the hidden ones, which has less noise and learns as well (Hinton, A Practical Guide to
 * Training Restricted Boltzmann Machines, 2010, section 3). <b>Persistent CD</b> ({@link
 * #pcdUpdate}; Tieleman, ICML 2008) samples visible units too, because its chains are to walk
 * through the machine's own distribution; it also takes probabilities for the last hidden units.
 *
 * <p>All that changes is parameters, velocities, chains, rates, the last error and the number of
 * random draws; random numbers are functions of the seed, the shape and that number.
 */
@Atomic
public final class Rbm extends Filter implements GradientLearner {
  /** What the visible units are. */
  public enum Visible {
    /** Probabilities from 0 to 1; updates refuse other values. */
    BERNOULLI,
    /** Real numbers of variance 1, as whitening gives them. */
    GAUSSIAN
  }

  private Kernels kernels;
  private RbmSettings settings;
  private RbmParameters parameters;
  private RbmParameters velocity;
  private Matrix error;
  private Rates rates;
  private Seed stream;
  private long draws;

  /** The hidden units of the persistent chains; null if there are none. */
  private @Nullable Matrix chains;

  /** Where the chains go in an update that is not made yet; null if there are none. */
  private @Nullable Matrix chainsNext;

  /** Whether there was an update whose error is known, or pending. */
  private boolean hasError;

  /** Computes the error of the last update; null if that is done. */
  private @Nullable Runnable pending;

  private Scratch visible;

  /** What the last update made of its data, while its error is pending. */
  private Scratch reconstruction;

  /** The same of an update that is not made yet. */
  private Scratch fresh;

  private Scratch hidden;
  private Scratch sampled;
  private Scratch hiddenAgain;

  /** Makes a machine with fresh weights. */
  public Rbm(Kernels kernels, RbmSettings settings) {
    this(kernels, settings, stream(settings));
  }

  /** Makes a machine with fresh weights of this stream. */
  @SuppressWarnings("NullAway.Init") // clear does it
  Rbm(Kernels kernels, RbmSettings settings, Seed stream) {
    this.kernels = kernels;
    this.settings = settings;
    this.stream = stream;
    allocate();
    clear();
  }

  /** The random numbers of a machine of its own. */
  static Seed stream(RbmSettings s) {
    return Seed.of(s.seed())
        .child(String.format(Locale.ROOT, "Rbm of %d x %d", s.visible(), s.hidden()));
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
      pending = null;
      allocate();
    }
    settle();
    stream = s.has("stream") ? s.value("stream", stream) : Seed.of(settings.seed());
    rates = s.has("rates") ? s.value("rates", rates) : settings.rates();
    draws = s.value("draws", draws);
    Saved.matrix(s, "weights", kernels, parameters.weights());
    Saved.matrix(s, "visibleBias", kernels, parameters.visibleBias());
    Saved.matrix(s, "hiddenBias", kernels, parameters.hiddenBias());
    Saved.matrix(s, "weightVelocity", kernels, velocity.weights());
    Saved.matrix(s, "visibleBiasVelocity", kernels, velocity.visibleBias());
    Saved.matrix(s, "hiddenBiasVelocity", kernels, velocity.hiddenBias());
    Saved.matrix(s, "error", kernels, error);
    hasError = s.has("hasError") ? s.value("hasError", hasError) : true;
    namesState(s);
    if (chains != null) {
      Saved.matrix(s, "chains", kernels, chains);
    }
  }

  private void allocate() {
    this.parameters = zeros(kernels, settings);
    this.velocity = zeros(kernels, settings);
    this.error = kernels.matrix(1, 1);
    this.chains = chains(kernels, settings);
    this.chainsNext = chains(kernels, settings);
    this.visible = new Scratch(kernels, settings.visible());
    this.reconstruction = new Scratch(kernels, settings.visible());
    this.fresh = new Scratch(kernels, settings.visible());
    this.hidden = new Scratch(kernels, settings.hidden());
    this.sampled = new Scratch(kernels, settings.hidden());
    this.hiddenAgain = new Scratch(kernels, settings.hidden());
  }

  private static @Nullable Matrix chains(Kernels kernels, RbmSettings s) {
    return s.chains() == 0 ? null : kernels.matrix(s.chains(), s.hidden());
  }

  private static RbmParameters zeros(Kernels kernels, RbmSettings s) {
    return new RbmParameters(
        kernels.matrix(s.visible(), s.hidden()),
        kernels.matrix(1, s.visible()),
        kernels.matrix(1, s.hidden()));
  }

  /**
   * Forgets all training: small random weights (zeros would never learn), no bias, no speed, chains
   * that start with all hidden units off, the first rates.
   */
  @Override
  public void clear() {
    Undo.unlessWhole(kernels, matrices(), this::clearMatrices);
    clearRest();
  }

  /** All that kernels change when it learns. */
  List<Matrix> matrices() {
    List<Matrix> all = new ArrayList<>();
    for (RbmParameters each : new RbmParameters[] {parameters, velocity}) {
      all.addAll(List.of(each.weights(), each.visibleBias(), each.hiddenBias()));
    }
    all.add(error);
    if (chains != null) {
      all.add(chains);
    }
    return all;
  }

  void clearMatrices() {
    matrices().forEach(each -> Saved.zero(kernels, each));
    Matrix weights = parameters.weights();
    kernels.sampleNormal(stream.key(), 0, weights, settings.initialDeviation(), weights);
  }

  /** What follows once {@link #clearMatrices} is done: it cannot fail. */
  void clearRest() {
    rates = settings.rates();
    forgetNames();
    draws = 1;
    pending = null;
    hasError = false;
  }

  /** The probabilities of the hidden units, under the same labels. */
  public Batch filt(Examples examples) {
    return filtered(examples);
  }

  /** One step of CD-1: towards the data, away from what one step of sampling makes of it. */
  public void cd1Update(Examples examples) {
    check(examples);
    contrast(() -> load(examples), 1);
    learnNames(examples);
  }

  /** One step of CD-k, with as many steps of sampling as the settings say. */
  public void cdkUpdate(Examples examples) {
    check(examples);
    contrast(() -> load(examples), settings.steps());
    learnNames(examples);
  }

  /**
   * One step of persistent CD: towards the data, away from where the chains are after as many steps
   * of sampling as the settings say. A batch of fewer rows than there are chains moves the first of
   * them.
   */
  public void pcdUpdate(Examples examples) {
    check(examples);
    persist(() -> load(examples));
    learnNames(examples);
  }

  /**
   * Refuses values that the visible units cannot have: as probabilities, those of raw pixels or
   * standardized columns would be learned from without an error, and nothing be learned.
   */
  void check(Examples examples) {
    if (settings.kind() == Visible.GAUSSIAN || examples.columns() != settings.visible()) {
      return; // of another width: refused where they are loaded
    }
    int at = examples.firstOutside(0, 1);
    if (at >= 0) {
      int row = at / examples.columns();
      int column = at % examples.columns();
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "rbm: row %d, column %d (counted from 0) is %s; BERNOULLI visible units take values"
                  + " from 0 to 1: scale them, or make the units GAUSSIAN",
              row,
              column,
              examples.value(row, column)));
    }
  }

  /** The update the settings ask for, of data that is given here and whenever it is asked for. */
  void update(Supplier<Matrix> data) {
    if (settings.chains() > 0) {
      persist(data);
    } else {
      contrast(data, settings.steps());
    }
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  Matrix filter(Matrix x) {
    return infer(x);
  }

  @Override
  Matrix load(Examples examples) {
    Matrix x = visible.load("rbm", examples);
    checkNames("rbm", examples);
    return x;
  }

  private void contrast(Supplier<Matrix> data, int steps) {
    Matrix v0 = data.get();
    int cases = v0.rows();
    Matrix h0 = hidden.rows(cases);
    Matrix state = sampled.rows(cases);
    Matrix v1 = fresh.rows(cases);
    Matrix h1 = hiddenAgain.rows(cases);
    long draw = draws;
    sampleHidden(v0, h0, draw++, state);
    for (int i = 1; i < steps; i++) {
      reconstruct(state, v1);
      sampleHidden(v1, h1, draw++, state);
    }
    reconstruct(state, v1);
    infer(v1, h1);
    step(new Phase(v0, h0), new Phase(v1, h1), draw);
    pending = () -> kernels.squaredDistance(data.get(), v1, error);
  }

  private void persist(Supplier<Matrix> data) {
    Matrix v0 = data.get();
    int cases = v0.rows();
    Matrix state = chains(cases);
    Matrix next = Objects.requireNonNull(chainsNext);
    Matrix h0 = infer(v0);
    Matrix v1 = fresh.rows(cases);
    Matrix h1 = hiddenAgain.rows(cases);
    long draw = draws;
    for (int i = 0; i < settings.steps(); i++) {
      sampleVisible(state, draw++, v1);
      state = next.rows(0, cases);
      sampleHidden(v1, h1, draw++, state);
    }
    keepOthers(cases, next);
    step(new Phase(v0, h0), new Phase(v1, h1), draw);
    chainsNext = chains;
    chains = next;
    pending = () -> squaredReconstructionDistance(data.get(), v1);
  }

  /** Chains that a smaller batch does not move stay where they are. */
  private void keepOthers(int moved, Matrix next) {
    int others = next.rows() - moved;
    if (others > 0) {
      Matrix now = Objects.requireNonNull(chains);
      kernels.write(next.rows(moved, others), kernels.read(now.rows(moved, others)));
    }
  }

  private void squaredReconstructionDistance(Matrix v0, Matrix v1) {
    reconstruct(infer(v0), v1);
    kernels.squaredDistance(v0, v1, error);
  }

  private Matrix chains(int count) {
    if (chains == null) {
      throw new IllegalStateException(
          "the rbm has no chains: settings.withChains(n) gives it some");
    }
    if (count > chains.rows()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d rows for %d chains; give the rbm as many as the largest batch has rows",
              count,
              chains.rows()));
    }
    return chains.rows(0, count);
  }

  /** Makes an update; all before was in matrices that hold nothing learned. */
  private void step(Phase positive, Phase negative, long nextDraw) {
    kernels.cdUpdate(parameters, velocity, positive, negative, rates);
    draws = nextDraw;
    Scratch before = reconstruction;
    reconstruction = fresh;
    fresh = before;
    hasError = true;
  }

  /** The probabilities of the hidden units, in a matrix that the next call changes. */
  Matrix infer(Matrix v) {
    Matrix h = hidden.rows(v.rows());
    infer(v, h);
    return h;
  }

  private void infer(Matrix v, Matrix h) {
    kernels.affine(
        v, Op.AS_IS, parameters.weights(), parameters.hiddenBias(), Activation.SIGMOID, h);
  }

  private void sampleHidden(Matrix v, Matrix h, long draw, Matrix state) {
    kernels.affineSample(
        v, Op.AS_IS, parameters.weights(), parameters.hiddenBias(), h, stream.key(), draw, state);
  }

  private void sampleVisible(Matrix h, long draw, Matrix v) {
    reconstruct(h, v);
    if (settings.kind() == Visible.GAUSSIAN) {
      kernels.sampleNormal(stream.key(), draw, v, 1, v);
    } else {
      kernels.sampleBernoulli(stream.key(), draw, v, v);
    }
  }

  private void reconstruct(Matrix h, Matrix v) {
    Activation f = settings.kind() == Visible.GAUSSIAN ? Activation.LINEAR : Activation.SIGMOID;
    kernels.affine(h, Op.TRANSPOSED, parameters.weights(), parameters.visibleBias(), f, v);
  }

  /** Computes the error of the last update, for which its data may be loaded again. */
  void settle() {
    if (pending != null) {
      pending.run();
      pending = null;
    }
  }

  /**
   * The squared distance of the last update's data from its reconstruction, over all its rows.
   *
   * <p>The reconstruction is that of the update; after a step of persistent CD, whose chains know
   * nothing of the data, it is made from the hidden probabilities by the new weights. NaN before
   * the first update.
   */
  public double reconstructionError() {
    settle();
    return hasError ? kernels.read(error)[0] : Double.NaN;
  }

  /**
   * The mean squared distance of a row of any data from its reconstruction, through probabilities
   * alone: nothing is drawn at random.
   */
  @Override
  public double loss(Examples examples) {
    check(examples);
    settle();
    return loss(load(examples));
  }

  /** The same of rows where the kernels compute; {@link #settle} comes before they are loaded. */
  double loss(Matrix x) {
    Matrix v = reconstruction.rows(x.rows());
    reconstruct(infer(x), v);
    Matrix distance = kernels.matrix(1, 1);
    kernels.squaredDistance(x, v, distance);
    double sum = kernels.read(distance)[0];
    distance.data().close();
    return sum / x.rows();
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

  /** The Euclidean norm of the weights. */
  public double weightNorm() {
    Matrix sum = kernels.matrix(1, 1);
    kernels.squaredNorm(parameters.weights(), sum);
    double norm = Math.sqrt(kernels.read(sum)[0]);
    sum.data().close();
    return norm;
  }

  /** A copy of the weights, a visible unit a row. */
  public float[] weights() {
    return kernels.read(parameters.weights());
  }

  /** A copy of the biases of the hidden units. */
  public float[] hiddenBias() {
    return kernels.read(parameters.hiddenBias());
  }

  /** The parameters themselves, where the kernels keep them: to be read only. */
  public RbmParameters parameters() {
    return parameters;
  }
}
