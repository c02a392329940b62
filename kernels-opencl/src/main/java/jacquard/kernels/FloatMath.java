package jacquard.kernels;

/**
 * The elementary functions of the kernels, made of correctly rounded float operations only.
 *
 * <p>Library functions differ from platform to platform in their last bits; add, multiply, divide,
 * square root and fma do not. So these give the same bits in Java and in OpenCL C without
 * contraction. Errors against {@link StrictMath}, as tested: exp 1.1 ulp, log 1.1 ulp, sigmoid 2.6
 * ulp above -87 (below, where the result is subnormal, it may be 0).
 */
public final class FloatMath {
  static final float LOG2_E = 1.442695f;
  static final float LN2_HIGH = 0.6931472f;
  static final float LN2_LOW = (float) (0.6931471805599453 - LN2_HIGH);
  static final float SQRT_HALF = 0.70710677f;

  /** Adding and subtracting 1.5 * 2^23 rounds to an integer, ties to even. */
  static final float ROUNDER = 12582912f;

  /** Of the inverse error function, the highest power first. */
  static final float[] CENTRAL_QUANTILE = {
    2.8102264E-8f,
    3.4327394E-7f,
    -3.5233877e-06f,
    -4.3915065E-6f,
    0.00021858087f,
    -0.001253725f,
    -0.0041776816f,
    0.24664073f,
    1.5014094f
  };

  static final float[] TAIL_QUANTILE = {
    -0.00020021426f,
    0.00010095056f,
    0.0013493432f,
    -0.0036734284f,
    0.0057395077f,
    -0.0076224613f,
    0.0094388705f,
    1.001674f,
    2.8329768f
  };

  private FloatMath() {}

  /** e^x: 2^n times the Taylor polynomial of degree 7 for |r| at most ln(2)/2. */
  public static float exp(float x) {
    float bounded = Math.max(-104f, Math.min(89f, x));
    float n = Fma.of(bounded, LOG2_E, ROUNDER) - ROUNDER;
    float r = Fma.of(n, -LN2_LOW, Fma.of(n, -LN2_HIGH, bounded));
    float p = 1f / 5040f;
    p = Fma.of(p, r, 1f / 720f);
    p = Fma.of(p, r, 1f / 120f);
    p = Fma.of(p, r, 1f / 24f);
    p = Fma.of(p, r, 1f / 6f);
    p = Fma.of(p, r, 0.5f);
    p = Fma.of(p, r, 1f);
    p = Fma.of(p, r, 1f);
    int exponent = (int) n;
    int half = exponent >> 1;
    // Two exact powers, so that the result can be subnormal or infinite.
    return p * powerOfTwo(half) * powerOfTwo(exponent - half);
  }

  /** 1 / (1 + e^-x). */
  public static float sigmoid(float x) {
    return 1f / (1f + exp(-x));
  }

  /** ln(x), by the series of the area hyperbolic tangent around the nearest power of two. */
  public static float log(float x) {
    if (!(x > 0) || x == Float.POSITIVE_INFINITY) {
      return x == 0 ? Float.NEGATIVE_INFINITY : x > 0 ? x : Float.NaN;
    }
    boolean subnormal = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(subnormal ? x * 0x1p24f : x);
    int shifted = bits - Float.floatToRawIntBits(SQRT_HALF);
    int exponent = (shifted >> 23) - (subnormal ? 24 : 0);
    float m = Float.intBitsToFloat(bits - ((shifted >> 23) << 23));
    float f = m - 1f;
    float s = f / (2f + f);
    float z = s * s;
    float series = Fma.of(z, Fma.of(z, Fma.of(z, 2f / 9f, 2f / 7f), 2f / 5f), 2f / 3f) * z;
    float half = 0.5f * f * f;
    float n = exponent;
    float small = Fma.of(s, half + series, n * LN2_LOW);
    return Fma.of(n, LN2_HIGH, f - (half - small));
  }

  /**
   * The standard normal deviate with probability (1 + x) / 2 below it, for x in (-1, 1).
   *
   * <p>Polynomials for the inverse error function by M. Giles, "Approximating the erfinv function",
   * GPU Computing Gems, 2011; about 4e-7 relative.
   */
  static float normalQuantile(float x) {
    float w = -log((1f - x) * (1f + x));
    float p =
        w < 5f
            ? polynomial(CENTRAL_QUANTILE, w - 2.5f)
            : polynomial(TAIL_QUANTILE, (float) Math.sqrt(w) - 3f);
    return p * x * 1.4142135f;
  }

  private static float polynomial(float[] coefficients, float x) {
    float p = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      p = Fma.of(p, x, coefficients[i]);
    }
    return p;
  }

  private static float powerOfTwo(int n) {
    return Float.intBitsToFloat((n + 127) << 23);
  }
}
