package jacquard.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost part of a product: {@value #ROWS} rows times two vectors of columns, held in
 * registers along one block of k.
 *
 * <p>Twelve chains side by side hide the latency of fma; with three more registers for the operands
 * they fit the sixteen of AVX2, and are as fast as larger tiles on AVX-512. The chains only store
 * their sums: with more in one method, the compiler's budget for inlining ran out and vectors went
 * through memory, at a third of the speed.
 */
final class VectorTile {
  /**
   * The only shape of float vectors here: with a second the compiler no longer knows their class.
   */
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  static final int LANES = SPECIES.length();
  static final int ROWS = 6;
  static final int COLS = 2 * LANES;

  private VectorTile() {}

  /**
   * The chains of one block: sums (i, j) of a (i, k) b (k, j).
   *
   * @param a row after row, {@code ld} apart
   * @param rows how many of the rows exist; the last stands in for the others
   * @param b columns side by side, {@link #COLS} for each k
   */
  static void chain(
      float[] a, int aAt, int aLd, int rows, float[] b, int length, float[] sums, int at, int ld) {
    int a0 = aAt;
    int a1 = aAt + Math.min(1, rows - 1) * aLd;
    int a2 = aAt + Math.min(2, rows - 1) * aLd;
    int a3 = aAt + Math.min(3, rows - 1) * aLd;
    int a4 = aAt + Math.min(4, rows - 1) * aLd;
    int a5 = aAt + Math.min(5, rows - 1) * aLd;
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = c00;
    FloatVector c10 = c00;
    FloatVector c11 = c00;
    FloatVector c20 = c00;
    FloatVector c21 = c00;
    FloatVector c30 = c00;
    FloatVector c31 = c00;
    FloatVector c40 = c00;
    FloatVector c41 = c00;
    FloatVector c50 = c00;
    FloatVector c51 = c00;
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
      x = FloatVector.broadcast(SPECIES, a[a4 + k]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      x = FloatVector.broadcast(SPECIES, a[a5 + k]);
      c50 = x.fma(b0, c50);
      c51 = x.fma(b1, c51);
    }
    c00.intoArray(sums, at);
    c01.intoArray(sums, at + LANES);
    c10.intoArray(sums, at + ld);
    c11.intoArray(sums, at + ld + LANES);
    c20.intoArray(sums, at + 2 * ld);
    c21.intoArray(sums, at + 2 * ld + LANES);
    c30.intoArray(sums, at + 3 * ld);
    c31.intoArray(sums, at + 3 * ld + LANES);
    c40.intoArray(sums, at + 4 * ld);
    c41.intoArray(sums, at + 4 * ld + LANES);
    c50.intoArray(sums, at + 5 * ld);
    c51.intoArray(sums, at + 5 * ld + LANES);
  }

  /**
   * The same for a strip: a method of its own, since only steps known to the compiler keep the
   * checks of indices out of the loop.
   *
   * @param a the {@link #ROWS} elements of each k after each other
   */
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
    FloatVector c40 = c00;
    FloatVector c41 = c00;
    FloatVector c50 = c00;
    FloatVector c51 = c00;
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
      x = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 4]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      x = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 5]);
      c50 = x.fma(b0, c50);
      c51 = x.fma(b1, c51);
    }
    c00.intoArray(sums, at);
    c01.intoArray(sums, at + LANES);
    c10.intoArray(sums, at + ld);
    c11.intoArray(sums, at + ld + LANES);
    c20.intoArray(sums, at + 2 * ld);
    c21.intoArray(sums, at + 2 * ld + LANES);
    c30.intoArray(sums, at + 3 * ld);
    c31.intoArray(sums, at + 3 * ld + LANES);
    c40.intoArray(sums, at + 4 * ld);
    c41.intoArray(sums, at + 4 * ld + LANES);
    c50.intoArray(sums, at + 5 * ld);
    c51.intoArray(sums, at + 5 * ld + LANES);
  }

  /** Adds the sums of a later block to those of the earlier ones. */
  static void add(float[] block, float[] sums, int at, int ld) {
    for (int i = 0; i < ROWS; i++) {
      addRow(block, i * COLS, sums, at + i * ld);
      addRow(block, i * COLS + LANES, sums, at + i * ld + LANES);
    }
  }

  private static void addRow(float[] block, int from, float[] sums, int at) {
    FloatVector sum = FloatVector.fromArray(SPECIES, sums, at);
    sum.add(FloatVector.fromArray(SPECIES, block, from)).intoArray(sums, at);
  }
}
