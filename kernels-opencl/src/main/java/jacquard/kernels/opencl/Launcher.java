package jacquard.kernels.opencl;

import jacquard.kernels.Floats;
import jacquard.kernels.Ints;
import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;
import java.lang.ref.Reference;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/**
 * The way kernels are compiled and queued: what the operations' Java halves are written on.
 *
 * <p>A kernel is a function of a resource beside this class, compiled after {@code common.cl} with
 * the family's name (CPU or GPU) and the given options defined; options such as {@code -DK=784}
 * make separate programs, each compiled and cached once.
 */
final class Launcher implements AutoCloseable {
  private final DeviceContext context;
  private final Memory memory;
  private boolean closed;

  /** Takes over one share of the context. */
  Launcher(DeviceContext context) {
    this.context = context;
    this.memory = new Memory(context);
  }

  Device device() {
    return context.device();
  }

  Family family() {
    return context.family();
  }

  DeviceContext context() {
    return context;
  }

  Memory memory() {
    return memory;
  }

  /** Compiles on the first call, or reads from the cache; after that it is a look-up. */
  Kernel kernel(String resource, String function, String... options) {
    return context.kernel(resource, function, options);
  }

  /**
   * An argument of {@code __local} memory.
   *
   * @param bytes its size
   */
  record Local(long bytes) {}

  /**
   * Queues a kernel after all that was queued before.
   *
   * @param local always given: with null, PoCL compiles the kernel again for each global size
   * @param args Integer, Long and Float as they are; {@link Matrix} as three: {@code global float
   *     *}, {@code int} offset, {@code int} ld; {@link Labels} as two: {@code global int *}, {@code
   *     int} offset; {@link Floats} and {@link Ints} as the pointer; {@link Local}
   */
  void launch(Kernel kernel, long[] global, long[] local, Object... args) {
    synchronized (context) {
      memory.checkOpen();
      try {
        int index = 0;
        for (Object arg : args) {
          index = set(kernel, index, arg);
        }
        context.enqueue(kernel, global, local);
      } catch (CLException e) {
        throw DeviceException.of(device().name(), "kernel " + kernel.name(), e);
      } finally {
        // No cleaner may take a buffer between its argument's setting and the launch.
        Reference.reachabilityFence(args);
      }
    }
  }

  /** Refuses buffers that are closed or of other kernels, before any of several launches. */
  void require(Matrix... matrices) {
    synchronized (context) {
      for (Matrix m : matrices) {
        DeviceBuffer.handle(memory, m.data());
      }
    }
  }

  /** Sets one argument, or a window's several, and gives back the next index. */
  private int set(Kernel kernel, int index, Object arg) {
    // Not a switch over patterns: its first use in a process takes longer than compiled kernels to
    // load.
    if (arg instanceof Matrix m) {
      int at = one(kernel, index, DeviceBuffer.handle(memory, m.data()));
      return one(kernel, one(kernel, at, m.offset()), m.ld());
    }
    if (arg instanceof Labels labels) {
      int at = one(kernel, index, DeviceBuffer.handle(memory, labels.data()));
      return one(kernel, at, labels.offset());
    }
    if (arg instanceof Floats || arg instanceof Ints) {
      return one(kernel, index, DeviceBuffer.handle(memory, arg));
    }
    return one(kernel, index, arg);
  }

  private static int one(Kernel kernel, int index, Object value) {
    if (kernel.lacks(index, value)) {
      cl_kernel handle = kernel.handle();
      if (value instanceof cl_mem buffer) {
        CL.clSetKernelArg(handle, index, Sizeof.cl_mem, Pointer.to(buffer));
      } else if (value instanceof Integer i) {
        CL.clSetKernelArg(handle, index, Sizeof.cl_int, Pointer.to(new int[] {i}));
      } else if (value instanceof Float f) {
        CL.clSetKernelArg(handle, index, Sizeof.cl_float, Pointer.to(new float[] {f}));
      } else if (value instanceof Long l) {
        CL.clSetKernelArg(handle, index, Sizeof.cl_long, Pointer.to(new long[] {l}));
      } else if (value instanceof Local local) {
        CL.clSetKernelArg(handle, index, local.bytes(), null);
      } else {
        throw new IllegalArgumentException("no kernel argument: " + value);
      }
      kernel.has(index, value);
    }
    return index + 1;
  }

  void read(Object buffer, Window window, Pointer to) {
    synchronized (context) {
      try {
        context.read(DeviceBuffer.handle(memory, buffer), window, to);
      } finally {
        Reference.reachabilityFence(buffer);
      }
    }
  }

  void write(Object buffer, Window window, Pointer from) {
    synchronized (context) {
      try {
        context.write(DeviceBuffer.handle(memory, buffer), window, from);
      } finally {
        Reference.reachabilityFence(buffer);
      }
    }
  }

  void finish() {
    synchronized (context) {
      memory.checkOpen();
      context.finish();
    }
  }

  @Override
  public void close() {
    synchronized (context) {
      if (!closed) {
        closed = true;
        memory.close();
        context.close();
      }
    }
  }
}
