/** What only the OpenCL backend must show. */
@NullMarked
package jacquard.kernels.opencl;

import org.jspecify.annotations.NullMarked;
