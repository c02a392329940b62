/** What a run did, measured and written down: profiles and traces. */
@NullMarked
package jacquard.trace;

import org.jspecify.annotations.NullMarked;
