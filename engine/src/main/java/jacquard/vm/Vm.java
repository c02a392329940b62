package jacquard.vm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The machine of one run: a loop that follows jumps from task to task.
 *
 * <p>The state of the run is the pending jump and the frames of its tasks. One thread drives it at
 * a time, and each call of {@link #run} may come from another thread.
 */
public final class Vm {
  private final Names names;
  private final Task root;
  private final Jump jump;
  private final AtomicReference<@Nullable Thread> driver = new AtomicReference<>();
  private @Nullable Observer observer;
  private long steps;
  private volatile boolean pauseAsked;

  /** A run of a program, before its first step. */
  public Vm(Node program, Names names, Args args) {
    this.names = names;
    this.root = tasks(program);
    this.jump = new Jump(root, Task.RETURN, Objects.requireNonNull(args, "args"));
  }

  /** Takes all steps to the end and gives the result. */
  public Args run() {
    run(Long.MAX_VALUE);
    return result();
  }

  /**
   * Takes up to {@code count} steps, on a virtual thread (the caller's own if it is one).
   *
   * <p>Interrupting the caller interrupts the run: a component that blocks gets the interrupt, and
   * the run pauses after the step. The caller stays interrupted.
   *
   * @return whether the program has ended
   * @throws StepException if a step fails; the run stays before it and can go on from there
   * @throws IllegalArgumentException if {@code count} is negative
   * @throws IllegalStateException if another thread drives this run, or the program has ended
   */
  public boolean run(long count) {
    if (Thread.currentThread().isVirtual()) {
      return runHere(count);
    }
    Throwable[] thrown = new Throwable[1];
    Thread thread =
        Thread.ofVirtual()
            .name("jacquard-run")
            .unstarted(
                () -> {
                  try {
                    loop(count);
                  } catch (Throwable t) {
                    thrown[0] = t;
                  }
                });
    begin(thread, count);
    try {
      thread.start();
      join(thread);
    } finally {
      driver.set(null);
    }
    if (thrown[0] != null) {
      throw Thrown.<RuntimeException>unchecked(thrown[0]);
    }
    return isDone();
  }

  private void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        pause();
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does the same as {@link #run(long)} on the calling thread, whatever it is. */
  public boolean runHere(long count) {
    begin(Thread.currentThread(), count);
    try {
      loop(count);
    } finally {
      driver.set(null);
    }
    return isDone();
  }

  /** Makes a thread the driver; a pause that is asked for from now on is its own. */
  private void begin(Thread thread, long count) {
    if (count < 0) {
      throw new IllegalArgumentException("steps must be 0 or more, not " + count);
    }
    Thread other = driver.compareAndExchange(null, thread);
    if (other != null) {
      throw new IllegalStateException(
          "this run is being driven by "
              + other
              + "; one thread drives a run at a time, so wait or pause() it first");
    }
    if (isDone() && count > 0) {
      driver.set(null);
      throw new IllegalStateException(
          "this program has ended after " + steps + " steps; start it again for another run");
    }
    pauseAsked = false;
  }

  private void loop(long count) {
    Thread thread = Thread.currentThread();
    long until = count > Long.MAX_VALUE - steps ? Long.MAX_VALUE : steps + count;
    while (steps < until && !jump.isReturn() && !pauseAsked) {
      if (observer != null) {
        observer.onStep(steps, jump);
      }
      jump.to().step(jump);
      steps++;
      if (thread.isInterrupted()) {
        return;
      }
    }
  }

  /** Asks the run, from any thread, to return after the step it is in. */
  public void pause() {
    pauseAsked = true;
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

  /** The tasks that somebody waits for, in the order of the program. */
  public List<Task> active() {
    return all().stream().filter(Task::isActive).toList();
  }

  /** All tasks, each before its children. */
  public List<Task> all() {
    List<Task> all = new ArrayList<>();
    ArrayDeque<Task> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      Task task = open.pop();
      all.add(task);
      for (int i = task.size() - 1; i >= 0; i--) {
        open.push(task.child(i));
      }
    }
    return all;
  }

  /** Has an observer told of every step; null for none. */
  public void observe(@Nullable Observer observer) {
    this.observer = observer;
  }

  @Nullable Observer observer() {
    return observer;
  }

  /**
   * Lets go of all continuations; the run goes on from its frames alone, as one that was saved and
   * loaded does. Nothing else changes.
   */
  public void dropContinuations() {
    all().forEach(Task::dropContinuation);
  }

  private Task tasks(Node program) {
    Task top = new Task(this, null, 0, program);
    ArrayDeque<Task> open = new ArrayDeque<>(List.of(top));
    while (!open.isEmpty()) {
      Task task = open.pop();
      List<Node> nodes = task.node().children();
      if (nodes.isEmpty()) {
        continue;
      }
      Task[] children = new Task[nodes.size()];
      for (int i = 0; i < children.length; i++) {
        children[i] = new Task(this, task, i, nodes.get(i));
        open.push(children[i]);
      }
      task.adopt(children);
    }
    return top;
  }
}
