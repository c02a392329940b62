/** NumPy's files: arrays ({@code .npy}) and archives of them ({@code .npz}), read and written. */
@NullMarked
package jacquard.npy;

import org.jspecify.annotations.NullMarked;
