package jacquard.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The way back of a saved run: a fresh machine into which frames and the pending jump are put.
 *
 * <p>No construct has restore code: a body re-entered with its frame comes to the point it waited
 * at by itself.
 */
public final class RunLoader {
  private final Vm run;
  private final List<Task> loaded = new ArrayList<>();

  /** A run of a program that has taken {@code steps} steps, without frames as yet. */
  public RunLoader(Node program, Names names, long steps) {
    this.run = new Vm(program, names, Args.EMPTY, steps);
  }

  /**
   * A fresh frame for the task at a path, to be filled.
   *
   * @throws ProgramException if there is no such task or it has no frame
   */
  public Frame frame(String path) {
    Task task = run.task(path);
    if (task instanceof FramedTask framed) {
      return framed.routine.start();
    }
    throw new ProgramException(task + " has no frame");
  }

  /**
   * A jump.
   *
   * @param to a path, or {@code return}
   * @param replyTo a path, {@code return}, or null for a reply
   * @throws ProgramException if a path leads nowhere
   */
  public Jump jump(String to, @Nullable String replyTo, Args args) {
    return new Jump(task(to), replyTo == null ? null : task(replyTo), args);
  }

  /**
   * Puts into a jump what an earlier try of its step has done.
   *
   * @throws ProgramException if the task has fewer hooks
   */
  public void keep(Jump jump, int told, @Nullable Args result) {
    if (told > jump.to().node().hooks().size()) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "%d hooks of %s were told, but it has %d",
              told,
              jump.to(),
              jump.to().node().hooks().size()));
    }
    jump.keep(told, result);
  }

  /**
   * Puts back how many occurrences the hooks of a task have seen.
   *
   * @throws ProgramException if there is no such task, or it has not so many hooks
   */
  public void occurrences(String path, long[] occurrences) {
    Task task = run.task(path);
    if (occurrences.length != task.node().hooks().size()) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "%d hooks were counted at %s, but there are %d",
              occurrences.length,
              task,
              task.node().hooks().size()));
    }
    TaskHooks hooks = task.hooks();
    if (hooks != null) {
      System.arraycopy(occurrences, 0, hooks.occurrences(), 0, occurrences.length);
    }
  }

  private Task task(String path) {
    return path.equals("return") ? Task.RETURN : run.task(path);
  }

  /**
   * Puts a frame into its task.
   *
   * @param path of the task
   * @param frame from {@link #frame}, filled
   * @param args what the task works on
   * @param caller a path or {@code return} while active, null while it rests after a yield
   * @param sent the marks of what a guarded body sent when it suspended, its values in files of
   *     earlier versions, or null
   * @param waitsAt where a guarded body waits, or null
   */
  public void put(
      String path,
      Frame frame,
      Args args,
      @Nullable String caller,
      @Nullable Object sent,
      @Nullable List<String> waitsAt) {
    Task task = run.task(path);
    frame.args = args;
    frame.replyTo = caller == null ? null : task(caller);
    frame.waiting = true;
    frame.sent =
        switch (sent) {
          case Args values -> Sent.of(values);
          case List<?> marks -> Sent.loaded(marks);
          case null, default -> null;
        };
    ((FramedTask) task).load(frame, waitsAt);
    loaded.add(task);
  }

  /** Has a body begin anew when it is entered next: it has ended, and only hooks are to be told. */
  public void ended(Frame frame) {
    frame.waiting = false;
  }

  /** Puts into a frame what its task was entered with, for the hooks after it. */
  public void entered(Frame frame, Args args) {
    frame.entered = args;
  }

  /**
   * The run, at its pending jump.
   *
   * @throws ProgramException if frames and jump do not belong together
   */
  public Vm finish(String to, @Nullable String replyTo, Args args) {
    run.jump().set(task(to), replyTo == null ? null : task(replyTo), args);
    for (Task task : loaded) {
      Task caller = task.caller();
      if (caller != null && !isAbove(caller, task)) {
        throw new ProgramException(task + " would reply to " + caller + ", which does not wait");
      }
      task.threads().forEach(this::requireWaiting);
    }
    requireWaiting(run.jump());
    return run;
  }

  /** Whether the reply of a task goes where it was entered from. */
  private static boolean isAbove(Task caller, Task task) {
    Task parent = task.parent();
    return caller == Task.RETURN
        ? parent == null || parent.node().construct() instanceof Threaded<?>
        : caller == parent && caller.isActive();
  }

  private void requireWaiting(Jump jump) {
    Task replyTo = jump.replyTo();
    if (replyTo == null
        ? !jump.isReturn() && !jump.to().isActive()
        : !isAbove(replyTo, jump.to())) {
      throw new ProgramException(
          replyTo == null
              ? "a pending reply goes to " + jump.to() + ", which does not wait"
              : jump.to() + " would be entered by " + replyTo + ", which does not wait");
    }
  }
}
