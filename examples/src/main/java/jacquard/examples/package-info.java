/** Short programs, one idea each, and the command that starts them. */
@NullMarked
package jacquard.examples;

import org.jspecify.annotations.NullMarked;
