/**
 * Schedulers: plugins that act on events, each scheduler one construct of a program.
 *
 * <p>It stands on {@link jacquard.vm} and {@link jacquard.checkpoint}; {@link jacquard.plugin} is a
 * library of actions for it. {@code engine/docs/EVENTS.md} has the rules.
 */
@NullMarked
package jacquard.event;

import org.jspecify.annotations.NullMarked;
