/** The guides: that they are the project the build makes of them. */
@NullMarked
package jacquard.guides;

import org.jspecify.annotations.NullMarked;
