/**
 * Typed expressions over matrices: written once, printed, differentiated, and compiled to steps on
 * {@link jacquard.kernels.Kernels}.
 *
 * <p>An expression is an immutable graph. A sample is one row and a data set many rows of the same
 * expression, so what is written for a sample holds for a data set.
 *
 * <p>It stands on {@link jacquard.kernels} and {@link jacquard.checkpoint}; {@link
 * jacquard.datalearn} makes data sets and learners of it.
 */
@NullMarked
package jacquard.expression;

import org.jspecify.annotations.NullMarked;
