package jacquard.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** The functions of {@link FloatMath} on vectors, rounding for rounding. */
final class VectorMath {
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(FloatMath.ROUNDER);
  private static final int SQRT_HALF_BITS = Float.floatToRawIntBits(FloatMath.SQRT_HALF);

  private VectorMath() {}

  static FloatVector exp(FloatVector x) {
    FloatVector bounded = x.min(89f).max(-104f);
    FloatVector rounded = bounded.fma(all(FloatMath.LOG2_E), all(FloatMath.ROUNDER));
    FloatVector n = rounded.sub(FloatMath.ROUNDER);
    FloatVector r = n.fma(all(-FloatMath.LN2_HIGH), bounded);
    r = n.fma(all(-FloatMath.LN2_LOW), r);
    FloatVector p = all(1f / 5040f);
    p = p.fma(r, all(1f / 720f));
    p = p.fma(r, all(1f / 120f));
    p = p.fma(r, all(1f / 24f));
    p = p.fma(r, all(1f / 6f));
    p = p.fma(r, all(0.5f));
    p = p.fma(r, all(1f));
    p = p.fma(r, all(1f));
    // The last bits of the rounded number are n. (Those of a NaN are not, but p is NaN then.)
    IntVector exponent = rounded.reinterpretAsInts().sub(ROUNDER_BITS);
    IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
    return p.mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector one = all(1f);
    return one.div(one.add(exp(x.neg())));
  }

  /** ln(x) of normal numbers above 0. */
  private static FloatVector log(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
    FloatVector m = bits.sub(exponent.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats();
    FloatVector f = m.sub(1f);
    FloatVector s = f.div(f.add(2f));
    FloatVector z = s.mul(s);
    FloatVector series = z.fma(all(2f / 9f), all(2f / 7f));
    series = z.fma(series, all(2f / 5f));
    series = z.fma(series, all(2f / 3f)).mul(z);
    FloatVector half = f.mul(0.5f).mul(f);
    FloatVector n = (FloatVector) exponent.convert(VectorOperators.I2F, 0);
    FloatVector small = s.fma(half.add(series), n.mul(FloatMath.LN2_LOW));
    return n.fma(all(FloatMath.LN2_HIGH), f.sub(half.sub(small)));
  }

  static FloatVector normalQuantile(FloatVector x) {
    FloatVector one = all(1f);
    FloatVector w = log(one.sub(x).mul(x.add(1f))).neg();
    FloatVector central = polynomial(FloatMath.CENTRAL_QUANTILE, w.sub(2.5f));
    FloatVector tail = polynomial(FloatMath.TAIL_QUANTILE, w.sqrt().sub(3f));
    FloatVector p = tail.blend(central, w.compare(VectorOperators.LT, 5f));
    return p.mul(x).mul(1.4142135f);
  }

  /** Unrolled: in a loop, vectors would go through memory. */
  private static FloatVector polynomial(float[] c, FloatVector x) {
    FloatVector p = all(c[0]).fma(x, all(c[1])).fma(x, all(c[2])).fma(x, all(c[3]));
    p = p.fma(x, all(c[4])).fma(x, all(c[5])).fma(x, all(c[6]));
    return p.fma(x, all(c[7])).fma(x, all(c[8]));
  }

  private static FloatVector powerOfTwo(IntVector n) {
    return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(VectorTile.SPECIES, value);
  }
}
