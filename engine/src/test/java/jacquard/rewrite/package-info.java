/** Programs searched, rewritten and hooked, while their runs are under way. */
@NullMarked
package jacquard.rewrite;

import org.jspecify.annotations.NullMarked;
