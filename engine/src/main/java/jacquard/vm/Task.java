package jacquard.vm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One place of a program in one run: its node, and while it is active its frame and continuation.
 *
 * <table>
 *   <caption>States of a task that has a body</caption>
 *   <tr><th>state</th><th>replyTo</th><th>waiting</th><th>left by</th></tr>
 *   <tr><td>idle</td><td>none</td><td>no</td><td>an entry, with a fresh frame</td></tr>
 *   <tr><td>running</td><td>caller</td><td>no</td><td>a suspension or the end</td></tr>
 *   <tr><td>waiting</td><td>caller</td><td>yes</td><td>the reply</td></tr>
 *   <tr><td>resting: it yielded</td><td>none</td><td>yes</td><td>an entry, same frame</td></tr>
 *   <tr><td>answered: a hook has failed</td><td>caller</td><td>yes, no at the end</td><td>the
 *       step tried again; the result is in the jump</td></tr>
 * </table>
 *
 * <p>A task is active while somebody waits for its reply. The state lives in the {@link Frame}; the
 * continuation only makes going on cheap, and may be dropped whenever the task is not running.
 *
 * <p><b>On its caller's stack.</b> A construct that calls another would suspend, only for the
 * machine to resume that one, and again for the reply. While the machine may take another step, the
 * called construct runs on top of the calling one instead, as do calls: the same steps, counted and
 * observed the same, without the two changes of stack that would cost many times the step. When the
 * machine must stop, at a count, a pause or a failure, the whole stack is suspended at once, and
 * the reply to any task on it resumes it. Generators and the threads of a Weave have stacks of
 * their own.
 */
public final class Task implements Runnable {
  /** Where a jump leads when the program, or a thread of a Weave, has ended. */
  public static final Task RETURN = new Task(null, null, 0, Node.of(new Seq(), List.of()));

  private static final Task[] NONE = {};

  private final @Nullable Vm vm;
  private final @Nullable Task parent;
  private final int index;
  private final Node node;
  private final @Nullable Routine<Frame> routine;
  private Task[] children = NONE;

  private @Nullable Frame frame;
  private @Nullable Coroutine coroutine;
  private @Nullable Jump jump;
  private @Nullable Waypoint waypoint;
  private @Nullable TaskHooks hooks;

  /** Whether the body runs in place, on no continuation. */
  private boolean inPlace;

  /** Whether the body that runs in place waits again since it was entered, and must be left. */
  private boolean left;

  private @Nullable Fusion fusion;

  @SuppressWarnings("unchecked")
  Task(@Nullable Vm vm, @Nullable Task parent, int index, Node node) {
    this.vm = vm;
    this.parent = parent;
    this.index = index;
    this.node = node;
    this.routine = node.construct() instanceof Routine<?> r ? (Routine<Frame>) r : null;
  }

  void adopt(Task[] children) {
    this.children = children;
  }

  /** Takes the node's hooks along; apart from the constructor, which {@link #RETURN} needs too. */
  Task hooked() {
    if (!node.hooks().isEmpty()) {
      hooks = new TaskHooks(vm(), this);
    }
    return this;
  }

  // ---- what a body does -------------------------------------------------------------------------

  /** How many children the task has. */
  public int size() {
    return children.length;
  }

  /**
   * Enters child {@code i} and waits for its result.
   *
   * @throws ProgramException if there is no such child, or the suspension is impossible here
   */
  public Args call(int i, Args args) {
    if (i < 0 || i >= children.length) {
      throw new ProgramException(
          "child " + i + " was called, but there are " + children.length + " children");
    }
    Objects.requireNonNull(args, "args");
    return Objects.requireNonNull(enter(i, args), "only a body in place is left");
  }

  /** Does the same; null if the body runs in place and must be left now. */
  @Nullable Args enter(int i, Args args) {
    Frame f = own();
    if (f.waiting) {
      if (left) {
        return null;
      }
      arrive(f, args);
    } else if (!inPlace) {
      suspend(f, f.replyTo, args, children[i], this);
    } else if (!enterInPlace(f, children[i], args)) {
      return null;
    }
    f.waiting = false;
    return jump().args();
  }

  /**
   * Answers the present entry with values and waits for the next entry.
   *
   * @return what the task is entered with next
   * @throws ProgramException if the suspension is impossible here
   */
  @SuppressWarnings("NamedLikeContextualKeyword") // always qualified, and the field's word
  public Args yield(Object... values) {
    return this.yield(Args.of(values));
  }

  /**
   * Answers the present entry with values, named ones too, and waits for the next entry.
   *
   * @return what the task is entered with next
   * @throws ProgramException if the suspension is impossible here
   */
  @SuppressWarnings("NamedLikeContextualKeyword") // always qualified, and the field's word
  public Args yield(Args values) {
    Objects.requireNonNull(values, "values");
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

  /**
   * Switches to itself: gives the turn to the machine for one step.
   *
   * @throws ProgramException if the suspension is impossible here
   */
  public void turn() {
    Frame f = own();
    if (f.waiting) {
      arrive(f, Args.EMPTY);
    } else {
      suspend(f, f.replyTo, Args.EMPTY, this, null);
    }
    f.waiting = false;
  }

  /**
   * Has a child that rests after a yield forget where, so that its next entry starts it anew; all
   * that rest below it too.
   */
  public void forget(int i) {
    ArrayDeque<Task> open = new ArrayDeque<>(List.of(children[i]));
    while (!open.isEmpty()) {
      Task task = open.pop();
      if (!task.isActive()) {
        task.frame = null;
        task.coroutine = null;
        task.waypoint = null;
      }
      open.addAll(List.of(task.children));
    }
  }

  /** Tells the observers that the run comes by a save point. */
  void savePoint(String name) {
    Observer observer = vm().observer();
    if (observer != null) {
      observer.onSavePoint(name);
    }
  }

  /** Follows the jump of one of a Weave's threads. */
  void advance(long pass, int thread, Jump jump) {
    Observer observer = vm().observer();
    if (observer != null) {
      observer.onThread(vm().steps(), this, pass, thread, jump);
    }
    jump.to().step(jump);
  }

  /** The frame of this task for its own body: nobody else may suspend it. */
  private Frame own() {
    if (frame == null || !(inPlace || (coroutine != null && coroutine.isRunning()))) {
      throw new ProgramException(
          this + " is not running; a body suspends its own task only, on the thread of the run");
    }
    return frame;
  }

  /** Sends a jump and waits; {@code caller} is who waits for this task in the meantime. */
  private void suspend(Frame f, @Nullable Task caller, Args args, Task to, @Nullable Task replyTo) {
    Task before = f.replyTo;
    f.replyTo = caller;
    f.waiting = true;
    f.sent = args;
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
      while (routine instanceof ControlFlow && nextIsHere(jump.to()) && vm().goesOn(jump)) {
        if (jump.to() == this) {
          return;
        }
        jump.to().stepOn(coroutine(), jump);
      }
    } catch (Throwable t) {
      vm().fail(t);
    }
    Coroutine.suspend();
  }

  /** Whether the next step can be taken on this stack. */
  private boolean nextIsHere(Task to) {
    return to == this
        || to.routine == null
        || (to.routine instanceof ControlFlow && coroutine().hasRoom());
  }

  /** A re-entered body has come to the first suspension point on its way: is it the right one? */
  private void arrive(Frame f, Args args) {
    if (waypoint != null) {
      waypoint.check(this, f, args);
      waypoint = null;
    }
  }

  // ---- what the machine does --------------------------------------------------------------------

  /** Takes one step: overwrites the jump with the next one, or throws and changes nothing. */
  void step(Jump jump) {
    if (routine != null) {
      if (coroutine == null && vm().runsInPlace() && canRunInPlace()) {
        runInPlace(jump);
      } else {
        resume(routine, jump);
      }
    } else if (node.construct() instanceof Call call && jump.replyTo() != null) {
      call(call, jump, jump.replyTo());
    } else {
      throw failed(new IllegalStateException("a reply came to a task that waits for none"));
    }
  }

  private void call(Call call, Jump jump, Task replyTo) {
    boolean isPlain = hooks == null && jump.result() == null;
    Args reply = isPlain ? called(call, jump.args(), replyTo) : calledAndTold(call, jump, replyTo);
    jump.set(replyTo, null, reply);
  }

  private Args called(Call call, Args args, Task replyTo) {
    Object result;
    try {
      result = call.apply(args);
    } catch (Throwable t) {
      result = replyTo.recovered(this, t);
      if (result == null) {
        throw failed(t);
      }
    }
    Observer observer = vm().observer();
    if (observer != null) {
      observer.onCall(vm().steps(), this, args, result);
    }
    return Args.reply(result);
  }

  private Args calledAndTold(Call call, Jump jump, Task replyTo) {
    Args reply = jump.result(); // of an earlier try, after which a hook failed
    if (reply == null) {
      if (hooks != null) {
        hooks.before(jump);
      }
      reply = called(call, jump.args(), replyTo);
    }
    if (hooks != null) {
      hooks.after(jump, jump.args(), reply);
    }
    return reply;
  }

  /** What this task takes in place of the reply of a call that threw, or null. */
  private @Nullable Object recovered(Task call, Throwable t) {
    Frame f = frame; // RETURN has none
    return routine != null
            && f != null
            && t instanceof Exception e
            && !(e instanceof InterruptedException)
        ? routine.recover(f, call, e)
        : null;
  }

  private void resume(Routine<Frame> routine, Jump jump) {
    Task replyTo = jump.replyTo();
    Args args = jump.args();
    Args kept = jump.result();
    if (kept != null && !(routine instanceof ControlFlow)) {
      tellAnswer(running(), jump, kept);
      return;
    }
    Frame f = replyTo == null ? waitingFrame() : enteredFrame(routine, jump, replyTo);
    boolean reentered = f.waiting;
    Frame before = reentered && routine.guarded() ? f.copy() : f;
    Task caller = replyTo == null ? f.replyTo : null;
    if (coroutine == null) {
      waypoint = before == f ? null : new Waypoint(before, waypoint);
      coroutine = new Coroutine(this);
    }
    Waypoint recorded = waypoint;
    int told = jump.told();
    this.jump = jump;
    try {
      coroutine.run();
    } catch (Throwable t) { // no stack left to run it on, say
      ended(t);
    }
    Throwable t = vm().failure();
    if (t == null) {
      if (hooks != null && f.replyTo == null && !(routine instanceof ControlFlow)) {
        Args result = jump.args();
        f.replyTo = replyTo == null ? caller : replyTo;
        jump.set(this, replyTo, args);
        tellAnswer(f, jump, result);
      }
      return;
    }
    if (routine instanceof ControlFlow) {
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
    if (hooks != null) { // it may have been taken away since it failed
      hooks.after(jump, Objects.requireNonNull(f.entered), result);
    }
    Task caller = Objects.requireNonNull(f.replyTo);
    f.replyTo = null;
    jump.set(caller, null, result);
  }

  /** Does the same for a call or an entry, but on the caller's stack. */
  private void stepOn(Coroutine callers, Jump jump) {
    Task replyTo = jump.replyTo();
    if (routine == null || replyTo == null) {
      step(jump);
      return;
    }
    enteredFrame(routine, jump, replyTo);
    this.jump = jump;
    coroutine = callers;
    callers.enter();
    try {
      perform(routine);
    } catch (Throwable t) {
      throw undone(t);
    } finally {
      coroutine = null;
      callers.leave();
    }
  }

  private boolean canRunInPlace() {
    return routine instanceof ControlFlow<Frame> construct && construct.runsInPlace();
  }

  /**
   * Takes as many steps in place as the machine may: {@link Fusion} says why.
   *
   * @return whether the body has ended; else the jump is set and all frames wait
   */
  private boolean runInPlace(Jump jump) {
    Routine<Frame> routine = Objects.requireNonNull(this.routine);
    Task replyTo = jump.replyTo();
    Frame f = replyTo == null ? waitingFrame() : enteredFrame(routine, jump, replyTo);
    this.jump = jump;
    inPlace = true;
    left = false;
    vm().deepen(1);
    try {
      return perform(routine);
    } catch (Throwable t) {
      throw f.waiting ? Thrown.<RuntimeException>unchecked(t) : undone(t);
    } finally {
      vm().deepen(-1);
      inPlace = false;
    }
  }

  /** Enters a child and takes its steps; whether its reply is there, else this body is left. */
  private boolean enterInPlace(Frame f, Task to, Args args) {
    Jump jump = jump();
    f.waiting = true;
    jump.set(to, this, args);
    boolean isCall = to.routine == null;
    boolean isHere = isCall || (to.canRunInPlace() && vm().hasRoom());
    if (!isHere || !vm().goesOn(jump)) {
      return false;
    }
    if (isCall) {
      to.step(jump);
    } else if (!to.runInPlace(jump)) {
      return false;
    }
    return vm().goesOn(jump);
  }

  /** In place: the body is to be left where it waits now. */
  void leave() {
    left = true;
  }

  /** In place: makes the calls a Repeat comes to next; whether there were any. */
  boolean makesCalls(Repeat.Locals f, long rounds) {
    return inPlace && !f.waiting && vm().follows(jump()) && fusion().makesCalls(f, rounds);
  }

  /** In place: gathers what a Buffer needs; the stack, or null if more is needed. */
  @Nullable Object gathers(Buffer.Locals f) {
    return inPlace && !f.waiting && vm().follows(jump()) ? fusion().gathers(f) : null;
  }

  private Fusion fusion() {
    Fusion now = fusion;
    if (now == null) {
      now = new Fusion(vm(), this);
      fusion = now;
    }
    return now;
  }

  private Frame waitingFrame() {
    Frame f = frame;
    if (f == null || !f.waiting || f.replyTo == null) {
      throw failed(new IllegalStateException("a reply came to a task that waits for none"));
    }
    return f;
  }

  private Frame enteredFrame(Routine<Frame> routine, Jump jump, Task replyTo) {
    Frame f = frame;
    if (f != null && f.replyTo != null) {
      throw failed(
          new ProgramException(
              "%s is active, entered by %s, and may not be entered again by %s"
                  .formatted(this, f.replyTo, replyTo)));
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
    if (hooks != null) {
      f.entered = jump.args();
      if (jump.result() == null) {
        hooks.before(jump);
      }
    }
    f.replyTo = replyTo;
    return f;
  }

  /** The coroutine's body: one round per execution, until one fails. */
  @Override
  public void run() {
    try {
      while (true) {
        perform(Objects.requireNonNull(routine));
        Coroutine.suspend();
      }
    } catch (Throwable t) {
      ended(t);
    }
  }

  private void ended(Throwable t) {
    coroutine = null;
    vm().fail(routine instanceof ControlFlow ? undone(t) : t);
  }

  /** Executes the body up to its reply; false if it was left before. */
  private boolean perform(Routine<Frame> routine) throws Exception {
    Args result = jump().result(); // of an earlier try, after which a hook failed
    if (result == null) {
      result = performed(routine);
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
    if (hooks != null && routine instanceof ControlFlow) {
      hooks.after(jump(), Objects.requireNonNull(f.entered), result);
    }
    Task caller = Objects.requireNonNull(f.replyTo);
    f.replyTo = null;
    jump().set(caller, null, result);
    return true;
  }

  private @Nullable Args performed(Routine<Frame> routine) throws Exception {
    return routine instanceof ControlFlow<Frame> construct
        ? construct.body(running(), this)
        : Objects.requireNonNull(routine.run(running(), this), "the body returned null");
  }

  /** Puts back all that the failed step of a construct has changed: who waits for whom. */
  private StepException undone(Throwable t) {
    Frame f = running();
    f.waiting = jump().replyTo() == null;
    f.replyTo = f.waiting ? f.replyTo : null;
    return failed(t);
  }

  StepException failed(Throwable t) {
    if (t instanceof InterruptedException) {
      Thread.currentThread().interrupt(); // as whoever wraps it should
    }
    return t instanceof StepException e && e.isOf(vm()) ? e : new StepException(vm(), this, t);
  }

  /**
   * Lets go of the continuation unless it is running; the frame alone carries the task on.
   *
   * <p>What a guarded body waits at is kept, to check that it comes there again.
   */
  void dropContinuation() {
    if (coroutine != null && coroutine.isMounted()) {
      return;
    }
    if (coroutine != null && frame != null && frame.waiting && routine != null) {
      waypoint = routine.guarded() ? new Waypoint(frame, coroutine.suspendedAt()) : null;
    }
    coroutine = null;
  }

  Frame freshFrame() {
    if (routine == null) {
      throw new ProgramException(this + " has no frame");
    }
    return routine.start();
  }

  /** Goes on in the place of a task of an earlier program, which was paused. */
  void continueFrom(Task earlier) {
    earlier.dropContinuation();
    frame = earlier.frame;
    waypoint = earlier.waypoint;
    if (frame != null) {
      frame.entered = hooks == null ? null : frame.entered == null ? frame.args : frame.entered;
    }
  }

  /** Takes a saved frame; what a guarded body waited at is checked when it is re-entered. */
  void load(Frame saved, @Nullable List<String> waitsAt) {
    frame = saved;
    waypoint = waitsAt == null ? null : new Waypoint(saved, waitsAt);
  }

  /** Where a guarded body waits: its suspended frames, innermost first; null if not guarded. */
  public @Nullable List<String> waitsAt() {
    if (routine == null || !routine.guarded() || frame() == null) {
      return null;
    }
    return coroutine != null ? coroutine.suspendedAt() : waypoint == null ? null : waypoint.at();
  }

  /** What a guarded body sent when it suspended, to be compared when it is re-entered. */
  public @Nullable Args sent() {
    return routine != null && routine.guarded() && frame != null ? frame.sent : null;
  }

  /** Whether its body has ended, but a hook failed that was told of it. */
  public boolean isEnded() {
    return frame != null && frame.replyTo != null && !frame.waiting;
  }

  /** Discards the frames of the tasks that would have gone on with a jump that never comes. */
  static void abandon(Jump jump) {
    boolean isEntry = jump.replyTo() != null && !jump.to().isActive();
    Task task = isEntry ? Objects.requireNonNull(jump.replyTo()) : jump.to();
    while (task != RETURN) {
      Frame f = Objects.requireNonNull(task.frame);
      Task caller = Objects.requireNonNull(f.replyTo);
      Objects.requireNonNull(task.routine).abandon(f);
      task.frame = null;
      task.coroutine = null;
      task.waypoint = null;
      task = caller;
    }
  }

  // ---- what others may read ---------------------------------------------------------------------

  /** The node that stands here. */
  public Node node() {
    return node;
  }

  /** The task of the construct around this one; null at the root. */
  public @Nullable Task parent() {
    return parent;
  }

  /** Which child of its parent it is. */
  int index() {
    return index;
  }

  /** The hooks here, or null. */
  @Nullable TaskHooks hooks() {
    return hooks;
  }

  /** How many occurrences each hook here has seen. */
  public long[] hookOccurrences() {
    return hooks == null ? new long[0] : hooks.occurrences().clone();
  }

  /** Child {@code i}. */
  public Task child(int i) {
    return children[i];
  }

  /** The frame while the task is active or rests after a yield, else null. */
  public @Nullable Frame frame() {
    return frame != null && (frame.replyTo != null || frame.waiting) ? frame : null;
  }

  /** The pending jumps of an active Weave's threads; empty for any other task. */
  public List<Jump> threads() {
    return isActive() && frame instanceof Weave.Locals f && f.threads != null
        ? List.of(f.threads)
        : List.of();
  }

  /** Whether somebody waits for this task's reply. */
  public boolean isActive() {
    return frame != null && frame.replyTo != null;
  }

  /** The task that waits for this one's reply, {@link #RETURN} at the top; null if none does. */
  public @Nullable Task caller() {
    return frame == null ? null : frame.replyTo;
  }

  /** How far the present execution has come; null when nothing is counted or it is not active. */
  public @Nullable Progress progress() {
    if (routine == null || !isActive()) {
      return null;
    }
    Progress progress = routine.progress(running());
    return progress == null || node.unit() == null
        ? progress
        : new Progress(node.unit(), progress.at(), progress.of());
  }

  /** Where the task stands in the program: {@code /} is the root, {@code /0/2} a grandchild. */
  public String path() {
    if (this == RETURN) {
      return "return";
    }
    if (parent == null) {
      return "/";
    }
    List<Task> way = new ArrayList<>();
    for (Task t = this; t.parent != null; t = t.parent) {
      way.add(t);
    }
    StringBuilder path = new StringBuilder();
    way.reversed().forEach(t -> path.append('/').append(t.index));
    return path.toString();
  }

  /** The node's line with the run's names, such as {@code call kf.next}. */
  public String label() {
    return node.label(vm().names());
  }

  /** The path and the node, such as {@code /0/2 (call kf.next)}. */
  @Override
  public String toString() {
    return this == RETURN ? "return" : path() + " (" + label() + ")";
  }

  private Frame running() {
    return Objects.requireNonNull(frame);
  }

  private Coroutine coroutine() {
    return Objects.requireNonNull(coroutine);
  }

  private Jump jump() {
    return Objects.requireNonNull(jump);
  }

  private Vm vm() {
    return Objects.requireNonNull(vm);
  }
}
