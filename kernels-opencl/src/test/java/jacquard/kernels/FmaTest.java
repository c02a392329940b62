package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Fused multiply-adds without the instruction have its bits. */
class FmaTest {
  @Provide
  Arbitrary<Float> anyBits() {
    return Arbitraries.integers().map(Float::intBitsToFloat);
  }

  /** Few digits and near exponents: sums that lie on or beside the middle of two floats. */
  @Provide
  Arbitrary<Float> fewDigits() {
    return Arbitraries.integers()
        .between(-4097, 4097)
        .flatMap(n -> Arbitraries.integers().between(-40, 40).map(e -> Math.scalb((float) n, e)));
  }

  @Property(tries = 20_000, edgeCases = net.jqwik.api.EdgeCasesMode.MIXIN)
  void anyThreeFloats(
      @ForAll("anyBits") float a, @ForAll("anyBits") float b, @ForAll("anyBits") float c) {
    assertSame(a, b, c);
  }

  @Property(tries = 20_000)
  void floatsOfFewDigits(
      @ForAll("fewDigits") float a, @ForAll("fewDigits") float b, @ForAll("fewDigits") float c) {
    assertSame(a, b, c);
    assertSame(a, b, -a * b);
    assertSame(a, b, Math.nextUp(-a * b));
    assertSame(1 + Math.ulp(1f) * a, 1 + Math.ulp(1f) * b, c);
    assertSame(a * Float.MIN_VALUE, b, c * Float.MIN_VALUE); // below the normal numbers
  }

  @Test
  void aSumThatRoundingTwiceWouldGetWrong() {
    float a = 1 + Math.scalb(1f, -12);
    float c = Math.scalb(1f, -60);
    assertEquals(Math.fma(a, a, c), Fma.rounded(a, a, c));
    float twice = (float) ((double) a * a + c);
    assertTrue(twice != Math.fma(a, a, c), "else this would test nothing");
  }

  @Test
  void thisMachineHasWhatItTakes() {
    assertNull(JavaMachine.hindrance());
    assertEquals("java-vector", Kernels.java().name());
  }

  private static void assertSame(float a, float b, float c) {
    float expected = Math.fma(a, b, c);
    float found = Fma.rounded(a, b, c);
    assertEquals(
        Float.floatToIntBits(expected), // of all that is not a number the same
        Float.floatToIntBits(found),
        () -> a + " * " + b + " + " + c + " is " + expected + ", not " + found);
  }
}
