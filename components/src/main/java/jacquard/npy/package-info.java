/**
 * NumPy's files: arrays ({@code .npy}) and archives of them ({@code .npz}), read and written.
 *
 * <p>It stands on nothing of Jacquard. {@link jacquard.data} reads data sets with it, and {@link
 * jacquard.learn.ParameterArrays} gives what learners have learned as its arrays.
 */
@NullMarked
package jacquard.npy;

import org.jspecify.annotations.NullMarked;
