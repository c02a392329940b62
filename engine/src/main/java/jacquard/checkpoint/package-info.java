/** Checkpoints: the whole state of an experiment captured, written to a file and read back. */
@NullMarked
package jacquard.checkpoint;

import org.jspecify.annotations.NullMarked;
