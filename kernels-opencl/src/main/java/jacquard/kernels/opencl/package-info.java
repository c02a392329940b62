/**
 * The OpenCL backend: hand-written kernels, called through JOCL.
 *
 * <p>{@link jacquard.kernels.opencl.Devices} lists and chooses, {@link
 * jacquard.kernels.opencl.OpenClKernels} computes. No other package sees JOCL.
 */
@NullMarked
package jacquard.kernels.opencl;

import org.jspecify.annotations.NullMarked;
