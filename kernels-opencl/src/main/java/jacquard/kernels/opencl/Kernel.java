package jacquard.kernels.opencl;

import org.jocl.cl_kernel;

/**
 * A compiled kernel, made by {@link Launcher#kernel}.
 *
 * @param name of the function
 * @param handle released with its context
 */
record Kernel(String name, cl_kernel handle) {}
