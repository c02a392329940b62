package jacquard.kernels;

import java.util.Set;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost part of a product: {@link #ROWS} rows times two vectors of columns, held in
 * registers along one block of k.
 *
 * <p>How many rows depends on the registers: {@link SixRows}, or {@link FourRows} where there are
 * only sixteen. The sums, each a chain over k, do not depend on it. The chains only store their
 * sums: with more in one method, the compiler's budget for inlining ran out and vectors went
 * through memory, at a third of the speed.
 */
final class VectorTile {
  /**
   * The only shape of float vectors here: with a second the compiler no longer knows their class.
   */
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  static final int LANES = SPECIES.length();

  /** Of x86, only AVX-512 has more than sixteen vector registers. */
  private static final boolean SIXTEEN_REGISTERS =
      Set.of("amd64", "x86_64").contains(System.getProperty("os.arch")) && LANES < 16;

  /** Whether {@link #chainOfStrip} is faster than {@link #chain}, measured: 1.3 times, else 0.9. */
  static final boolean PREFERS_STRIPS = SIXTEEN_REGISTERS;

  static final int ROWS = SIXTEEN_REGISTERS ? 4 : 6;
  static final int COLS = 2 * LANES;

  private VectorTile() {}

  /**
   * The chains of one block: sums (i, j) of a (i, k) b (k, j).
   *
   * @param a row after row, {@code aLd} apart
   * @param rows how many of the rows exist; the last stands in for the others
   * @param b columns side by side, {@link #COLS} for each k
   */
  static void chain(
      float[] a, int aAt, int aLd, int rows, float[] b, int length, float[] sums, int at, int ld) {
    if (SIXTEEN_REGISTERS) {
      FourRows.chain(a, aAt, aLd, rows, b, length, sums, at, ld);
    } else {
      SixRows.chain(a, aAt, aLd, rows, b, length, sums, at, ld);
    }
  }

  /**
   * The same for a strip: a method of its own, since only steps known to the compiler keep the
   * checks of indices out of the loop.
   *
   * @param a the {@link #ROWS} elements of each k after each other
   */
  static void chainOfStrip(
      float[] a, int aAt, float[] b, int length, float[] sums, int at, int ld) {
    if (SIXTEEN_REGISTERS) {
      FourRows.chainOfStrip(a, aAt, b, length, sums, at, ld);
    } else {
      SixRows.chainOfStrip(a, aAt, b, length, sums, at, ld);
    }
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
