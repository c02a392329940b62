@NullMarked
package jacquard.bench;

import org.jspecify.annotations.NullMarked;
