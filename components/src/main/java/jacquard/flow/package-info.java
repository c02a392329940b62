/**
 * Flows: nodes in a row that are trained one after the other, serially or by workers, to the same
 * bits.
 *
 * <p>{@code components/FLOWS.md} has the rules.
 */
@NullMarked
package jacquard.flow;

import org.jspecify.annotations.NullMarked;
