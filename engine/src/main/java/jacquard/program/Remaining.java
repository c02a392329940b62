package jacquard.program;

import jacquard.vm.Buffer;
import jacquard.vm.Choose;
import jacquard.vm.Frame;
import jacquard.vm.Jump;
import jacquard.vm.Node;
import jacquard.vm.Parallel;
import jacquard.vm.Progress;
import jacquard.vm.Repeat;
import jacquard.vm.Task;
import jacquard.vm.Threaded;
import jacquard.vm.Vm;
import jacquard.vm.Weave;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * The number of steps a paused run takes until a task is active no more, as far as the tree and the
 * frames tell.
 *
 * <p>The formulas are those of {@link Cost}, less what is behind. A thread's steps are one in so
 * many of its Weave's, and end with it; in a Parallel the others take as many.
 */
final class Remaining {
  private static final Cost NONE = new Cost(0, 0);
  private static final Cost ONE = new Cost(1, 1);

  private final Vm run;
  private final IdentityHashMap<Node, Cost> costs;

  private Remaining(Vm run) {
    this.run = run;
    this.costs = Cost.all(run.root().node());
  }

  /** The steps of a run until a task has answered; one step if it is not active. */
  static Cost of(Vm run, Task task) {
    return new Remaining(run).inRun(task);
  }

  private Cost inRun(Task task) {
    Cost left = task.isActive() ? inThread(task) : ONE;
    int thread = -1;
    for (Task t = task; t != run.root(); ) {
      Task parent = Objects.requireNonNull(t.parent());
      if (parent.node().construct() instanceof Threaded<?> threaded) {
        thread = indexOf(t, parent);
        left =
            threaded instanceof Weave
                ? inWeave(left, parent, thread).orLess(inThread(parent))
                : inParallel(left, parent, thread);
      }
      t = parent;
    }
    return left;
  }

  private static int indexOf(Task child, Task parent) {
    int i = 0;
    while (parent.child(i) != child) {
      i++;
    }
    return i;
  }

  /** The steps of a Weave until a thread has taken so many of its own. */
  private static Cost inWeave(Cost left, Task weave, int thread) {
    int threads = weave.size();
    long next = local(weave, "thread");
    long first = (thread - next + threads) % threads + 1;
    return new Cost(Math.max(0, left.least() - 1), Math.max(0, left.most() - 1))
        .endlessly(left)
        .times(threads)
        .plus(new Cost(first, first));
  }

  /** The steps of a Parallel until a thread has taken so many of its own. */
  private Cost inParallel(Cost left, Task parallel, int thread) {
    long[] taken = taken(parallel);
    Cost all = left;
    for (int i = 0; i < taken.length; i++) {
      long ahead = taken[thread] - taken[i] - (i < thread ? 0 : 1);
      Cost until = left.later(ahead).endlessly(left);
      all = i == thread ? all : all.plus(until.orLess(ofThread(parallel, i)));
    }
    return all;
  }

  /** The steps a thread has left. */
  private Cost ofThread(Task parent, int thread) {
    Jump jump = parent.threads().get(thread);
    Task root = parent.child(thread);
    return jump.isReturn()
        ? NONE
        : root.isActive() ? inThread(root) : Cost.cost(root.node(), costs);
  }

  private Cost parallel(Task parallel) {
    Cost all = NONE;
    for (int i = 0; i < parallel.size(); i++) {
      all = all.plus(ofThread(parallel, i));
    }
    return all;
  }

  private static long[] taken(Task parallel) {
    Frame frame = Objects.requireNonNull(parallel.frame());
    return (long[]) Objects.requireNonNull(frame.locals().get("taken"));
  }

  /** The steps, of the thread it belongs to, until an active task has answered. */
  private Cost inThread(Task task) {
    List<Task> chain = new ArrayList<>(List.of(task));
    while (!(chain.getLast().node().construct() instanceof Threaded)) {
      Task child = activeChild(chain.getLast());
      if (child == null) {
        break;
      }
      chain.add(child);
    }
    Task last = chain.removeLast();
    Cost left =
        last.threads().size() > 0
            ? last.node().construct() instanceof Parallel ? parallel(last) : weave(last)
            : after(last, pending(last));
    for (Task t : chain.reversed()) {
      left = after(t, left);
    }
    return left;
  }

  private static @org.jspecify.annotations.Nullable Task activeChild(Task task) {
    for (int i = 0; i < task.size(); i++) {
      if (task.child(i).isActive()) {
        return task.child(i);
      }
    }
    return null;
  }

  /**
   * The steps until the pending reply to a task, whose child is about to be entered or answered.
   */
  private Cost pending(Task task) {
    Jump jump = jumpAround(task);
    return jump.replyTo() == task ? Cost.cost(jump.to().node(), costs) : NONE;
  }

  /** The jump that moves a task: that of the thread it belongs to, or the run's. */
  private Jump jumpAround(Task task) {
    for (Task t = task; t.parent() != null; t = Objects.requireNonNull(t.parent())) {
      Task parent = t.parent();
      if (parent.node().construct() instanceof Threaded) {
        return parent.threads().get(indexOf(t, parent));
      }
    }
    return run.jump();
  }

  /** The steps until a task has answered whose child answers after so many. */
  private Cost after(Task task, Cost child) {
    Cost resumed = child.plus(ONE);
    Node node = task.node();
    return switch (node.construct()) {
      case Repeat repeat -> {
        List<Node> later =
            node.children().subList((int) local(task, "child") + 1, node.children().size());
        yield resumed
            .plus(Cost.round(later, costs))
            .plus(
                Cost.round(node.children(), costs)
                    .times(repeat.rounds() - 1 - local(task, "round")));
      }
      case Buffer buffer -> {
        Progress progress = Objects.requireNonNull(task.progress());
        yield resumed.plus(Cost.round(node.children(), costs).times(progress.of() - progress.at()));
      }
      case Choose choose ->
          local(task, "option") < 0 ? resumed.plus(Cost.option(node, costs)).plus(ONE) : resumed;
      default -> new Cost(resumed.least(), Cost.ENDLESS);
    };
  }

  private Cost weave(Task weave) {
    int threads = weave.size();
    long next = local(weave, "thread");
    Cost passes = new Cost(Cost.ENDLESS, Cost.ENDLESS);
    for (int i = 0; i < threads; i++) {
      Cost left = ofThread(weave, i);
      passes = passes.orLess(i < next ? left.plus(ONE) : left);
    }
    return new Cost(passes.least() - 1, passes.most() - 1)
        .endlessly(passes)
        .times(threads)
        .plus(new Cost(threads - next, threads - next));
  }

  private static long local(Task task, String name) {
    Frame frame = Objects.requireNonNull(task.frame());
    return ((Number) Objects.requireNonNull(frame.locals().get(name))).longValue();
  }
}
