/**
 * The numerical contract of Jacquard and its plain Java reference.
 *
 * <p>{@link jacquard.kernels.Kernels} states every operation down to the bit; {@link
 * jacquard.kernels.JavaKernels} is the readable implementation that other backends are compared
 * with.
 */
@NullMarked
package jacquard.kernels;

import org.jspecify.annotations.NullMarked;
