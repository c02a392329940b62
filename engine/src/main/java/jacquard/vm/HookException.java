package jacquard.vm;

/** The failure of a hook, as the cause of its step's failure. */
final class HookException extends ProgramException {
  private static final long serialVersionUID = 1L;

  HookException(String hook, Throwable cause) {
    super("its hook \"" + hook + "\" threw " + StepException.reason(cause));
    initCause(cause);
  }
}
