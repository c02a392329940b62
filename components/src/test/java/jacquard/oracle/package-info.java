/** Tables of numbers that other libraries computed, for tests of any package. */
@NullMarked
package jacquard.oracle;

import org.jspecify.annotations.NullMarked;
