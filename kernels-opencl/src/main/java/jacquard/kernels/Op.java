package jacquard.kernels;

/** The way a matrix enters a product: as it is stored, or transposed. */
public enum Op {
  /** As it is stored. */
  AS_IS,

  /** Rows as columns. */
  TRANSPOSED;

  /** The rows of op(m). */
  public int rows(Matrix m) {
    return this == AS_IS ? m.rows() : m.cols();
  }

  /** The columns of op(m). */
  public int cols(Matrix m) {
    return this == AS_IS ? m.cols() : m.rows();
  }
}
