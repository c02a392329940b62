package jacquard.vm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The tasks of a run as a tree; walked without recursion, for it may be ten thousand deep. */
final class Tree {
  private Tree() {}

  /** Fresh tasks for the places of a program. */
  static Task plant(Vm run, Node program) {
    Task top = Task.of(run, null, 0, program);
    ArrayDeque<Task> open = new ArrayDeque<>(List.of(top));
    while (!open.isEmpty()) {
      Task task = open.pop();
      List<Node> nodes = task.node().children();
      if (nodes.isEmpty()) {
        continue;
      }
      Task[] children = new Task[nodes.size()];
      for (int i = 0; i < children.length; i++) {
        children[i] = Task.of(run, task, i, nodes.get(i));
        open.push(children[i]);
      }
      task.adopt(children);
    }
    return top;
  }

  /** All tasks, each before its children. */
  static List<Task> all(Task root) {
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

  /** Has all tasks from one on that rest forget where; an active one keeps its place. */
  static void forget(Task top) {
    for (Task task : all(top)) {
      if (task instanceof FramedTask framed && !task.isActive()) {
        framed.forget();
      }
    }
  }

  /**
   * The task at a path.
   *
   * @throws ProgramException if there is none
   */
  static Task at(Task root, String path) {
    Task task = root;
    for (String index : Paths.indices(path)) {
      int i = Integer.parseInt(index);
      if (i >= task.size()) {
        throw Paths.nothingAt(path, task.toString(), task.size());
      }
      task = task.child(i);
    }
    return task;
  }
}
