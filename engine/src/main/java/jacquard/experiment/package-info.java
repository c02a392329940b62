/**
 * Experiments: named components and programs as one object that is run, saved and moved.
 *
 * <p>The top of the engine: it stands on {@link jacquard.program}, {@link jacquard.checkpoint} and,
 * to name the plugins of schedulers, {@link jacquard.event}.
 */
@NullMarked
package jacquard.experiment;

import org.jspecify.annotations.NullMarked;
