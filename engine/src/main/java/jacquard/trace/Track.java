package jacquard.trace;

import jacquard.vm.Task;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** The nested bars that are open on one track of a trace. */
final class Track {
  /** One execution of a task that has not ended. */
  record Bar(Task task, long step, long since) {}

  private final int tid;
  private final ArrayDeque<Bar> open = new ArrayDeque<>();
  private final Set<Task> tasks = Collections.newSetFromMap(new IdentityHashMap<>());

  Track(int tid) {
    this.tid = tid;
  }

  /** Its number in the file. */
  int tid() {
    return tid;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  boolean isOpen(Task task) {
    return tasks.contains(task);
  }

  /** The innermost bar. */
  Bar top() {
    return open.element();
  }

  /** Opens a bar within the others; a step that is tried again opens none twice. */
  void open(Task task, long step, long since) {
    if (tasks.add(task)) {
      open.push(new Bar(task, step, since));
    }
  }

  /** Closes the innermost bar. */
  Bar close() {
    Bar bar = open.pop();
    tasks.remove(bar.task());
    return bar;
  }
}
