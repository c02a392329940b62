package jacquard.kernels;

/**
 * The sizes of a gradient step.
 *
 * @param rate the learning rate, finite and not negative
 * @param momentum the share of the last step that is kept, in [0, 1)
 * @param decay the pull of the weights towards zero, finite and not negative
 */
public record Rates(float rate, float momentum, float decay) {
  /** Checks the ranges. */
  public Rates {
    if (!(rate >= 0 && rate < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("rate must be finite and not negative, is " + rate);
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum must be in [0, 1), is " + momentum);
    }
    if (!(decay >= 0 && decay < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("decay must be finite and not negative, is " + decay);
    }
  }

  /**
   * The same with another learning rate.
   *
   * @throws IllegalArgumentException if it is negative, not finite, or too small for a float
   */
  public Rates withRate(double other) {
    if (!(other >= 0 && other <= Float.MAX_VALUE) || (other > 0 && (float) other == 0)) {
      throw new IllegalArgumentException(
          "rate must be finite and not negative, and 0 or at least 1.4E-45, is " + other);
    }
    return new Rates((float) other, momentum, decay);
  }

  /** The same rates for parameters that are not pulled to zero: biases. */
  public Rates withoutDecay() {
    return new Rates(rate, momentum, 0f);
  }
}
