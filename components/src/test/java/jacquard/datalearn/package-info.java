@NullMarked
package jacquard.datalearn;

import org.jspecify.annotations.NullMarked;
