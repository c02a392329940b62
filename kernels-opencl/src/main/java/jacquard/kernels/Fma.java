package jacquard.kernels;

/**
 * Fused multiply-add of floats: the bits of {@link Math#fma(float, float, float)}, which takes some
 * hundred times as long where the Java machine uses no such instruction.
 */
final class Fma {
  private Fma() {}

  /** {@code a * b + c}, rounded once. */
  static float of(float a, float b, float c) {
    return JavaMachine.HAS_FMA ? Math.fma(a, b, c) : rounded(a, b, c);
  }

  /**
   * The same by doubles. The product of floats is exact there. The sum is rounded to odd: where it
   * is not exact and its last bit is even, it is replaced by the neighbour on the side of the exact
   * value. A double has more than twice the digits of a float and two, so rounding that to a float
   * gives what rounding the exact sum would have given (S. Boldo and G. Melquiond, Emulation of a
   * FMA and correctly rounded sums, IEEE Transactions on Computers 57, 2008).
   */
  static float rounded(float a, float b, float c) {
    double product = (double) a * b;
    double sum = product + c;
    double added = sum - product;
    double lost = (product - (sum - added)) + (c - added); // exact: Knuth's TwoSum
    if (lost > 0 || lost < 0) { // not NaN, as of sums that are infinite
      long bits = Double.doubleToRawLongBits(sum);
      if ((bits & 1) == 0) {
        sum = Double.longBitsToDouble(lost > 0 == sum > 0 ? bits + 1 : bits - 1);
      }
    }
    return (float) sum;
  }
}
