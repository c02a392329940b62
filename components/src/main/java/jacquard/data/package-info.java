/** Data sets, the streams of samples they give, and the scores that are kept of them. */
@NullMarked
package jacquard.data;

import org.jspecify.annotations.NullMarked;
