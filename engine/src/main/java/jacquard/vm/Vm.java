package jacquard.vm;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The machine of one run: a loop that follows jumps from task to task.
 *
 * <p>The state of the run is the pending jump and the frames of its tasks. One thread drives it at
 * a time, and each call of {@link #run} may come from another thread.
 */
public final class Vm {
  /** How many bodies may run in place within one another, which the thread's stack must hold. */
  private static final int DEEPEST = 64;

  /** How many steps an observer that need not be told of all is left untold. */
  private static final int UNTOLD = 200;

  private final Names names;
  private Task root;
  private final Jump jump;
  private final Driver driver = new Driver();
  private final Observers observers = new Observers();
  private Consumer<String> printer = line -> System.out.println(line);
  private long steps;
  private long until;
  private @Nullable Throwable failure;
  private volatile boolean pauseAsked;
  private long brokenAt = -1;
  private boolean optimized;
  private @Nullable Carriage carriage;
  private boolean inPlace;
  private boolean fuses;
  private int depth;

  /** A run of a program, before its first step. */
  public Vm(Node program, Names names, Args args) {
    this(program, names, args, 0);
  }

  Vm(Node program, Names names, Args args, long steps) {
    this.steps = steps;
    this.names = names;
    this.root = Tree.plant(this, program);
    this.jump = new Jump(root, Task.RETURN, Objects.requireNonNull(args, "args"));
  }

  /** Takes all steps to the end and gives the result. */
  public Args run() {
    run(Long.MAX_VALUE);
    return result();
  }

  /**
   * Takes up to {@code count} steps, on a platform thread of its own, so that a component that
   * blocks, be it in {@code Object.wait} or at a monitor, holds up nothing but this run. Within
   * another run's thread it takes them there.
   *
   * <p>Interrupting the caller pauses the run after the step; a component that blocks for more than
   * two seconds from then on gets the interrupt, at once the second time. The caller stays
   * interrupted.
   *
   * @return whether the program has ended
   * @throws StepException if a step fails; the run stays before it, and the next call tries it
   *     again, whatever it may have changed
   * @throws ProgramException before the first step, if the program has generators or threads and
   *     this JVM was not started with what they need
   * @throws IllegalArgumentException if {@code count} is negative
   * @throws IllegalStateException if another thread drives this run, or the program has ended
   */
  public boolean run(long count) {
    return onOwnThread(() -> runHere(count));
  }

  /**
   * Does something on a platform thread of its own, where {@link #run(long)} costs no other one. An
   * interrupt of the caller pauses this run and, two seconds later or the second time, interrupts
   * that thread.
   */
  public <T extends @Nullable Object> T onOwnThread(Supplier<T> action) {
    return onOwnThread(action, () -> {});
  }

  /**
   * Does the same, and something quick besides when the caller is interrupted: a component may take
   * the interrupt of its own thread for itself.
   *
   * @param interrupted called before this run is paused; not called within a run's own thread
   */
  public <T extends @Nullable Object> T onOwnThread(Supplier<T> action, Runnable interrupted) {
    return Driver.onOwnThread(
        action,
        () -> {
          interrupted.run();
          pause();
        });
  }

  /**
   * Does the same as {@link #run(long)} on the calling thread, whatever it is: for many short
   * stretches, each of which would start a thread, and for many runs that mostly sleep, on virtual
   * threads. A component that waits for a monitor then holds the virtual thread's carrier, and as
   * many as there are processors hold up all virtual threads; locks of {@code java.util.concurrent}
   * do not.
   */
  public boolean runHere(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("steps must be 0 or more, not " + count);
    }
    whilePaused(
        () -> {
          if (isDone() && count > 0) {
            throw new IllegalStateException(
                "this program has ended after " + steps + " steps; start it again for another run");
          }
          Continuations.requireFor(root.node());
          observers.joinFlight();
          loop(count > Long.MAX_VALUE - steps ? Long.MAX_VALUE : steps + count);
          return null;
        });
    return isDone();
  }

  /**
   * Does something to this run while no thread takes steps.
   *
   * @throws IllegalStateException if a thread is taking steps, the caller among them
   */
  public <T extends @Nullable Object> T whilePaused(Supplier<T> action) {
    return driver.alone(action);
  }

  private void loop(long until) {
    this.until = until;
    boolean before = inPlace;
    fuses = optimized && !observers.wantEveryStep();
    inPlace = fuses || !Continuations.areThere();
    if (inPlace && !before) {
      dropContinuations(); // or bodies on them would go on there
    }
    try {
      while (steps < until && !jump.isReturn() && !pauseAsked) {
        observers.step(steps, jump);
        Recovery.follow(jump);
        steps++;
        if (Thread.currentThread().isInterrupted()) {
          break;
        }
      }
    } catch (StepException e) {
      brokenAt = e.changedNothing() ? brokenAt : steps;
      throw e;
    } finally {
      pauseAsked = false;
      observers.pause(steps);
    }
  }

  /**
   * Counts the step that led to a jump, if it is this machine's jump and another step may follow.
   *
   * @return whether the caller shall take that step in the loop's place
   */
  boolean goesOn(Jump next) {
    if (next != jump
        || steps + 1 >= until
        || pauseAsked
        || Thread.currentThread().isInterrupted()) {
      return false;
    }
    steps++;
    observers.step(steps, jump);
    return true;
  }

  /** Whether constructs shall run in place. */
  boolean runsInPlace() {
    return inPlace;
  }

  /** Whether constructs in place shall make many calls in one go. */
  boolean fuses() {
    return fuses;
  }

  /** Whether this is the machine's own jump, not a thread's. */
  boolean follows(Jump next) {
    return next == jump;
  }

  /** One more body runs in place within others, or one less. */
  void deepen(int by) {
    depth += by;
  }

  /** Whether one more may. */
  boolean hasRoom() {
    return depth < DEEPEST;
  }

  /** Whether the run shall return before it takes another step. */
  boolean isStopAsked(Thread driver) {
    return pauseAsked || driver.isInterrupted();
  }

  /** How many steps may be completed, or begun, before somebody must be told or the run returns. */
  long limit() {
    return observers.isEmpty() ? until : Math.min(until, steps + UNTOLD);
  }

  /** The step at which the run shall return. */
  long until() {
    return until;
  }

  /** So many steps are completed. */
  void stepsAre(long completed) {
    steps = completed;
  }

  /** Keeps what made a step fail while the stack it failed on is suspended. */
  void fail(Throwable t) {
    failure = t;
  }

  /** What made the step fail, once; null if it did not. */
  @Nullable Throwable failure() {
    Throwable t = failure;
    failure = null;
    return t;
  }

  /**
   * Asks the run, from any thread, to return after the step it is in; one that is not running
   * returns at once when it is next run.
   */
  public void pause() {
    pauseAsked = true;
  }

  /**
   * Has the run make many calls in one go where it can, or not. It changes no result, no state and
   * no count of steps, and may be changed whenever the run is paused; {@code
   * engine/docs/OPTIMIZER.md} tells what it does.
   */
  public void optimize(boolean optimize) {
    optimized = optimize;
    inPlace = false;
  }

  /** Whether the run makes many calls in one go where it can. */
  public boolean isOptimized() {
    return optimized;
  }

  /** Has somebody take steps of the threads of Parallels; null: they are all taken here. */
  public void carrier(@Nullable Carrier carrier) {
    carriage = carrier == null ? null : new Carriage(this, carrier);
  }

  /** Has a Parallel's threads take many steps at once, which count as steps of this run. */
  boolean carries(Jump its, Task parallel, Parallel.Locals f, Jump[] jumps) {
    if (carriage == null || !follows(its) || observers.wantEveryStep()) {
      return false;
    }
    long taken = carriage.take(f, jumps, parallel, until - steps);
    steps += Math.max(0, taken - 1); // the present step counts as usual
    return taken > 0;
  }

  /**
   * Whether the next step has failed already, and may have changed something before it did ({@link
   * StepException#changedNothing}): then the state is none of a run that went well, and an earlier
   * checkpoint is to be gone on from.
   */
  public boolean isBroken() {
    return brokenAt == steps;
  }

  /** Whether the program has ended. */
  public boolean isDone() {
    return jump.isReturn();
  }

  /**
   * What the program gave.
   *
   * @throws IllegalStateException if it has not ended
   */
  public Args result() {
    if (!isDone()) {
      throw new IllegalStateException(
          "the program has not ended; it stands at step " + steps + ", " + jump);
    }
    return jump.args();
  }

  /** How many steps were completed. */
  public long steps() {
    return steps;
  }

  /** The pending jump; it changes with every step. */
  public Jump jump() {
    return jump;
  }

  /** What the run's components are called. */
  public Names names() {
    return names;
  }

  /** The task of the program's root. */
  public Task root() {
    return root;
  }

  /**
   * The task at a path.
   *
   * @throws ProgramException if there is none
   */
  public Task task(String path) {
    return Tree.at(root, path);
  }

  /** The tasks that somebody waits for, in the order of the program. */
  public List<Task> active() {
    return all().stream().filter(Task::isActive).toList();
  }

  /** All tasks, each before its children. */
  public List<Task> all() {
    return Tree.all(root);
  }

  /** Has an observer told of every step from now on. */
  public void observe(Observer more) {
    observers.add(more);
  }

  /** Has an observer told no more. */
  public void unobserve(Observer gone) {
    observers.remove(gone);
  }

  Observers observers() {
    return observers;
  }

  /** Has hooks print elsewhere than to {@code System.out}. */
  public void printTo(Consumer<String> printer) {
    this.printer = printer;
  }

  /** Where hooks print. */
  public Consumer<String> printer() {
    return printer;
  }

  /**
   * Lets go of all continuations; the run goes on from its frames alone, as one that was saved and
   * loaded does. Nothing else changes.
   */
  public void dropContinuations() {
    all().forEach(Task::dropContinuation);
  }

  /** Goes on with the tasks of another program, which have taken over what these had. */
  void replace(Task root) {
    this.root = root;
  }
}
