package jacquard.vm;

/** The failure of a hook, as the cause of its step's failure. */
final class HookException extends ProgramException {
  private static final long serialVersionUID = 1L;

  private final transient Hook hook;

  HookException(Hook hook, Names names, Throwable cause) {
    super("its hook \"" + hook.label(names) + "\" threw " + StepException.reason(cause));
    this.hook = hook;
    initCause(cause);
  }

  Hook hook() {
    return hook;
  }
}
