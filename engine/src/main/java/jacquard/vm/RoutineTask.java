package jacquard.vm;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task whose body runs on a continuation, its own or its caller's, or {@linkplain InPlace in
 * place}.
 *
 * <p>The continuation only makes going on cheap, and may be dropped whenever the body is not
 * running: entered again from the top with its frame, the body comes to where it waited.
 *
 * <p><b>On its caller's stack.</b> A construct that calls another would suspend, only for the
 * machine to resume that one, and again for the reply. While the machine may take another step, the
 * called construct runs on top of the calling one instead, as do calls: the same steps, counted and
 * observed the same, without the two changes of stack that would cost many times the step. When the
 * machine must stop, at a count, a pause or a failure, the whole stack is suspended at once, and
 * the reply to any task on it resumes it. Generators and the threads of a Weave have stacks of
 * their own.
 */
final class RoutineTask extends FramedTask implements Runnable {
  private final boolean isGuarded;
  private @Nullable Coroutine coroutine;
  private @Nullable InPlace inPlace;
  private boolean isInPlace;

  RoutineTask(Vm vm, @Nullable Task parent, int index, Node node, Routine<Frame> routine) {
    super(vm, parent, index, node, routine);
    this.isGuarded = routine.guarded();
  }

  // ---- what a body does -------------------------------------------------------------------------

  /** Enters a child and waits for its reply; null if the body runs in place and must be left. */
  @Override
  @Nullable Args enter(Task child, Args args) {
    Frame f = own();
    if (isInPlace) {
      if (!inPlace().enter(f, child, args)) {
        return null;
      }
    } else if (f.waiting) {
      arrive(f, args);
    } else {
      suspend(f, f.replyTo, args, child, this);
    }
    f.waiting = false;
    return jump().args();
  }

  /** Answers with values and waits for the next entry; what it brings. */
  @Override
  Args rest(Args values) {
    Frame f = own();
    if (f.waiting) {
      arrive(f, values);
    } else {
      suspend(f, null, values, Objects.requireNonNull(f.replyTo), null);
    }
    f.waiting = false;
    f.args = jump().args();
    return f.args;
  }

  @Override
  public void turn() {
    Frame f = own();
    if (f.waiting) {
      arrive(f, Args.EMPTY);
    } else {
      suspend(f, f.replyTo, Args.EMPTY, this, null);
    }
    f.waiting = false;
  }

  /** The frame for its own body: nobody else may suspend it. */
  private Frame own() {
    if (frame == null || !(isInPlace || (coroutine != null && coroutine.isRunning()))) {
      throw new ProgramException(
          this + " is not running; a body suspends its own task only, on the thread of the run");
    }
    return frame;
  }

  // ---- a step -----------------------------------------------------------------------------------

  @Override
  void step(Jump jump) {
    if (coroutine == null && vm().runsInPlace() && canRunInPlace()) {
      inPlace().run(jump);
    } else {
      resume(jump);
    }
  }

  boolean canRunInPlace() {
    return routine instanceof ControlFlow<Frame> construct && construct.runsInPlace();
  }

  InPlace inPlace() {
    InPlace now = inPlace;
    if (now == null) {
      now = new InPlace(vm(), this);
      inPlace = now;
    }
    return now;
  }

  /** Whether that is how it runs now. */
  boolean isInPlace() {
    return isInPlace;
  }

  void isInPlace(boolean now) {
    isInPlace = now;
  }

  // ---- suspending -------------------------------------------------------------------------------

  /** Sends a jump and waits; {@code caller} is who waits for this task in the meantime. */
  void suspend(Frame f, @Nullable Task caller, Args args, Task to, @Nullable Task replyTo) {
    Task before = f.replyTo;
    f.replyTo = caller;
    f.waiting = true;
    f.sent = isGuarded ? Sent.of(args) : null;
    jump().set(to, replyTo, args);
    try {
      await();
    } catch (Throwable t) { // the body may catch it and go on
      f.waiting = false;
      f.replyTo = before;
      throw t;
    }
  }

  /**
   * Waits until the machine follows a jump to this task, taking the steps until then on this stack
   * where that is possible.
   *
   * <p>A failure of one of them must not unwind the bodies on this stack, which have completed
   * theirs: it suspends them, and {@link #resume} throws it.
   */
  private void await() {
    Jump jump = jump();
    try {
      while (isConstruct() && nextIsHere(jump.to()) && vm().goesOn(jump)) {
        if (jump.to() == this) {
          return;
        }
        stepOn(jump.to(), jump);
      }
    } catch (Throwable t) {
      vm().fail(t);
    }
    Coroutine.suspend();
  }

  /** Whether the next step can be taken on this stack. */
  private boolean nextIsHere(Task to) {
    return to == this
        || !(to instanceof RoutineTask next)
        || (next.isConstruct() && coroutine().hasRoom());
  }

  /** Takes another task's step; if it is an entry, on this stack. */
  private void stepOn(Task to, Jump jump) {
    if (to instanceof RoutineTask next && jump.replyTo() != null) {
      next.standOn(coroutine(), jump);
    } else {
      to.step(jump);
    }
  }

  private void standOn(Coroutine callers, Jump jump) {
    begin(jump);
    coroutine = callers;
    callers.enter();
    try {
      perform();
    } catch (Throwable t) {
      throw undone(t);
    } finally {
      coroutine = null;
      callers.leave();
    }
  }

  // ---- resuming ---------------------------------------------------------------------------------

  private void resume(Jump jump) {
    Task replyTo = jump.replyTo();
    Args args = jump.args();
    Args kept = jump.result();
    if (kept != null && !isConstruct()) {
      tellAnswer(running(), jump, kept);
      return;
    }
    Frame f = begin(jump);
    boolean reentered = f.waiting;
    Frame before = reentered && isGuarded ? f.copy() : f;
    Task caller = replyTo == null ? f.replyTo : null;
    if (coroutine == null) {
      waypoint = before == f ? null : new Waypoint(before, waypoint);
      coroutine = new Coroutine(this);
    }
    Waypoint recorded = waypoint;
    int told = jump.told();
    try {
      coroutine.run();
    } catch (Throwable t) { // no stack left to run it on, say
      ended(t);
    }
    Throwable t = vm().failure();
    if (t == null) {
      if (isHooked() && f.replyTo == null && !isConstruct()) {
        Args result = jump.args();
        f.replyTo = replyTo == null ? caller : replyTo;
        jump.set(this, replyTo, args);
        tellAnswer(f, jump, result);
      }
      return;
    }
    if (isConstruct()) {
      throw Thrown.<RuntimeException>unchecked(t);
    }
    before.waiting = reentered;
    before.replyTo = caller;
    frame = before;
    waypoint = recorded;
    jump.set(this, replyTo, args);
    jump.told(told);
    throw failed(t);
  }

  /**
   * Tells the hooks what a guarded body has answered. The jump is put back meanwhile and the frame
   * stays active, so that a hook that fails leaves this alone to be done again.
   */
  private void tellAnswer(Frame f, Jump jump, Args result) {
    TaskHooks hooks = hooks();
    if (hooks != null) { // it may have been taken away since it failed
      hooks.after(jump, Objects.requireNonNull(f.entered), result);
    }
    Task caller = Objects.requireNonNull(f.replyTo);
    f.replyTo = null;
    jump.set(caller, null, result);
  }

  /** The coroutine's body: one round per execution, until one fails. */
  @Override
  public void run() {
    try {
      while (true) {
        perform();
        Coroutine.suspend();
      }
    } catch (Throwable t) {
      ended(t);
    }
  }

  private void ended(Throwable t) {
    coroutine = null;
    vm().fail(isConstruct() ? undone(t) : t);
  }

  private Coroutine coroutine() {
    return Objects.requireNonNull(coroutine);
  }

  /**
   * Lets go of the continuation unless it is running; the frame alone carries the task on.
   *
   * <p>What a guarded body waits at is kept, to check that it comes there again.
   */
  @Override
  void dropContinuation() {
    if (coroutine != null && coroutine.isMounted()) {
      return;
    }
    Frame f = frame;
    if (coroutine != null && f != null && f.waiting) {
      waypoint = isGuarded ? new Waypoint(f, coroutine.suspendedAt()) : null;
    }
    coroutine = null;
  }

  @Override
  void forget() {
    super.forget();
    coroutine = null;
  }

  @Override
  public @Nullable List<String> waitsAt() {
    if (!isGuarded || frame() == null) {
      return null;
    }
    return coroutine != null ? coroutine.suspendedAt() : waypoint == null ? null : waypoint.at();
  }
}
