package jacquard.kernels.opencl;

import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;

/**
 * A compiled kernel, made by {@link Launcher#kernel}.
 *
 * <p>It remembers its arguments, which OpenCL keeps from launch to launch: most are the same again,
 * and setting one costs a call of native code.
 */
final class Kernel {
  private static final int MOST_ARGUMENTS = 64;

  private final String name;
  private final cl_kernel handle;
  private final @Nullable Object[] arguments = new @Nullable Object[MOST_ARGUMENTS];

  Kernel(String name, cl_kernel handle) {
    this.name = name;
    this.handle = handle;
  }

  /** The name of the function. */
  String name() {
    return name;
  }

  /** The handle, released with its context. */
  cl_kernel handle() {
    return handle;
  }

  /** Whether an argument must be set; called under the context's monitor. */
  boolean lacks(int index, Object value) {
    Object known = arguments[index];
    // A new buffer can have the address of an old one, so for buffers equal is not enough.
    return value instanceof cl_mem ? known != value : !value.equals(known);
  }

  /** Remembers an argument that was set. */
  void has(int index, Object value) {
    arguments[index] = value;
  }
}
