package jacquard.expression;

import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;

/** A matrix in an array of this JVM: element (r, c) at {@code offset + r * ld + c}. */
final class HostView {
  private final float[] array;
  private final int offset;
  private final int ld;

  HostView(float[] array, int offset, int ld) {
    this.array = array;
    this.offset = offset;
    this.ld = ld;
  }

  static HostView of(Kernels kernels, Matrix m) {
    float[] own = kernels.array(m);
    return own == null
        ? new HostView(kernels.read(m), 0, m.cols())
        : new HostView(own, m.offset(), m.ld());
  }

  /** The kernels' own where they compute on arrays, else a copy; not to be changed. */
  float[] array() {
    return array;
  }

  int offset() {
    return offset;
  }

  int ld() {
    return ld;
  }

  int at(int row) {
    return offset + row * ld;
  }
}
