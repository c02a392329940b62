/** Contracts of every backend, and what only the Java reference must show. */
@NullMarked
package jacquard.kernels;

import org.jspecify.annotations.NullMarked;
