/**
 * The OpenCL backend: hand-written kernels, called through JOCL.
 *
 * <p>{@link jacquard.kernels.opencl.Devices} lists and chooses, {@link
 * jacquard.kernels.opencl.OpenClKernels} computes. No other package sees JOCL.
 *
 * <p>It stands on {@link jacquard.kernels} only, and nothing need name it but who chooses a
 * backend.
 */
@NullMarked
package jacquard.kernels.opencl;

import org.jspecify.annotations.NullMarked;
