/**
 * What a run did, measured and written down: profiles and traces.
 *
 * <p>It stands on {@link jacquard.vm} alone, as an observer of runs. Flight recordings are written
 * by the packages whose doings they tell of.
 */
@NullMarked
package jacquard.trace;

import org.jspecify.annotations.NullMarked;
