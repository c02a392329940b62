package jacquard.vm;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A construct of the language itself.
 *
 * <p>Its body changes no local before it can throw, so it needs no guard; and wherever it waits it
 * can be suspended, so the machine may run it {@linkplain RoutineTask on its caller's stack}.
 *
 * @param <F> the class of its locals
 */
abstract class ControlFlow<F extends Frame> extends Routine<F> {
  /**
   * Runs one execution, as {@link #run} does.
   *
   * @return the result; null if {@link Task#enter} has given null, and the body is left
   */
  abstract @Nullable Args body(F frame, Task self) throws Exception;

  @Override
  public final Args run(F frame, Task self) throws Exception {
    return Objects.requireNonNull(body(frame, self), "only a body in place is left");
  }

  @Override
  public final boolean guarded() {
    return false;
  }

  /**
   * Whether the body can run without a continuation of its own: when the machine must stop it is
   * left, and later entered again from the top.
   */
  boolean runsInPlace() {
    return true;
  }
}
