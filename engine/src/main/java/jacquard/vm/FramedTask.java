package jacquard.vm;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task of a routine: its frame, and what becomes of it in an execution.
 *
 * <table>
 *   <caption>States</caption>
 *   <tr><th>state</th><th>replyTo</th><th>waiting</th><th>left by</th></tr>
 *   <tr><td>idle</td><td>none</td><td>no</td><td>an entry, with a fresh frame</td></tr>
 *   <tr><td>running</td><td>caller</td><td>no</td><td>a suspension or the end</td></tr>
 *   <tr><td>waiting</td><td>caller</td><td>yes</td><td>the reply</td></tr>
 *   <tr><td>resting: it yielded</td><td>none</td><td>yes</td><td>an entry, same frame</td></tr>
 *   <tr><td>answered: a hook has failed</td><td>caller</td><td>yes, no at the end</td><td>the
 *       step tried again; the result is in the jump</td></tr>
 * </table>
 *
 * <p>The state lives in the {@link Frame}; how the body runs is the affair of {@link RoutineTask}.
 */
abstract sealed class FramedTask extends Task permits RoutineTask {
  final Routine<Frame> routine;
  @Nullable Frame frame;

  /** What the body was entered or replied to with last, and what it overwrites. */
  private @Nullable Jump jump;

  /** Where a guarded body waited that is to be entered again from the top. */
  @Nullable Waypoint waypoint;

  FramedTask(Vm vm, @Nullable Task parent, int index, Node node, Routine<Frame> routine) {
    super(vm, parent, index, node);
    this.routine = routine;
  }

  final boolean isConstruct() {
    return routine instanceof ControlFlow;
  }

  // ---- an execution -----------------------------------------------------------------------------

  /** The frame that a jump finds or makes; the body is to run on that jump. */
  final Frame begin(Jump jump) {
    Task replyTo = jump.replyTo();
    Frame f = replyTo == null ? waitingFrame() : enteredFrame(jump, replyTo);
    this.jump = jump;
    return f;
  }

  private Frame waitingFrame() {
    Frame f = frame;
    if (f == null || !f.waiting || f.replyTo == null) {
      throw failed(new IllegalStateException("a reply came to a task that waits for none"));
    }
    return f;
  }

  private Frame enteredFrame(Jump jump, Task replyTo) {
    Frame f = frame;
    if (f != null && f.replyTo != null) {
      throw failed(
          new Refusal(
              String.format(
                  Locale.ROOT,
                  "%s is active, entered by %s, and may not be entered again by %s",
                  this,
                  f.replyTo,
                  replyTo)));
    }
    if (f == null || !f.waiting) {
      try {
        f =
            f != null && f.reset()
                ? f
                : Objects.requireNonNull(routine.start(), "start() gave no frame");
      } catch (Throwable t) {
        throw failed(t);
      }
      f.args = jump.args();
      frame = f;
    }
    if (isHooked()) {
      f.entered = jump.args();
      if (jump.result() == null) {
        Objects.requireNonNull(hooks()).before(jump);
      }
    }
    f.replyTo = replyTo;
    return f;
  }

  /** Executes the body up to its reply; false if it was left before. */
  final boolean perform() throws Exception {
    Args result = jump().result(); // of an earlier try, after which a hook failed
    if (result == null) {
      result = performed();
      if (result == null) {
        return false;
      }
    } else {
      running().waiting = false;
    }
    if (waypoint != null) {
      throw waypoint.missed(this);
    }
    Frame f = running();
    if (isHooked() && isConstruct()) {
      Args entered = Objects.requireNonNull(f.entered);
      Objects.requireNonNull(hooks()).after(jump(), entered, result);
    }
    Task caller = Objects.requireNonNull(f.replyTo);
    f.replyTo = null;
    jump().set(caller, null, result);
    return true;
  }

  private @Nullable Args performed() throws Exception {
    return routine instanceof ControlFlow<Frame> construct
        ? construct.body(running(), this)
        : Objects.requireNonNull(routine.run(running(), this), "the body returned null");
  }

  /** Puts back all that the failed step of a construct has changed: who waits for whom. */
  final StepException undone(Throwable t) {
    Frame f = running();
    f.waiting = jump().replyTo() == null;
    f.replyTo = f.waiting ? f.replyTo : null;
    return failed(t);
  }

  /** A re-entered body has come to the first suspension point on its way: is it the right one? */
  final void arrive(Frame f, Args args) {
    if (waypoint != null) {
      waypoint.check(this, f, args);
      waypoint = null;
    }
  }

  // ---- the frame --------------------------------------------------------------------------------

  final Frame running() {
    return Objects.requireNonNull(frame);
  }

  final Jump jump() {
    return Objects.requireNonNull(jump);
  }

  /** Takes a saved frame; what a guarded body waited at is checked when it is re-entered. */
  final void load(Frame saved, @Nullable List<String> waitsAt) {
    frame = saved;
    waypoint = waitsAt == null ? null : new Waypoint(saved, waitsAt);
  }

  /** Goes on in the place of a task of an earlier program, which was paused. */
  final void continueFrom(FramedTask earlier) {
    earlier.dropContinuation();
    frame = earlier.frame;
    waypoint = earlier.waypoint;
    if (frame != null) {
      frame.entered = !isHooked() ? null : frame.entered == null ? frame.args : frame.entered;
    }
  }

  /** Forgets the execution. */
  void forget() {
    frame = null;
    waypoint = null;
  }

  /** Whether a jump enters its task, which nobody waits for as yet. */
  static boolean isEntry(Jump jump) {
    return jump.replyTo() != null && !jump.to().isActive();
  }

  /**
   * Discards the frames of the tasks that would have gone on with a jump that never comes, up to
   * but not including one that waits for them.
   */
  static void abandon(Jump jump, Task end) {
    Task task = isEntry(jump) ? Objects.requireNonNull(jump.replyTo()) : jump.to();
    while (task != end) {
      FramedTask framed = (FramedTask) task;
      Frame f = framed.running();
      framed.routine.abandon(f);
      framed.forget();
      task = Objects.requireNonNull(f.replyTo);
    }
  }
}
