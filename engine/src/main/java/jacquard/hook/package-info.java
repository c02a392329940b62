/** Hooks that have names, and the line by which a person puts one into a program. */
@NullMarked
package jacquard.hook;

import org.jspecify.annotations.NullMarked;
