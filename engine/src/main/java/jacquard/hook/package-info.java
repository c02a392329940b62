/** Hooks that have names; {@code jacquard.program.HookLine} reads the line that puts one in. */
@NullMarked
package jacquard.hook;

import org.jspecify.annotations.NullMarked;
