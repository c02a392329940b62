/** The machine: tasks that yield jumps, the loop that follows them, and their reified locals. */
@NullMarked
package jacquard.vm;

import org.jspecify.annotations.NullMarked;
