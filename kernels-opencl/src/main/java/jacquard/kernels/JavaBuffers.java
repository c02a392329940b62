package jacquard.kernels;

/** The buffers of {@link ArrayKernels}: arrays that refuse to be used after their time. */
final class JavaBuffers {
  private JavaBuffers() {}

  static final class OfFloats implements Floats {
    private final ArrayKernels owner;
    private final float[] array;
    private boolean closed;

    OfFloats(ArrayKernels owner, float[] array) {
      this.owner = owner;
      this.array = array;
    }

    @Override
    public int size() {
      return array.length;
    }

    @Override
    public void close() {
      closed = true;
    }

    static float[] array(ArrayKernels user, Floats buffer) {
      if (!(buffer instanceof OfFloats f) || f.owner != user) {
        throw foreign(buffer);
      }
      checkOpen(f.closed);
      return f.array;
    }
  }

  static final class OfInts implements Ints {
    private final ArrayKernels owner;
    private final int[] array;
    private boolean closed;

    OfInts(ArrayKernels owner, int[] array) {
      this.owner = owner;
      this.array = array;
    }

    @Override
    public int size() {
      return array.length;
    }

    @Override
    public void close() {
      closed = true;
    }

    static int[] array(ArrayKernels user, Ints buffer) {
      if (!(buffer instanceof OfInts i) || i.owner != user) {
        throw foreign(buffer);
      }
      checkOpen(i.closed);
      return i.array;
    }
  }

  private static IllegalArgumentException foreign(Object buffer) {
    return new IllegalArgumentException(
        "buffer was made by other kernels: " + buffer.getClass().getSimpleName());
  }

  private static void checkOpen(boolean closed) {
    if (closed) {
      throw new IllegalStateException("buffer is closed");
    }
  }
}
