package jacquard.kernels.opencl;

import jacquard.kernels.Floats;
import jacquard.kernels.Ints;
import java.lang.ref.Cleaner;
import org.jocl.cl_mem;

/**
 * A buffer on the device, of either kind of element.
 *
 * <p>Closing gives its memory back once, however often it is called; a buffer that nobody holds any
 * more is closed by a cleaner.
 */
abstract sealed class DeviceBuffer {
  private final int size;
  private final Memory.Allocation allocation;
  private final Cleaner.Cleanable cleanable;
  private volatile boolean closed;

  DeviceBuffer(Memory memory, int size) {
    this.size = size;
    this.allocation = memory.allocate(4L * size);
    this.cleanable = memory.cleanable(this, allocation);
  }

  static final class OfFloats extends DeviceBuffer implements Floats {
    OfFloats(Memory memory, int size) {
      super(memory, size);
    }
  }

  static final class OfInts extends DeviceBuffer implements Ints {
    OfInts(Memory memory, int size) {
      super(memory, size);
    }
  }

  /** The handle, for use under the context's monitor; refuses closed and foreign buffers. */
  static cl_mem handle(Memory user, Object buffer) {
    user.checkOpen();
    if (!(buffer instanceof DeviceBuffer b) || b.allocation.owner() != user) {
      throw new IllegalArgumentException(
          "buffer was made by other kernels: " + buffer.getClass().getSimpleName());
    }
    if (b.closed) {
      throw new IllegalStateException("buffer is closed");
    }
    return b.allocation.handle();
  }

  public final int size() {
    return size;
  }

  public final void close() {
    closed = true;
    cleanable.clean();
  }
}
