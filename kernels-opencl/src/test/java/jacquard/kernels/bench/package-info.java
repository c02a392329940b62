/** Benchmarks of the kernels; {@code kernels-opencl/bench} runs them. */
@NullMarked
package jacquard.kernels.bench;

import org.jspecify.annotations.NullMarked;
