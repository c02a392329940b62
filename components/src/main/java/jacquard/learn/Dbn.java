package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.data.Score;
import jacquard.kernels.Activation;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import java.util.ArrayList;
import java.util.List;

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
 * <p>What lower layers make of a minibatch stays on the device.
 */
public final class Dbn implements Stateful {
  private Kernels kernels;
  private List<Rbm> stack;
  private List<RbmSettings> layers;
  private Mlp network;
  private int layer;

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
    this.layers = List.copyOf(layers);
    this.stack = new ArrayList<>();
    layers.forEach(settings -> stack.add(new Rbm(kernels, settings)));
    this.network = new Mlp(kernels, fineTuning);
    this.layer = 0;
  }

  private static void check(List<RbmSettings> layers, MlpSettings fineTuning) {
    List<Integer> sizes = new ArrayList<>();
    for (RbmSettings each : layers) {
      if (!sizes.isEmpty() && each.visible() != sizes.getLast()) {
        throw new IllegalArgumentException(
            "layer %d has %d visible units for the %d hidden units below"
                .formatted(sizes.size() - 1, each.visible(), sizes.getLast()));
      }
      if (sizes.isEmpty()) {
        sizes.add(each.visible());
      }
      sizes.add(each.hidden());
    }
    List<Integer> network = fineTuning.sizes();
    if (sizes.isEmpty() || !network.subList(0, network.size() - 1).equals(sizes)) {
      throw new IllegalArgumentException(
          "a classifier of layers %s cannot start from a stack of %s".formatted(network, sizes));
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
  }

  /** Forgets all training and goes back to the lowest layer. */
  public void clear() {
    stack.forEach(Rbm::clear);
    network.clear();
    layer = 0;
  }

  /** One step of the layer in training, as its settings say: CD-k or persistent CD. */
  public void pretrain(Examples examples) {
    int training = layer;
    if (training == stack.size()) {
      throw new IllegalStateException(
          "all %d layers are pretrained: unroll and fineTune come next".formatted(training));
    }
    stack.get(training).update(() -> below(training, examples));
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
    network.clear();
    for (int i = 0; i < stack.size(); i++) {
      network.start(i, stack.get(i).weights(), stack.get(i).hiddenBias());
    }
  }

  /** One {@link Mlp#update} of the classifier. */
  public void fineTune(Examples examples) {
    network.update(examples);
  }

  /** Multiplies the rate of fine-tuning as its settings say. */
  public void anneal() {
    network.anneal();
  }

  /** The mean negative log likelihood of the last step of fine-tuning, before that step. */
  public double loss() {
    return network.loss();
  }

  /** The probabilities of the classes, under the same labels. */
  public Batch filt(Examples examples) {
    return network.filt(examples);
  }

  /** How many rows are predicted as labelled. */
  public Score score(Examples examples) {
    return network.score(examples);
  }

  /** The classifier, which goes on learning with this. */
  public Mlp network() {
    return network;
  }
}
