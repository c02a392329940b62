/**
 * The numerical contract of Jacquard and its plain Java reference.
 *
 * <p>{@link jacquard.kernels.Kernels} states every operation down to the bit; {@link
 * jacquard.kernels.JavaKernels} is the readable implementation that other backends are compared
 * with.
 *
 * <p>The lowest package of the numerical side: it stands on the JDK alone and knows nothing of
 * programs. Components compute through it; {@link jacquard.kernels.opencl} implements it.
 */
@NullMarked
package jacquard.kernels;

import org.jspecify.annotations.NullMarked;
