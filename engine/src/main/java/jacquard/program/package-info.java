/**
 * Programs as data: trees that are built, checked, printed and started.
 *
 * <p>It stands on {@link jacquard.vm}, whose nodes its words make, and uses {@link jacquard.hook}
 * to read and write hooks and {@link jacquard.trace} to print profiles. Everything that runs, saves
 * or schedules stands on it. {@code engine/docs/PROGRAMS.md} has the grammar, {@code REWRITING.md}
 * the selectors.
 */
@NullMarked
package jacquard.program;

import org.jspecify.annotations.NullMarked;
