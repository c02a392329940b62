@NullMarked
package jacquard.cluster;

import org.jspecify.annotations.NullMarked;
