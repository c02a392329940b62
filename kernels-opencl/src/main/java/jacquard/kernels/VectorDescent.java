package jacquard.kernels;

/** {@link JavaSgd} on vectors, and on parts of rows. */
final class VectorDescent {
  private final Matrix parameters;
  private final float[] p;
  private final Matrix velocity;
  private final float[] v;
  private final Rates rates;

  VectorDescent(Matrix parameters, float[] p, Matrix velocity, float[] v, Rates rates) {
    this.parameters = parameters;
    this.p = p;
    this.velocity = velocity;
    this.v = v;
    this.rates = rates;
  }

  void step(int row, int col, int count, float[] gradient, int at) {
    int pAt = ArrayKernels.at(parameters, row) + col;
    int vAt = ArrayKernels.at(velocity, row) + col;
    VectorRows.descend(p, pAt, v, vAt, gradient, at, count, rates);
  }

  /** Steps by the gradient sums / cases; the sums are overwritten. */
  VectorGemm.RowEnd byMeans(int cases) {
    return (row, col, count, sums, at) -> {
      VectorRows.divide(sums, at, count, cases);
      step(row, col, count, sums, at);
    };
  }

  /** One step of a single row. */
  void byMeans(float[] sums, int cases) {
    byMeans(cases).accept(0, 0, sums.length, sums, 0);
  }
}
