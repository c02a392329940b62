package jacquard.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One place of a program in one run: its node, and while it is active its frame.
 *
 * <p>A task is active while somebody waits for its reply.
 */
public sealed class Task permits CallTask, FramedTask {
  /** Where a jump leads when the program, or a thread of it, has ended. */
  public static final Task RETURN = new Task(null, null, 0, Node.of(new Seq(), List.of()));

  private static final Task[] NONE = {};

  private final @Nullable Vm vm;
  private final @Nullable Task parent;
  private final int index;
  private final Node node;
  private Task[] children = NONE;
  private @Nullable TaskHooks hooks;

  Task(@Nullable Vm vm, @Nullable Task parent, int index, Node node) {
    this.vm = vm;
    this.parent = parent;
    this.index = index;
    this.node = node;
  }

  /** A fresh task of whatever stands at a place, and its hooks. */
  @SuppressWarnings("unchecked")
  static Task of(Vm vm, @Nullable Task parent, int index, Node node) {
    Task task =
        switch (node.construct()) {
          case Call call -> new CallTask(vm, parent, index, node, call);
          case Routine<?> routine ->
              new RoutineTask(vm, parent, index, node, (Routine<Frame>) routine);
        };
    if (!node.hooks().isEmpty()) {
      task.hooks = new TaskHooks(vm, task);
    }
    return task;
  }

  final void adopt(Task[] children) {
    this.children = children;
  }

  // ---- what a body does -------------------------------------------------------------------------

  /** How many children the task has. */
  public final int size() {
    return children.length;
  }

  /**
   * Enters child {@code i} and waits for its result.
   *
   * @throws ProgramException if there is no such child, or the suspension is impossible here
   */
  public final Args call(int i, Args args) {
    if (i < 0 || i >= children.length) {
      throw new ProgramException(
          "child " + i + " was called, but there are " + children.length + " children");
    }
    Objects.requireNonNull(args, "args");
    return Objects.requireNonNull(enter(i, args), "only a body in place is left");
  }

  /** Does the same; null if the body runs in place and must be left now. */
  @Nullable Args enter(int i, Args args) {
    return enter(children[i], args);
  }

  @Nullable Args enter(Task child, Args args) {
    throw hasNoBody();
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
    return rest(Objects.requireNonNull(values, "values"));
  }

  Args rest(Args values) {
    throw hasNoBody();
  }

  /**
   * Switches to itself: gives the turn to the machine for one step.
   *
   * @throws ProgramException if the suspension is impossible here
   */
  public void turn() {
    throw hasNoBody();
  }

  /**
   * Has a child that rests after a yield forget where, so that its next entry starts it anew; all
   * that rest below it too.
   */
  public final void forget(int i) {
    Tree.forget(children[i]);
  }

  /** In place: makes the calls a Repeat comes to next; whether there were any. */
  final boolean makesCalls(Repeat.Locals f, long rounds) {
    return this instanceof RoutineTask task
        && task.isInPlace()
        && task.inPlace().makesCalls(f, rounds);
  }

  /** In place: gathers what a Buffer needs; the stack, or null if more is needed. */
  @Nullable Object gathers(Buffer.Locals f) {
    return this instanceof RoutineTask task && task.isInPlace() ? task.inPlace().gathers(f) : null;
  }

  /** Tells the observers that the run comes by a save point. */
  final void savePoint(String name) {
    vm().observers().savePoint(name);
  }

  /** Follows the jump of one of a Weave's or Parallel's threads. */
  final void advance(long pass, int thread, Jump jump) {
    vm().observers().thread(vm().steps(), this, pass, thread, jump);
    Recovery.follow(jump);
  }

  /** Has a Carrier take many steps of a Parallel's threads in the place of one, if there is one. */
  final boolean takesMany(Parallel.Locals f, Jump[] jumps) {
    return this instanceof RoutineTask task && vm().carries(task.jump(), task, f, jumps);
  }

  private ProgramException hasNoBody() {
    return new ProgramException(this + " has no body that could wait");
  }

  // ---- what the machine does --------------------------------------------------------------------

  /** Takes one step: overwrites the jump with the next one, or throws and leaves it and frames. */
  void step(Jump jump) {
    throw failed(new IllegalStateException("the program has ended"));
  }

  /** What is thrown when a step fails here. */
  StepException failed(Throwable t) {
    if (t instanceof StepException e && e.isOf(vm())) {
      return e;
    }
    HalfwayException half = t instanceof HalfwayException e ? e : null;
    Throwable cause = half == null ? t : Objects.requireNonNull(half.getCause());
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt(); // as whoever wraps it should
    }
    return new StepException(
        vm(), this, cause, half == null ? Promises.broken(this, t) : half.what());
  }

  /** Lets go of the continuation unless it is running; the frame alone carries the task on. */
  void dropContinuation() {}

  // ---- what others may read ---------------------------------------------------------------------

  /** Where a guarded body waits: its suspended frames, innermost first; null if not guarded. */
  public @Nullable List<String> waitsAt() {
    return null;
  }

  /** What a guarded body sent when it suspended, to be compared when it is re-entered. */
  public final @Nullable Args sent() {
    boolean isGuarded = this instanceof FramedTask task && task.routine.guarded();
    Frame frame = anyFrame();
    return isGuarded && frame != null ? frame.sent : null;
  }

  /** Whether its body has ended, but a hook failed that was told of it. */
  public final boolean isEnded() {
    Frame frame = anyFrame();
    return frame != null && frame.replyTo != null && !frame.waiting;
  }

  private @Nullable Frame anyFrame() {
    return this instanceof FramedTask task ? task.frame : null;
  }

  /** The node that stands here. */
  public final Node node() {
    return node;
  }

  /** The task of the construct around this one; null at the root. */
  public final @Nullable Task parent() {
    return parent;
  }

  /** Which child of its parent it is. */
  final int index() {
    return index;
  }

  /**
   * Whether there are hooks here; who asks {@link #hooks} at every step pays for a call, since the
   * compiler does not know that class in a run without any.
   */
  final boolean isHooked() {
    return hooks != null;
  }

  /** The hooks here, or null. */
  @Nullable TaskHooks hooks() {
    return hooks;
  }

  /** How many occurrences each hook here has seen. */
  public final long[] hookOccurrences() {
    return hooks == null ? new long[0] : hooks.occurrences().clone();
  }

  /** Child {@code i}. */
  public final Task child(int i) {
    return children[i];
  }

  /** The frame while the task is active or rests after a yield, else null. */
  public final @Nullable Frame frame() {
    Frame frame = anyFrame();
    return frame != null && (frame.replyTo != null || frame.waiting) ? frame : null;
  }

  /** The pending jumps of an active construct's threads; empty for any other task. */
  public final List<Jump> threads() {
    return isActive() && anyFrame() instanceof Threaded.Locals f && f.threads != null
        ? List.of(f.threads)
        : List.of();
  }

  /** Whether somebody waits for this task's reply. */
  public final boolean isActive() {
    Frame frame = anyFrame();
    return frame != null && frame.replyTo != null;
  }

  /** The task that waits for this one's reply, {@link #RETURN} at the top; null if none does. */
  public final @Nullable Task caller() {
    Frame frame = anyFrame();
    return frame == null ? null : frame.replyTo;
  }

  /** How far the present execution has come; null when nothing is counted or it is not active. */
  public final @Nullable Progress progress() {
    if (!(this instanceof FramedTask task) || !isActive()) {
      return null;
    }
    Progress progress = task.routine.progress(task.running());
    return progress == null || node.unit() == null
        ? progress
        : new Progress(node.unit(), progress.at(), progress.of());
  }

  /** Where the task stands in the program: {@code /} is the root, {@code /0/2} a grandchild. */
  public final String path() {
    if (this == RETURN) {
      return "return";
    }
    List<Task> way = new ArrayList<>();
    for (Task t = this; t.parent != null; t = t.parent) {
      way.add(t);
    }
    StringBuilder path = new StringBuilder();
    way.reversed().forEach(t -> path.append('/').append(t.index));
    return path.isEmpty() ? "/" : path.toString();
  }

  /** The node's line with the run's names, such as {@code call kf.next}. */
  public final String label() {
    return node.label(vm().names());
  }

  /** The path and the node, such as {@code /0/2 (call kf.next)}. */
  @Override
  public String toString() {
    return this == RETURN ? "return" : path() + " (" + label() + ")";
  }

  final Vm vm() {
    return Objects.requireNonNull(vm);
  }
}
