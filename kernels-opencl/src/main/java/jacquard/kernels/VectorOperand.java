package jacquard.kernels;

import org.jspecify.annotations.Nullable;

/** A factor of a product as it lies in memory: a matrix or its transpose, maybe centred. */
final class VectorOperand {
  private final float[] array;
  private final int offset;
  private final int ld;
  private final Op op;
  private final float @Nullable [] means;
  private final int meansAt;

  private VectorOperand(
      float[] array, int offset, int ld, Op op, float @Nullable [] means, int meansAt) {
    this.array = array;
    this.offset = offset;
    this.ld = ld;
    this.op = op;
    this.means = means;
    this.meansAt = meansAt;
  }

  static VectorOperand of(float[] array, Matrix m, Op op) {
    return of(array, m.offset(), m.ld(), op);
  }

  static VectorOperand of(float[] array, int offset, int ld, Op op) {
    return new VectorOperand(array, offset, ld, op, null, 0);
  }

  /** The factor of which a mean is subtracted from each stored column. */
  VectorOperand centred(float[] byMeans, int at) {
    return new VectorOperand(array, offset, ld, op, byMeans, at);
  }

  /** Whether rows can be read where they are. */
  boolean isPlain() {
    return op == Op.AS_IS && means == null;
  }

  float[] array() {
    return array;
  }

  int ld() {
    return ld;
  }

  /** Where element (row, col) of the factor lies. */
  int at(int row, int col) {
    return op == Op.AS_IS ? offset + row * ld + col : offset + col * ld + row;
  }

  boolean isTransposed() {
    return op == Op.TRANSPOSED;
  }

  /**
   * Copies part of the factor as strips for {@link VectorTile#chainOfStrip}, a block's length
   * apart.
   *
   * @param row of the factor, the first of {@code height}
   * @param col of the factor, the first of {@code width}
   */
  void packStrips(int row, int col, int height, int width, float[] to) {
    for (int r = 0; r < height; r += VectorTile.ROWS) {
      int rows = Math.min(VectorTile.ROWS, height - r);
      int strip = r * Kernels.BLOCK;
      if (op == Op.TRANSPOSED) {
        VectorPack.strip(
            array, at(row + r, col), ld, width, rows, means, meansAt + row + r, to, strip);
      } else {
        VectorPack.transpose(array, at(row + r, col), ld, rows, width, to, strip, VectorTile.ROWS);
      }
    }
  }

  /** Copies part of the factor, row after row; beyond its columns nothing is written. */
  void pack(int row, int col, int height, int width, float[] to, int toLd) {
    if (op == Op.AS_IS) {
      VectorPack.copy(array, at(row, col), ld, height, width, to, toLd);
      if (means != null) {
        VectorPack.subtractRow(means, meansAt + col, height, width, to, toLd);
      }
    } else {
      if (means != null) {
        throw new UnsupportedOperationException("a transposed factor is centred on the left only");
      }
      VectorPack.transpose(array, at(row, col), ld, width, height, to, 0, toLd);
    }
  }
}
