package jacquard.vm;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The failure of one step of a run.
 *
 * <p>The run stays as it was before the step: its pending jump and all frames are unchanged, and
 * {@link Vm#run} tries the step again. What a component changed before it threw the machine cannot
 * put back: {@link #changedNothing} says whether there may be such a change.
 */
public final class StepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What failed. */
  public enum Kind {
    /** A component threw, or did not fit what it was given. */
    CALL,
    /** A construct or generator refused what it was given, or its body threw. */
    PROGRAM,
    /** A hook threw; what it was told of has been done, and is not done again. */
    HOOK
  }

  private final transient Vm vm;

  /** What failed. */
  private final Kind kind;

  /** How many steps were completed. */
  private final long step;

  /** The path of the node the step entered or replied to. */
  private final String dispatched;

  /** The path of the node that failed. */
  private final String path;

  /** What may have been changed before it threw, for people; null if nothing was. */
  private final @Nullable String broken;

  StepException(Vm vm, Task task, Throwable cause, @Nullable String broken) {
    super(message(vm, task, cause, broken), cause);
    this.vm = vm;
    this.kind =
        cause instanceof HookException
            ? Kind.HOOK
            : task.node().construct() instanceof Call ? Kind.CALL : Kind.PROGRAM;
    this.step = vm.steps();
    this.dispatched = vm.jump().to().path();
    this.path = task.path();
    this.broken = broken;
  }

  private static String message(Vm vm, Task task, Throwable cause, @Nullable String broken) {
    Task dispatched = vm.jump().to();
    String within = dispatched == task ? "" : " (within " + dispatched + ")";
    return String.format(
        Locale.ROOT,
        "step %d failed at %s%s: %s. %s",
        vm.steps(),
        task,
        within,
        reason(cause),
        broken == null
            ? "Nothing was changed: the run stays before this step and can go on from there"
            : "The run stays before this step, but "
                + broken
                + " may have changed something before it threw (it does not promise otherwise:"
                + " @Atomic), so the newest checkpoint is the state to go on from");
  }

  /** What a person needs to know; mere wrappers, such as a failed class initializer's, do not. */
  static String reason(Throwable thrown) {
    Throwable t = thrown;
    while (t.getMessage() == null && t.getCause() != null) {
      t = t.getCause();
    }
    return t instanceof ProgramException ? String.valueOf(t.getMessage()) : t.toString();
  }

  /** Whether this is the failure of a step of that run, not of another run within it. */
  boolean isOf(Vm run) {
    return vm == run;
  }

  /**
   * Whether all there is, components included, is as it was before the step, so that its state may
   * be saved and the step be taken again to the same bits.
   *
   * <p>It is when the machine refused the step before any component's code ran, and when the method
   * that threw promises it ({@link Atomic}); never after an error of the JVM itself, such as
   * exhausted memory. Of a hook that fails only the hook itself is meant: what the step had done
   * before is kept in the pending jump, and is not done again.
   */
  public boolean changedNothing() {
    return broken == null;
  }

  /** What failed. */
  public Kind kind() {
    return kind;
  }

  /** How many steps were completed before this one. */
  public long step() {
    return step;
  }

  /** The path of the task the machine had resumed: a Weave, when one of its threads failed. */
  public String dispatched() {
    return dispatched;
  }

  /** The path of the node that failed. */
  public String path() {
    return path;
  }
}
