/**
 * The library of plugins: actions to stand in any scheduler.
 *
 * <p>It stands on {@link jacquard.event} and {@link jacquard.checkpoint}, and nothing stands on it
 * but what users wire. Plugins that need more than the engine are in the components: {@code
 * jacquard.report}, {@code jacquard.data}.
 */
@NullMarked
package jacquard.plugin;

import org.jspecify.annotations.NullMarked;
