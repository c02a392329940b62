package jacquard.vm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The move of a paused run into another program, step count, frames and pending jump included.
 *
 * <p>A task with a frame goes on at the place its own place leads to, if the same construct stands
 * there. An active one is an <em>orphan</em> otherwise, or if what waits for its reply would not be
 * directly above it any more; with orphans the run stays where it is. An entry that is pending goes
 * to whatever stands now where the entered child stood.
 */
public final class Transplant {
  private final Vm run;
  private final Function<String, @Nullable String> places;
  private final Task root;
  private final IdentityHashMap<Task, Task> moved = new IdentityHashMap<>();
  private final List<Task> orphans = new ArrayList<>();
  private final List<Task> dropped = new ArrayList<>();

  /**
   * Finds out what would become of each task; nothing changes as yet.
   *
   * @param run paused, and staying so until {@link #commit}
   * @param places where a path of its program leads in the other one; null: nowhere
   */
  public Transplant(Vm run, Node program, Function<String, @Nullable String> places) {
    this.run = run;
    this.places = places;
    this.root = Tree.plant(run, program);
    List<Task> all = run.all();
    for (Task task : all) {
      if (task.frame() != null) {
        plan(task);
      }
    }
    planHalfDone(run.jump());
    all.forEach(task -> task.threads().forEach(this::planHalfDone));
  }

  private void plan(Task task) {
    Task to = heir(task);
    if (to != null && (!task.isActive() || isBelowTheSame(task, to))) {
      moved.put(task, to);
    } else {
      (task.isActive() ? orphans : dropped).add(task);
    }
  }

  /** The new task of the same construct where a task's place leads to, or null. */
  private @Nullable Task heir(Task task) {
    String path = places.apply(task.path());
    if (path == null) {
      return null;
    }
    Task to = root;
    for (String index : Paths.indices(path)) {
      to = to.child(Integer.parseInt(index));
    }
    return to.node().construct() == task.node().construct() ? to : null;
  }

  private boolean isBelowTheSame(Task task, Task to) {
    Task parent = task.parent();
    return parent == null
        ? to.parent() == null
        : to.parent() == moved.get(parent) && to.index() == task.index();
  }

  /** A task whose answer only waits for hooks to be told has no frame, if it is a call. */
  private void planHalfDone(Jump jump) {
    Task task = jump.to();
    if (jump.result() != null && !moved.containsKey(task) && !orphans.contains(task)) {
      Task to = heir(task);
      if (to == null || !isBelowTheSame(task, to)) {
        orphans.add(task);
      }
    }
  }

  /** The active tasks that could not go on, each before those it waits for. */
  public List<Task> orphans() {
    return Collections.unmodifiableList(orphans);
  }

  /** The generators at rest whose place is gone; their frames are given up. */
  public List<Task> dropped() {
    return Collections.unmodifiableList(dropped);
  }

  /**
   * Moves the run.
   *
   * @throws IllegalStateException if there are orphans
   */
  public void commit() {
    if (!orphans.isEmpty()) {
      throw new IllegalStateException("a run with orphans cannot be moved: " + orphans);
    }
    List<Task> all = run.all();
    for (Task task : all) {
      keepOccurrences(task);
      task.threads().forEach(this::lead);
    }
    lead(run.jump());
    moved.forEach((from, to) -> ((FramedTask) to).continueFrom((FramedTask) from));
    moved.values().forEach(this::answerToTheNew);
    run.replace(root);
  }

  private void keepOccurrences(Task task) {
    TaskHooks earlier = task.hooks();
    Task to = earlier == null ? null : heir(task);
    if (to != null && to.hooks() != null && earlier != null) {
      to.hooks().continueFrom(earlier);
    }
  }

  private void lead(Jump jump) {
    if (jump.isReturn()) {
      return;
    }
    Task old = jump.to();
    Task replyTo = jump.replyTo();
    Task to = replyTo == null ? now(old) : slot(old);
    TaskHooks hooks = old.hooks();
    boolean same = to.node().construct() == old.node().construct();
    int told =
        hooks == null || to.hooks() == null || !same ? 0 : to.hooks().kept(hooks, jump.told());
    jump.lead(to, replyTo == null ? null : now(replyTo), told);
  }

  /** What stands now where an entered task stood. */
  private Task slot(Task entered) {
    Task parent = entered.parent();
    return parent == null ? root : now(parent).child(entered.index());
  }

  private void answerToTheNew(Task task) {
    Frame frame = task.frame();
    if (frame != null && frame.replyTo != null) {
      frame.replyTo = now(frame.replyTo);
    }
  }

  private Task now(Task task) {
    return task == Task.RETURN ? task : java.util.Objects.requireNonNull(moved.get(task));
  }
}
