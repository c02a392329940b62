@NullMarked
package jacquard.event;

import org.jspecify.annotations.NullMarked;
