/** The library of plugins: actions to stand in any scheduler. */
@NullMarked
package jacquard.plugin;

import org.jspecify.annotations.NullMarked;
