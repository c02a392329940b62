package jacquard.vm;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A mark of a method without parameters whose next N results another method of the component gives
 * at once, stacked as a {@link Buffer} stacks them.
 *
 * <p>An optimized run believes what the other method promises, for every N from 1:
 *
 * <ul>
 *   <li>it gives what a Buffer of N calls would have stacked, to the bit;
 *   <li>it leaves the component's state as N calls would have;
 *   <li>where one of them would have thrown, it throws, and has changed nothing; the run then makes
 *       the calls one by one and fails at the right one.
 * </ul>
 *
 * <p>Like a method, the mark is inherited, and lost where the method is overridden without it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Batched {
  /** The name of the other method, which takes N as its only parameter, an {@code int}. */
  String by();
}
