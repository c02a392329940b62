package jacquard.kernels;

import static jacquard.kernels.VectorTile.COLS;
import static jacquard.kernels.VectorTile.LANES;
import static jacquard.kernels.VectorTile.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The chains of a {@link VectorTile} of four rows.
 *
 * <p>Eight chains and four registers for operands, which the compiler keeps in the sixteen of AVX2;
 * of more chains it moves some through memory, at half the speed.
 */
final class FourRows {
  private static final int ROWS = 4;

  private FourRows() {}

  /** {@link VectorTile#chain}. */
  static void chain(
      float[] a, int aAt, int aLd, int rows, float[] b, int length, float[] sums, int at, int ld) {
    int a0 = aAt;
    int a1 = aAt + Math.min(1, rows - 1) * aLd;
    int a2 = aAt + Math.min(2, rows - 1) * aLd;
    int a3 = aAt + Math.min(3, rows - 1) * aLd;
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = c00;
    FloatVector c10 = c00;
    FloatVector c11 = c00;
    FloatVector c20 = c00;
    FloatVector c21 = c00;
    FloatVector c30 = c00;
    FloatVector c31 = c00;
    for (int k = 0; k < length; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, k * COLS);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, k * COLS + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[a0 + k]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      x = FloatVector.broadcast(SPECIES, a[a1 + k]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      x = FloatVector.broadcast(SPECIES, a[a2 + k]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      x = FloatVector.broadcast(SPECIES, a[a3 + k]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
    }
    c00.intoArray(sums, at);
    c01.intoArray(sums, at + LANES);
    c10.intoArray(sums, at + ld);
    c11.intoArray(sums, at + ld + LANES);
    c20.intoArray(sums, at + 2 * ld);
    c21.intoArray(sums, at + 2 * ld + LANES);
    c30.intoArray(sums, at + 3 * ld);
    c31.intoArray(sums, at + 3 * ld + LANES);
  }

  /** {@link VectorTile#chainOfStrip}. */
  static void chainOfStrip(
      float[] a, int aAt, float[] b, int length, float[] sums, int at, int ld) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = c00;
    FloatVector c10 = c00;
    FloatVector c11 = c00;
    FloatVector c20 = c00;
    FloatVector c21 = c00;
    FloatVector c30 = c00;
    FloatVector c31 = c00;
    for (int k = 0; k < length; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, k * COLS);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, k * COLS + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      x = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 1]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      x = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 2]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      x = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 3]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
    }
    c00.intoArray(sums, at);
    c01.intoArray(sums, at + LANES);
    c10.intoArray(sums, at + ld);
    c11.intoArray(sums, at + ld + LANES);
    c20.intoArray(sums, at + 2 * ld);
    c21.intoArray(sums, at + 2 * ld + LANES);
    c30.intoArray(sums, at + 3 * ld);
    c31.intoArray(sums, at + 3 * ld + LANES);
  }
}
