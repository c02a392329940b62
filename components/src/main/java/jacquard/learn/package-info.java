/**
 * Learners: components whose methods are the steps of training programs.
 *
 * <p>Each names its methods once, so that {@code layer1::filt} is never ambiguous, computes through
 * {@link jacquard.kernels.Kernels} alone, and draws random numbers by counter, so that its fields
 * are all there is to save.
 *
 * <p>It stands on {@link jacquard.data} and {@link jacquard.kernels}; of the engine it uses {@link
 * jacquard.checkpoint} only, and programs call its methods without being known to it.
 */
@NullMarked
package jacquard.learn;

import org.jspecify.annotations.NullMarked;
