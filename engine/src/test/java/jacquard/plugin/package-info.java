@NullMarked
package jacquard.plugin;

import org.jspecify.annotations.NullMarked;
