package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.data.Score;
import jacquard.kernels.Activation;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Rates;
import jacquard.kernels.Seed;
import jacquard.vm.Atomic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A deep belief network: a stack of {@link Rbm}s trained one after the other, each on the hidden
 * probabilities of the one below, and a classifier that starts from their weights (Hinton, Osindero
 * and Teh, Neural Computation 18, 2006).
 *
 * <p>Every method is a step of a program, so that a run can stop at any minibatch:
 *
 * <pre>{@code
 * repeat(2, repeat(epoch, call(data::next), call(dbn::pretrain)), call(dbn::nextLayer)),
 * call(dbn::unroll),
 * repeat(epochs, repeat(epoch, call(data::next), call(dbn::fineTune)), call(dbn::anneal))
 * }</pre>
 *
 * <p>What lower layers make of a minibatch stays on the device. Rates and the loss of other data
 * are those of the part in training: a layer of the stack, or the classifier after the last one.
 *
 * <p>Each layer draws the random numbers of an {@link Rbm} of its settings; where a lower one has
 * the same seed and shape, those of its index among the seed's children.
 */
@Atomic
public final class Dbn implements GradientLearner {
  private transient Kernels kernels;
  private List<Rbm> stack;
  private List<RbmSettings> layers;
  private Mlp network;
  private int layer;

  /** Whether it was first saved when layers drew from their seeds alone, and does so still. */
  private boolean fromSeeds;

  /**
   * Makes a network with fresh weights.
   *
   * @param layers of the stack, from the data upwards; each has as many visible units as the one
   *     below has hidden ones
   * @param fineTuning of the classifier, whose layers are those of the stack and the classes, its
   *     hidden units SIGMOID
   */
  @SuppressWarnings("NullAway.Init") // become does it
  public Dbn(Kernels kernels, List<RbmSettings> layers, MlpSettings fineTuning) {
    this.kernels = kernels;
    become(layers, fineTuning);
  }

  /** Becomes a network of other settings with fresh weights. */
  public void become(List<RbmSettings> layers, MlpSettings fineTuning) {
    check(layers, fineTuning);
    List<Rbm> fresh = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      fresh.add(new Rbm(kernels, layers.get(i), stream(layers, i)));
    }
    Mlp network =
        fromSeeds
            ? new Mlp(kernels, fineTuning, Seed.of(fineTuning.seed()))
            : new Mlp(kernels, fineTuning);
    this.layers = List.copyOf(layers);
    this.stack = fresh;
    this.network = network;
    this.layer = 0;
  }

  private Seed stream(List<RbmSettings> layers, int index) {
    if (fromSeeds) {
      return Seed.of(layers.get(index).seed());
    }
    Seed own = Rbm.stream(layers.get(index));
    boolean twin = layers.subList(0, index).stream().map(Rbm::stream).anyMatch(own::equals);
    return twin ? own.child(index) : own;
  }

  private static void check(List<RbmSettings> layers, MlpSettings fineTuning) {
    List<Integer> sizes = new ArrayList<>();
    for (RbmSettings each : layers) {
      if (!sizes.isEmpty() && each.visible() != sizes.getLast()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "layer %d has %d visible units for the %d hidden units below",
                sizes.size() - 1,
                each.visible(),
                sizes.getLast()));
      }
      if (sizes.isEmpty()) {
        sizes.add(each.visible());
      }
      sizes.add(each.hidden());
    }
    List<Integer> network = fineTuning.sizes();
    if (sizes.isEmpty() || !network.subList(0, network.size() - 1).equals(sizes)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a classifier of layers %s cannot start from a stack of %s",
              network,
              sizes));
    }
    if (fineTuning.hidden() != Activation.SIGMOID) {
      throw new IllegalArgumentException(
          "what starts from rbms has SIGMOID units, not " + fineTuning.hidden());
    }
  }

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private Dbn() {
    this.kernels = Backend.current();
  }

  @Override
  public void state(State s) {
    layers = s.value("layers", layers);
    stack = s.value("stack", stack);
    network = s.value("network", network);
    layer = s.value("layer", layer);
    fromSeeds = s.has("fromSeeds") ? s.value("fromSeeds", fromSeeds) : true;
  }

  /** Forgets all training and goes back to the lowest layer. */
  @Override
  public void clear() {
    List<Matrix> all = new ArrayList<>(network.matrices());
    stack.forEach(rbm -> all.addAll(rbm.matrices()));
    Undo.unlessWhole(
        kernels,
        all,
        () -> {
          stack.forEach(Rbm::clearMatrices);
          network.clearMatrices();
        });
    stack.forEach(Rbm::clearRest);
    network.clearRest();
    layer = 0;
  }

  /** One step of the layer in training, as its settings say: CD-k or persistent CD. */
  public void pretrain(Examples examples) {
    int training = layer;
    if (training == stack.size()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "all %d layers are pretrained: unroll and fineTune come next",
              training));
    }
    stack.getFirst().check(examples);
    stack.get(training).update(() -> below(training, examples));
    stack.getFirst().learnNames(examples);
  }

  /** What a layer is given when the lowest one is given the examples. */
  private Matrix below(int target, Examples examples) {
    Matrix x = stack.getFirst().load(examples);
    for (int i = 0; i < target; i++) {
      x = stack.get(i).infer(x);
    }
    return x;
  }

  /** Ends the training of a layer and goes on to the one above. */
  public void nextLayer() {
    if (layer == stack.size()) {
      throw new IllegalStateException("there are only " + layer + " layers");
    }
    layer++;
  }

  /** The layer in training, counted from 0; after the last, the number of layers. */
  public int layer() {
    return layer;
  }

  /** The {@linkplain Rbm#reconstructionError error} of a layer's last step. */
  public double reconstructionError(int ofLayer) {
    return stack.get(ofLayer).reconstructionError();
  }

  /** Starts the classifier from the weights of the stack; its last layer starts fresh. */
  public void unroll() {
    network.start(
        stack.stream().map(Rbm::weights).toList(), stack.stream().map(Rbm::hiddenBias).toList());
  }

  /** One {@link Mlp#update} of the classifier. */
  public void fineTune(Examples examples) {
    checkNames(examples);
    network.update(examples);
  }

  /** Multiplies the rate of fine-tuning as its settings say. */
  public void anneal() {
    network.anneal();
  }

  /**
   * The mean negative log likelihood of the last step of fine-tuning, before that step; NaN before
   * the first.
   */
  public double loss() {
    return network.loss();
  }

  /** The loss of the part in training: {@link Rbm#loss} of a layer, {@link Mlp#loss} after that. */
  @Override
  public double loss(Examples examples) {
    checkNames(examples);
    if (layer == stack.size()) {
      return network.loss(examples);
    }
    stack.getFirst().check(examples);
    stack.get(layer).settle();
    return stack.get(layer).loss(below(layer, examples));
  }

  /** The rates of the part in training. */
  @Override
  public Rates rates() {
    return training().rates();
  }

  /** Sets the rates of the part in training from now on. */
  @Override
  public void setRates(Rates rates) {
    training().setRates(rates);
  }

  /** Sets the learning rate of the part in training from now on. */
  @Override
  public void setRate(double rate) {
    training().setRate(rate);
  }

  private GradientLearner training() {
    return layer == stack.size() ? network : stack.get(layer);
  }

  /** The probabilities of the classes, under the same labels. */
  public Batch filt(Examples examples) {
    checkNames(examples);
    return network.filt(examples);
  }

  /** How many rows are predicted as labelled, as {@link Mlp#score} tells. */
  public Score score(Examples examples) {
    checkNames(examples);
    return network.score(examples);
  }

  /** Refuses rows of other columns than those the stack has learned from. */
  private void checkNames(Examples examples) {
    stack.getFirst().checkNames("dbn", examples);
  }

  /** The classifier, which goes on learning with this. */
  public Mlp network() {
    return network;
  }
}
