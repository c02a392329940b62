package jacquard.learn;

import jacquard.kernels.Rates;

/**
 * The fixed choices of an {@link Rbm}.
 *
 * @param visible the number of visible units
 * @param hidden the number of hidden units
 * @param kind what the visible units are
 * @param rates of the updates
 * @param initialDeviation of the fresh weights, positive
 * @param seed of fresh weights and samples
 */
public record RbmSettings(
    int visible, int hidden, Rbm.Visible kind, Rates rates, float initialDeviation, long seed) {
  /** Checks the ranges. */
  public RbmSettings {
    if (visible < 1 || hidden < 1) {
      throw new IllegalArgumentException(
          "an rbm of %d visible and %d hidden units".formatted(visible, hidden));
    }
    if (!(initialDeviation > 0 && initialDeviation < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "initial deviation must be positive and finite, is " + initialDeviation);
    }
  }

  /** Settings with initial weights of deviation 0.1. */
  public static RbmSettings of(int visible, int hidden, Rbm.Visible kind, Rates rates, long seed) {
    return new RbmSettings(visible, hidden, kind, rates, 0.1f, seed);
  }
}
