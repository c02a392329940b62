/** Tests of flows and workers. */
@NullMarked
package jacquard.flow;

import org.jspecify.annotations.NullMarked;
