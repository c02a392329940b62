/** Benchmarks of the machine; {@code engine/bench} runs them. */
@NullMarked
package jacquard.bench;

import org.jspecify.annotations.NullMarked;
