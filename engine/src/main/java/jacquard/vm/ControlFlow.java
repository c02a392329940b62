package jacquard.vm;

/**
 * A construct of the language itself.
 *
 * <p>Its body changes no local before it can throw, so it needs no guard; and wherever it waits it
 * can be suspended, so the machine may run it {@linkplain Task on its caller's stack}.
 *
 * @param <F> the class of its locals
 */
abstract class ControlFlow<F extends Frame> extends Routine<F> {
  @Override
  public final boolean guarded() {
    return false;
  }

  /**
   * Whether the body can run without a continuation of its own: when the machine must stop it is
   * left by an exception, and later entered again from the top.
   */
  boolean runsInPlace() {
    return true;
  }
}
