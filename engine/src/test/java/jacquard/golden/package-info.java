/** The golden vectors that define the behaviour of every construct, run against the machine. */
@NullMarked
package jacquard.golden;

import org.jspecify.annotations.NullMarked;
