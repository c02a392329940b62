/**
 * Flows: nodes in a row that are trained one after the other, serially or by workers, to the same
 * bits.
 *
 * <p>It stands on {@link jacquard.data} and {@link jacquard.learn}, and on the engine's {@link
 * jacquard.checkpoint}, whose encoding jobs travel in, and {@link jacquard.program}, as which a
 * training is run. {@code components/FLOWS.md} has the rules.
 */
@NullMarked
package jacquard.flow;

import org.jspecify.annotations.NullMarked;
