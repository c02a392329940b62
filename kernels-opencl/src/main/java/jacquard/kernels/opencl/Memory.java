package jacquard.kernels.opencl;

import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of one user of a context, with a pool of those given back.
 *
 * <p>Sizes are rounded up to classes, at most a quarter larger, so that buffers are used again. A
 * buffer in the pool may still be read by queued kernels; since the queue is in order, whoever gets
 * it next writes after them.
 */
final class Memory {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final long SMALLEST = 256;

  /** The pool keeps at most this many bytes, or a sixteenth of the device's memory. */
  private static final long POOL_LIMIT = 256L << 20;

  private final DeviceContext context;
  private final long poolLimit;
  private final Map<Long, ArrayDeque<cl_mem>> pool = new HashMap<>();
  private final Set<Allocation> live = new HashSet<>();
  private long liveBytes;
  private long pooledBytes;
  private boolean closed;

  Memory(DeviceContext context) {
    this.context = context;
    this.poolLimit = Math.min(POOL_LIMIT, context.device().memory() / 16);
  }

  /** What a cleaner may hold: the memory, not its user. */
  final class Allocation implements Runnable {
    private final long bytes;
    private final cl_mem handle;

    private Allocation(long bytes, cl_mem handle) {
      this.bytes = bytes;
      this.handle = handle;
    }

    /** The handle, for use under the context's monitor only. */
    cl_mem handle() {
      return handle;
    }

    Memory owner() {
      return Memory.this;
    }

    /** Gives the memory back; a cleaner calls it once. */
    @Override
    public void run() {
      giveBack(this);
    }
  }

  /** Allocates zeros; the cleanable gives them back, at the latest when the user is garbage. */
  Allocation allocate(long bytes) {
    synchronized (context) {
      checkOpen();
      checkFits(bytes);
      long size = sizeClass(bytes);
      cl_mem pooled = takePooled(size);
      cl_mem handle = pooled == null ? context.newBuffer(size) : pooled;
      context.zero(handle, size);
      Allocation allocation = new Allocation(size, handle);
      live.add(allocation);
      liveBytes += size;
      return allocation;
    }
  }

  Cleaner.Cleanable cleanable(Object user, Allocation allocation) {
    return CLEANER.register(user, allocation);
  }

  /** The number of buffers in use. */
  int liveBuffers() {
    synchronized (context) {
      return live.size();
    }
  }

  /** The bytes of the buffers in use. */
  long liveBytes() {
    synchronized (context) {
      return liveBytes;
    }
  }

  /** The bytes kept for later. */
  long pooledBytes() {
    synchronized (context) {
      return pooledBytes;
    }
  }

  void close() {
    synchronized (context) {
      if (!closed) {
        closed = true;
        emptyPool();
        live.forEach(a -> context.release(a.handle));
        live.clear();
        liveBytes = 0;
      }
    }
  }

  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("kernels are closed");
    }
  }

  private void giveBack(Allocation allocation) {
    synchronized (context) {
      if (!live.remove(allocation)) {
        return;
      }
      liveBytes -= allocation.bytes;
      if (pooledBytes + allocation.bytes <= poolLimit) {
        pool.computeIfAbsent(allocation.bytes, k -> new ArrayDeque<>()).push(allocation.handle);
        pooledBytes += allocation.bytes;
      } else {
        context.release(allocation.handle);
      }
    }
  }

  private @Nullable cl_mem takePooled(long size) {
    ArrayDeque<cl_mem> free = pool.get(size);
    cl_mem handle = free == null ? null : free.poll();
    if (handle != null) {
      pooledBytes -= size;
    }
    return handle;
  }

  /** Refuses before the driver is asked: drivers differ in how they fail, and some only later. */
  private void checkFits(long bytes) {
    Device device = context.device();
    if (bytes > device.largestBuffer() || liveBytes + bytes > device.memory()) {
      throw new DeviceException(
          String.format(
              Locale.ROOT,
              "cannot allocate %.3f GB on %s: it allows %.3f GB in one buffer and %.3f GB in all,"
                  + " %.3f GB of them in use",
              bytes / 1e9,
              device,
              device.largestBuffer() / 1e9,
              device.memory() / 1e9,
              liveBytes / 1e9));
    }
    if (liveBytes + pooledBytes + bytes > device.memory()) {
      emptyPool();
    }
  }

  private void emptyPool() {
    pool.values().forEach(free -> free.forEach(context::release));
    pool.clear();
    pooledBytes = 0;
  }

  /** The next size with two bits below its highest: 4, 5, 6, 7, 8, 10, 12 ... */
  private long sizeClass(long bytes) {
    long size = Math.max(SMALLEST, bytes);
    long step = Long.highestOneBit(size) >> 2;
    long rounded = (size + step - 1) / step * step;
    return Math.min(rounded, Math.max(size + 63 & -64L, largestMultiple()));
  }

  private long largestMultiple() {
    return context.device().largestBuffer() & -64L;
  }
}
