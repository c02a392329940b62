/** Components of another package than the tests'. */
@NullMarked
package jacquard.other;

import org.jspecify.annotations.NullMarked;
