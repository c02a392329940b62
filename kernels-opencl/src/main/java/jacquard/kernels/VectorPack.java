package jacquard.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** Moves parts of matrices into the order in which {@link VectorTile} walks them. */
final class VectorPack {
  private static final VectorSpecies<Float> SPECIES = VectorTile.SPECIES;
  private static final int LANES = VectorTile.LANES;

  private static final int SQUARE = 32;

  /** What {@link #strip} may write beyond its end. */
  static final int SLACK = LANES;

  private VectorPack() {}

  /** Copies rows x cols values to the start of {@code to}. */
  static void copy(float[] from, int at, int ld, int rows, int cols, float[] to, int toLd) {
    if (cols == VectorTile.COLS) {
      copyPanel(from, at, ld, rows, to, toLd);
    } else {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(from, at + r * ld, to, r * toLd, cols);
      }
    }
  }

  private static void copyPanel(float[] from, int at, int ld, int rows, float[] to, int toLd) {
    for (int r = 0; r < rows; r++) {
      int source = at + r * ld;
      int target = r * toLd;
      FloatVector.fromArray(SPECIES, from, source).intoArray(to, target);
      FloatVector.fromArray(SPECIES, from, source + LANES).intoArray(to, target + LANES);
    }
  }

  /**
   * Copies at most {@link VectorTile#ROWS} columns less a shift each, row after row, so many apart;
   * what a narrower strip holds beyond its columns nobody needs.
   *
   * @param shift null for none
   */
  static void strip(
      float[] from,
      int at,
      int ld,
      int rows,
      int cols,
      float @Nullable [] shift,
      int shiftAt,
      float[] to,
      int toAt) {
    int r = 0;
    if (LANES >= VectorTile.ROWS) {
      VectorMask<Float> in = SPECIES.indexInRange(0, cols);
      FloatVector shifts =
          shift == null
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromArray(SPECIES, shift, shiftAt, in);
      // Whole vectors; the next row covers what is too much.
      for (; r < rows && at + r * ld <= from.length - LANES; r++) {
        FloatVector values = FloatVector.fromArray(SPECIES, from, at + r * ld);
        values.sub(shifts).intoArray(to, toAt + r * VectorTile.ROWS);
      }
    }
    for (; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        float value = from[at + r * ld + c];
        to[toAt + r * VectorTile.ROWS + c] = shift == null ? value : value - shift[shiftAt + c];
      }
    }
  }

  /** Copies rows x cols values to where column c becomes row c, {@code toLd} apart. */
  static void transpose(
      float[] from, int at, int ld, int rows, int cols, float[] to, int toAt, int toLd) {
    int r = 0;
    for (; r + 4 <= rows; r += 4) {
      transpose4(from, at + r * ld, ld, cols, to, toAt + r, toLd);
    }
    for (; r < rows; r++) {
      for (int c = 0; c < cols; c++) {
        to[toAt + c * toLd + r] = from[at + r * ld + c];
      }
    }
  }

  private static void transpose4(
      float[] from, int at, int ld, int cols, float[] to, int toAt, int toLd) {
    int r1 = at + ld;
    int r2 = at + 2 * ld;
    int r3 = at + 3 * ld;
    int target = toAt;
    for (int c = 0; c < cols; c++) {
      to[target] = from[at + c];
      to[target + 1] = from[r1 + c];
      to[target + 2] = from[r2 + c];
      to[target + 3] = from[r3 + c];
      target += toLd;
    }
  }

  /** Copies what is above the diagonal to below it, square after square for the cache's sake. */
  static void mirror(float[] array, int offset, int order, int ld) {
    for (int row = 0; row < order; row += SQUARE) {
      for (int col = 0; col <= row; col += SQUARE) {
        mirrorSquare(array, offset, row, col, order, ld);
      }
    }
  }

  private static void mirrorSquare(float[] array, int offset, int row, int col, int order, int ld) {
    for (int i = row; i < Math.min(row + SQUARE, order); i++) {
      for (int j = col; j < Math.min(col + SQUARE, i); j++) {
        array[offset + i * ld + j] = array[offset + j * ld + i];
      }
    }
  }

  /** Subtracts {@code shift} from each row. */
  static void subtractRow(float[] shift, int shiftAt, int rows, int cols, float[] to, int ld) {
    for (int j = 0; j < cols; j += LANES) {
      VectorMask<Float> in = SPECIES.indexInRange(j, cols);
      FloatVector s = FloatVector.fromArray(SPECIES, shift, shiftAt + j, in);
      for (int r = 0; r < rows; r++) {
        int at = r * ld + j;
        FloatVector.fromArray(SPECIES, to, at, in).sub(s).intoArray(to, at, in);
      }
    }
  }
}
