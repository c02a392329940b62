package jacquard.learn;

/**
 * The fixed choices of a {@link Pca}.
 *
 * @param components how many are kept, those of the largest variance; {@value #ALL} for as many as
 *     there are columns, or rows if those are fewer
 * @param whitening whether rows are rescaled to variance 1 along each component
 * @param epsilon added to each variance before rescaling, positive: it keeps directions without
 *     variance from being blown up
 * @param seed of the directions from which the search for some components starts
 */
public record PcaSettings(int components, boolean whitening, float epsilon, long seed) {
  /** As many components as there are columns, or rows if those are fewer. */
  public static final int ALL = 0;

  /** Checks the ranges. */
  public PcaSettings {
    if (components < 0) {
      throw new IllegalArgumentException("a pca of " + components + " components");
    }
    if (!(epsilon > 0 && epsilon < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("epsilon must be positive and finite, is " + epsilon);
    }
  }

  /** Settings that keep all components and rescale them. */
  public static PcaSettings whitening(float epsilon) {
    return new PcaSettings(ALL, true, epsilon, 0);
  }

  /** Settings that keep all components and only turn the rows. */
  public static PcaSettings rotation() {
    return new PcaSettings(ALL, false, 1, 0);
  }

  /** The same for the components of the k largest variances. */
  public PcaSettings top(int k, long fromSeed) {
    if (k < 1) {
      throw new IllegalArgumentException("a pca of " + k + " components");
    }
    return new PcaSettings(k, whitening, epsilon, fromSeed);
  }
}
