package jacquard.learn;

import jacquard.kernels.Activation;
import jacquard.kernels.Rates;
import jacquard.kernels.Seed;
import java.util.List;

/**
 * The fixed choices of an {@link Mlp}.
 *
 * @param sizes of the layers, at least two: inputs, hidden units of each layer, classes
 * @param hidden what the hidden units are, SIGMOID or RELU
 * @param rates of the updates, the rate that of the beginning; biases do not decay
 * @param annealing what {@link Mlp#anneal} multiplies the rate by, in (0, 1]
 * @param inputNoise deviation of the normal noise that updates add to the inputs; 0 for none
 * @param hiddenNoise deviation of the noise that they add to what hidden units give; 0 for none
 * @param seed of fresh weights and noise, such as the key of a child of the run's {@link Seed}
 */
public record MlpSettings(
    List<Integer> sizes,
    Activation hidden,
    Rates rates,
    float annealing,
    float inputNoise,
    float hiddenNoise,
    long seed) {
  /** Checks the ranges. */
  public MlpSettings {
    sizes = List.copyOf(sizes);
    if (sizes.size() < 2 || sizes.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException("an mlp of layers " + sizes);
    }
    if (hidden != Activation.SIGMOID && hidden != Activation.RELU) {
      throw new IllegalArgumentException("hidden units are SIGMOID or RELU, not " + hidden);
    }
    if (!(annealing > 0 && annealing <= 1)) {
      throw new IllegalArgumentException("annealing must be in (0, 1], is " + annealing);
    }
    checkNoise("input", inputNoise);
    checkNoise("hidden", hiddenNoise);
  }

  /** Settings without annealing and noise. */
  public static MlpSettings of(List<Integer> sizes, Activation hidden, Rates rates, long seed) {
    return new MlpSettings(sizes, hidden, rates, 1, 0, 0, seed);
  }

  /** The same with a rate that is multiplied by this share each time. */
  public MlpSettings withAnnealing(float share) {
    return new MlpSettings(sizes, hidden, rates, share, inputNoise, hiddenNoise, seed);
  }

  /** The same with noise of these deviations. */
  public MlpSettings withNoise(float onInputs, float onHidden) {
    return new MlpSettings(sizes, hidden, rates, annealing, onInputs, onHidden, seed);
  }

  private static void checkNoise(String where, float deviation) {
    if (!(deviation >= 0 && deviation < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          where + " noise must be finite and not negative, is " + deviation);
    }
  }

  /** The number of layers of weights. */
  int layers() {
    return sizes.size() - 1;
  }

  int classes() {
    return sizes.getLast();
  }
}
