package jacquard.learn;

import jacquard.kernels.Rates;
import jacquard.kernels.Seed;
import java.util.Locale;

/**
 * The fixed choices of an {@link Rbm}.
 *
 * @param visible the number of visible units
 * @param hidden the number of hidden units
 * @param kind what the visible units are
 * @param rates of the updates
 * @param initialDeviation of the fresh weights, positive
 * @param seed of fresh weights and samples, such as the key of a child of the run's {@link Seed}
 * @param steps of sampling in an update, at least 1: the k of CD-k
 * @param chains how many persistent chains there are, as many as the largest batch has rows; 0 if
 *     every update samples from its data
 */
public record RbmSettings(
    int visible,
    int hidden,
    Rbm.Visible kind,
    Rates rates,
    float initialDeviation,
    long seed,
    int steps,
    int chains) {
  /** Checks the ranges. */
  public RbmSettings {
    if (visible < 1 || hidden < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "an rbm of %d visible and %d hidden units", visible, hidden));
    }
    if (!(initialDeviation > 0 && initialDeviation < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "initial deviation must be positive and finite, is " + initialDeviation);
    }
    if (steps < 1) {
      throw new IllegalArgumentException("an update needs at least 1 step, not " + steps);
    }
    if (chains < 0) {
      throw new IllegalArgumentException("an rbm of " + chains + " chains");
    }
  }

  /** Settings of CD-1 with initial weights of deviation 0.1. */
  public static RbmSettings of(int visible, int hidden, Rbm.Visible kind, Rates rates, long seed) {
    return new RbmSettings(visible, hidden, kind, rates, 0.1f, seed, 1, 0);
  }

  /** The same with fresh weights of another deviation. */
  public RbmSettings withInitialDeviation(float deviation) {
    return new RbmSettings(visible, hidden, kind, rates, deviation, seed, steps, chains);
  }

  /** The same with so many steps of sampling in an update. */
  public RbmSettings withSteps(int k) {
    return new RbmSettings(visible, hidden, kind, rates, initialDeviation, seed, k, chains);
  }

  /** The same with so many persistent chains. */
  public RbmSettings withChains(int count) {
    return new RbmSettings(visible, hidden, kind, rates, initialDeviation, seed, steps, count);
  }
}
