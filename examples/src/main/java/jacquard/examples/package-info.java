/**
 * Short programs, one idea each, and the command that starts them.
 *
 * <p>It stands on everything, as an application would, and is no API.
 */
@NullMarked
package jacquard.examples;

import org.jspecify.annotations.NullMarked;
