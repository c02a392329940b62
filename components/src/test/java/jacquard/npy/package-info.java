@NullMarked
package jacquard.npy;

import org.jspecify.annotations.NullMarked;
