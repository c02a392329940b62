/**
 * Data sets, the streams of samples they give, and the scores that are kept of them.
 *
 * <p>It stands on {@link jacquard.kernels}, whose matrices its rows become, {@link jacquard.npy},
 * and the engine's {@link jacquard.checkpoint}; all learners stand on it. {@code
 * components/README.md} has the sources.
 */
@NullMarked
package jacquard.data;

import org.jspecify.annotations.NullMarked;
