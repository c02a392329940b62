package jacquard.program;

import jacquard.vm.Jump;
import jacquard.vm.Progress;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a paused run stands, in words and as a fraction.
 *
 * <p>Of several threads the first that has not ended is followed.
 *
 * @param tasks the active tasks, the program's root first
 * @param next the call about to be made, or null
 * @param done the fraction of the program that is behind, 0 to 1, in steps as far as its tree
 *     tells; it never shrinks, and within what has no end it stays
 */
public record Position(List<Task> tasks, @Nullable Task next, double done) {

  /** Where a run stands; the run must be paused. */
  public static Position of(Vm run) {
    List<Task> tasks = new ArrayList<>();
    Jump jump = run.jump();
    while (true) {
      follow(jump, tasks);
      Task last = tasks.isEmpty() ? Task.RETURN : tasks.get(tasks.size() - 1);
      if (jump.replyTo() != null || last.threads().isEmpty()) {
        break;
      }
      Jump first = last.threads().stream().filter(j -> !j.isReturn()).findFirst().orElse(null);
      if (first == null) {
        break;
      }
      jump = first;
    }
    Task next = jump.replyTo() != null ? jump.to() : null;
    return new Position(Collections.unmodifiableList(tasks), next, Behind.of(run));
  }

  /** Adds the tasks that wait for one another, the one nearest the root first. */
  static void follow(Jump jump, List<Task> tasks) {
    List<Task> chain = new ArrayList<>();
    Task task = jump.replyTo() != null ? jump.replyTo() : jump.to();
    while (task != null && task != Task.RETURN) {
      chain.add(task);
      task = task.caller();
    }
    tasks.addAll(chain.reversed());
  }

  /** Such as {@code fold 3 of 10, train_layer1, round 7 of 10, next kf.next}. */
  public String words() {
    if (tasks.isEmpty()) {
      return next == null ? "at the end" : "at the start";
    }
    List<String> words = new ArrayList<>();
    for (Task task : tasks) {
      if (task.node().name() != null) {
        words.add(task.node().name());
      }
      Progress progress = task.progress();
      if (progress != null) {
        words.add(progress.toString());
      }
    }
    if (next != null) {
      words.add("next " + next.label());
    }
    return words.isEmpty() ? tasks.getLast().toString() : String.join(", ", words);
  }
}
