package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The stated error bounds, over a sweep of all exponents. */
final class FloatMathTest {
  /** Prime, so that the sweep meets all low bits. */
  private static final int STRIDE = 1009;

  interface FloatFunction {
    float of(float x);
  }

  @Test
  void expWithinItsBound() {
    assertBound(1.1, FloatMath::exp, StrictMath::exp, -103f, 88.7f);
  }

  @Test
  void sigmoidWithinItsBound() {
    assertBound(2.6, FloatMath::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), -87f, 1e30f);
  }

  @Test
  void logWithinItsBound() {
    assertBound(1.1, FloatMath::log, StrictMath::log, Float.MIN_VALUE, Float.MAX_VALUE);
  }

  @Test
  void logNearOneWithinItsBound() {
    double worst = 0;
    for (float x = 0.6f; x < 1.6f; x += 1e-6f) {
      worst = Math.max(worst, ulps(FloatMath.log(x), StrictMath.log(x)));
    }
    assertTrue(worst <= 1.1, "worst error is " + worst + " ulp");
  }

  @Test
  void edges() {
    float inf = Float.POSITIVE_INFINITY;
    assertEquals(inf, FloatMath.exp(inf));
    assertEquals(inf, FloatMath.exp(88.8f));
    assertEquals(0f, FloatMath.exp(-inf));
    assertEquals(1f, FloatMath.exp(0f));
    assertEquals(Float.NaN, FloatMath.exp(Float.NaN));
    assertEquals(0f, FloatMath.sigmoid(-inf));
    assertEquals(0.5f, FloatMath.sigmoid(-0f));
    assertEquals(1f, FloatMath.sigmoid(inf));
    assertEquals(Float.NaN, FloatMath.sigmoid(Float.NaN));
    assertEquals(-inf, FloatMath.log(0f));
    assertEquals(inf, FloatMath.log(inf));
    assertEquals(0f, FloatMath.log(1f));
    assertEquals(Float.NaN, FloatMath.log(-1f));
    assertEquals(Float.NaN, FloatMath.log(Float.NaN));
  }

  @Test
  void quantilesOfTheNormalDistribution() {
    // 2 * probability - 1 and the tabulated quantile.
    assertEquals(0f, FloatMath.normalQuantile(0f));
    assertEquals(0.6744898f, FloatMath.normalQuantile(0.5f), 4e-7f);
    assertEquals(-0.6744898f, FloatMath.normalQuantile(-0.5f), 4e-7f);
    assertEquals(1.9599640f, FloatMath.normalQuantile(0.95f), 2e-6f);
    assertEquals(3.2905266f, FloatMath.normalQuantile(0.999f), 2e-5f);
    assertEquals(5.2953f, FloatMath.normalQuantile(1f - 0x1p-23f), 2e-3f);
  }

  private static void assertBound(
      double bound, FloatFunction ours, DoubleUnaryOperator exact, float from, float to) {
    double worst = 0;
    float at = 0;
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      if (x >= from && x <= to) {
        double error = ulps(ours.of(x), exact.applyAsDouble(x));
        if (!(error <= worst)) {
          worst = error;
          at = x;
        }
      }
    }
    assertTrue(worst <= bound, "worst error is " + worst + " ulp at " + at);
  }

  private static double ulps(float value, double exact) {
    return Math.abs(value - exact) / Math.ulp((float) exact);
  }
}
