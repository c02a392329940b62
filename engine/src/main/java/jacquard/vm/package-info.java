/**
 * The machine: tasks that yield jumps, the loop that follows them, and their reified locals.
 *
 * <p>The lowest package: it uses nothing but the JDK, and all others of the engine stand on it.
 * Users extend {@link jacquard.vm.Generator} and {@link jacquard.vm.Routine}, and drive a {@link
 * jacquard.vm.Vm}; programs are rather built with {@link jacquard.program.Programs}.
 */
@NullMarked
package jacquard.vm;

import org.jspecify.annotations.NullMarked;
