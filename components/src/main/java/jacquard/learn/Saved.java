package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;

/** The declaration of matrices as state: their values travel, not the buffers they lie in. */
final class Saved {
  private Saved() {}

  /** Declares the values of a matrix whose shape follows from other fields. */
  static void matrix(State s, String name, Kernels kernels, Matrix m) {
    if (s instanceof ParameterArrays.Visitor parameters) {
      parameters.matrix(name, m.rows(), m.cols(), kernels.read(m));
      return;
    }
    float[] values = s.value(name, s.isLoading() ? new float[0] : kernels.read(m));
    if (s.isLoading()) {
      kernels.write(m, values);
    }
  }

  static void zero(Kernels kernels, Matrix m) {
    kernels.write(m, new float[m.rows() * m.cols()]);
  }
}
