/** What learners must keep, and the main experiment as a plain loop. */
@NullMarked
package jacquard.learn;

import org.jspecify.annotations.NullMarked;
