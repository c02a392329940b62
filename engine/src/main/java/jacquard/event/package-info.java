/** Schedulers: plugins that act on events, each scheduler one construct of a program. */
@NullMarked
package jacquard.event;

import org.jspecify.annotations.NullMarked;
