/** What streams and tables of samples must keep. */
@NullMarked
package jacquard.data;

import org.jspecify.annotations.NullMarked;
