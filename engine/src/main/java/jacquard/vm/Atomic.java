package jacquard.vm;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The promise that a call that throws leaves everything as it was: the component, what it refers
 * to, its arguments, and files.
 *
 * <p>A step that fails is tried again from the state before it. The machine keeps that state for
 * itself; what a component changed before it threw, it cannot put back. Where a component promises
 * that there is no such change, the state after the failure is saved, and the step is taken again
 * to the same bits. Where it does not, the run says so, and the newest checkpoint stays the one to
 * resume from ({@link StepException#changedNothing}).
 *
 * <p>A method keeps the promise when everything that can throw comes first, into locals or scratch
 * arrays, and plain assignments come last. Nothing checks it. An {@code OutOfMemoryError} or a
 * {@code StackOverflowError} may come at any assignment, so the promise is not believed there; nor
 * where a component says itself that it could not keep it ({@link HalfDone}).
 *
 * <p>On a method it holds for that method: a call, a hook, a plugin's action, the body of a {@link
 * Generator} or {@link Routine}. On a class it holds for every method the class itself declares,
 * but for no lambda. Like a method it is inherited, and lost where the method is overridden without
 * it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Atomic {}
