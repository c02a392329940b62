package jacquard.kernels;

import jacquard.kernels.JavaBuffers.OfFloats;
import jacquard.kernels.JavaBuffers.OfInts;
import java.util.Arrays;

/** The memory of kernels that compute on Java arrays. */
abstract class ArrayKernels implements Kernels {
  private volatile boolean closed;

  @Override
  public final Floats floats(int size) {
    checkSize(size);
    return new OfFloats(this, new float[size]);
  }

  @Override
  public final Ints ints(int size) {
    checkSize(size);
    return new OfInts(this, new int[size]);
  }

  @Override
  public final boolean isOnArrays() {
    return true;
  }

  @Override
  public final Matrix constant(float[] values, int cols) {
    checkSize(values.length);
    int rows = Shapes.rows(values.length, cols);
    return new Matrix(new OfFloats(this, values), 0, rows, cols, cols);
  }

  @Override
  public final Labels constant(int[] values) {
    checkSize(values.length);
    return new Labels(new OfInts(this, values), 0, values.length);
  }

  @Override
  public final void write(Matrix to, float[] values) {
    Shapes.size("write to " + to.shape(), values.length, Math.multiplyExact(to.rows(), to.cols()));
    float[] array = array(to);
    for (int r = 0; r < to.rows(); r++) {
      System.arraycopy(values, r * to.cols(), array, at(to, r), to.cols());
    }
  }

  @Override
  public final void write(Labels to, int[] values) {
    Shapes.size("write labels", values.length, to.count());
    System.arraycopy(values, 0, array(to), to.offset(), to.count());
  }

  @Override
  public final float[] read(Matrix from) {
    float[] values = new float[Math.multiplyExact(from.rows(), from.cols())];
    copy(from, values, 0);
    return values;
  }

  /** Copies the window, row after row, to {@code at} and on. */
  final void copy(Matrix from, float[] to, int at) {
    float[] array = array(from);
    for (int r = 0; r < from.rows(); r++) {
      System.arraycopy(array, at(from, r), to, at + r * from.cols(), from.cols());
    }
  }

  @Override
  public final int[] read(Labels from) {
    return Arrays.copyOfRange(array(from), from.offset(), from.offset() + from.count());
  }

  @Override
  public final void close() {
    closed = true;
  }

  @Override
  public final float[] array(Matrix m) {
    checkOpen();
    return OfFloats.array(this, m.data());
  }

  final int[] array(Labels labels) {
    checkOpen();
    return OfInts.array(this, labels.data());
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("kernels are closed");
    }
  }

  private void checkSize(int size) {
    checkOpen();
    if (size < 1) {
      throw new IllegalArgumentException("a buffer needs at least 1 element, not " + size);
    }
  }

  static int at(Matrix m, int row) {
    return m.offset() + row * m.ld();
  }
}
