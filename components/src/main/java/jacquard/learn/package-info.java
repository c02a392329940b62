/**
 * Learners: components whose methods are the steps of training programs.
 *
 * <p>Each names its methods once, so that {@code layer1::filt} is never ambiguous, computes through
 * {@link jacquard.kernels.Kernels} alone, and draws random numbers by counter, so that its fields
 * are all there is to save.
 */
@NullMarked
package jacquard.learn;

import org.jspecify.annotations.NullMarked;
