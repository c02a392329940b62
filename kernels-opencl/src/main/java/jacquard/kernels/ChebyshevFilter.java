package jacquard.kernels;

/**
 * The Chebyshev polynomial of a matrix that is within [-1, 1] on the unwanted part of the spectrum
 * and grows as fast as a polynomial can above it.
 *
 * @param centre of the unwanted interval
 * @param halfWidth of the unwanted interval
 */
record ChebyshevFilter(double centre, double halfWidth, int degree) {
  /**
   * How much more the largest pair may grow than the last one wanted: what float products still
   * resolve.
   */
  private static final double LOG_OF_SPREAD = Math.log(1e6);

  /** How much anything may grow: far from float's range. */
  private static final double LOG_OF_GROWTH = Math.log(1e30);

  private static final int HIGHEST = 20;
  private static final double SLOW = 1e-3;

  /** So many times more is done than the residual seems to need. */
  private static final double MARGIN = 10;

  /** An interval narrower than this share of the spectrum is widened. */
  private static final double NARROWEST = 1e-3;

  /**
   * The filter for the first {@code wanted} pairs but the locked.
   *
   * @param bottom what the spectrum lies above
   * @param excess how many times too large the residual is
   */
  static ChebyshevFilter of(RitzPairs ritz, int locked, double bottom, int wanted, double excess) {
    double top = ritz.value(locked);
    double cut = ritz.value(ritz.count() - 1);
    double halfWidth = Math.max((cut - bottom) / 2, NARROWEST * (top - bottom));
    double centre = bottom + halfWidth;
    double fastest = growth((top - centre) / halfWidth);
    double slowest = growth((ritz.value(wanted - 1) - centre) / halfWidth);
    double resolved = LOG_OF_SPREAD / Math.max(fastest - slowest, SLOW);
    double inRange = LOG_OF_GROWTH / Math.max(fastest, SLOW);
    double needed = Math.ceil(Math.log(MARGIN * excess) / Math.max(slowest, SLOW));
    double degree = Math.min(Math.min(resolved, inRange), Math.min(needed, HIGHEST));
    return new ChebyshevFilter(centre, halfWidth, (int) Math.max(1, degree));
  }

  /** The logarithm of what one more degree multiplies T(x) with: arcosh x. */
  private static double growth(double x) {
    return x <= 1 ? 0 : Math.log(x + Math.sqrt(x * x - 1));
  }

  /** The locked vectors, and the polynomial of the matrix times each other. */
  double[][] apply(SymmetricProducts matrix, RitzPairs ritz, int locked) {
    double[][] vectors = ritz.vectors().clone();
    double[][] filtered = matrix.chebyshev(ritz, locked, centre, halfWidth, degree);
    System.arraycopy(filtered, 0, vectors, locked, filtered.length);
    return vectors;
  }
}
