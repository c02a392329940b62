/**
 * Hooks that have names; {@link jacquard.program.HookLine} reads the line that puts one in.
 *
 * <p>It stands on {@link jacquard.vm} and {@link jacquard.checkpoint}, since hooks are saved with
 * their program; {@link jacquard.program} reads and prints them.
 */
@NullMarked
package jacquard.hook;

import org.jspecify.annotations.NullMarked;
