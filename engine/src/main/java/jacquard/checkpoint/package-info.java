/**
 * Checkpoints: the whole state of an experiment captured, written to a file and read back.
 *
 * <p>It stands on {@link jacquard.vm}, whose frames and jumps it saves, and {@link
 * jacquard.program}. Every component that is saved uses {@link jacquard.checkpoint.Stateful}; runs
 * are saved through {@link jacquard.experiment}. {@code engine/docs/CHECKPOINTS.md} has the format
 * and the promises.
 */
@NullMarked
package jacquard.checkpoint;

import org.jspecify.annotations.NullMarked;
