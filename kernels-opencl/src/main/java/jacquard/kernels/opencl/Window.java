package jacquard.kernels.opencl;

import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;

/** A window of 4-byte elements in the words of OpenCL's rectangle copies: bytes, x before y. */
record Window(long offset, long rows, long cols, long ld) {
  static Window of(Matrix m) {
    // One long row where rows touch: one copy instead of one a row.
    return m.ld() == m.cols()
        ? new Window(m.offset(), 1, (long) m.rows() * m.cols(), (long) m.rows() * m.cols())
        : new Window(m.offset(), m.rows(), m.cols(), m.ld());
  }

  static Window of(Labels labels) {
    return new Window(labels.offset(), 1, labels.count(), labels.count());
  }

  long[] origin() {
    return new long[] {4 * offset, 0, 0};
  }

  long[] region() {
    return new long[] {4 * cols, rows, 1};
  }

  long pitch() {
    return 4 * ld;
  }

  long packedPitch() {
    return 4 * cols;
  }
}
