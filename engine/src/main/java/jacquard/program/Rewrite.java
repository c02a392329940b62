package jacquard.program;

import jacquard.vm.Parallel;
import jacquard.vm.Paths;
import jacquard.vm.ProgramException;
import jacquard.vm.Task;
import jacquard.vm.Transplant;
import jacquard.vm.Vm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program that was rewritten, what changed where, and how a paused run goes on under it.
 *
 * <p>Hooks leave every path and step as it was. A node that stands somewhere within what replaced
 * it is still itself, at another path; any other place that was replaced is gone, and all below it.
 */
public final class Rewrite {
  /** Where a place leads that is gone. */
  static final String GONE = "";

  /**
   * What became of one place.
   *
   * @param path in the old program
   * @param label what stood there
   * @param what became of it
   */
  public record Change(String path, String label, String what) {
    @Override
    public String toString() {
      return path + "  " + label + "  ->  " + what;
    }
  }

  private final Program before;
  private final Program program;
  private final List<Change> changes;
  private final Map<String, String> shifts;

  Rewrite(Program before, Program program, List<Change> changes, Map<String, String> shifts) {
    this.before = before;
    this.program = program;
    this.changes = Collections.unmodifiableList(changes);
    this.shifts = shifts;
  }

  /** The program as it is now. */
  public Program program() {
    return program;
  }

  /** What changed, in the order of the program. */
  public List<Change> changes() {
    return changes;
  }

  /**
   * Where a place of the old program stands in the new one; null if it is gone.
   *
   * @throws ProgramException if it is not a path
   */
  public @Nullable String place(String path) {
    StringBuilder now = new StringBuilder();
    String at = "/";
    List<String> way = Paths.indices(path);
    for (int i = 0; ; i++) {
      String shift = shifts.get(at);
      if (GONE.equals(shift)) {
        return null;
      }
      now.append(shift == null ? "" : shift);
      if (i == way.size()) {
        return now.isEmpty() ? "/" : now.toString();
      }
      now.append('/').append(way.get(i));
      at = Paths.child(at, Integer.parseInt(way.get(i)));
    }
  }

  /**
   * Has a paused run of the old program go on under the new one, at the same step: what is active
   * keeps its frame, and an entry that is pending goes to what stands there now.
   *
   * @throws ProgramException if something active has no place in the new program, naming it and
   *     when it will be done; the run stays as it was
   * @throws IllegalStateException if the run is taking steps
   */
  public void apply(Vm run) {
    List<Task> inTheWay = tried(run);
    if (!inTheWay.isEmpty()) {
      throw refusal(run, inTheWay);
    }
  }

  /**
   * Does the same, but first takes the steps until nothing active is in the way.
   *
   * @param limit the most steps it may take
   * @return how many it took
   * @throws ProgramException if something is in the way still; the run has taken those steps
   * @throws jacquard.vm.StepException if a step fails
   */
  public long applyWhenFree(Vm run, long limit) {
    long begin = run.steps();
    while (true) {
      List<Task> inTheWay = tried(run);
      long taken = run.steps() - begin;
      if (inTheWay.isEmpty()) {
        return taken;
      }
      if (taken >= limit) {
        throw refusal(run, inTheWay);
      }
      long least =
          inTheWay.stream().mapToLong(task -> Remaining.of(run, task).least()).max().orElse(1);
      run.run(Math.min(Math.max(1, least), limit - taken));
      if (run.isDone()) {
        throw new ProgramException(
            String.format(
                Locale.ROOT,
                "%s was done only when the program had ended, after %,d steps, so that nothing of"
                    + " the rewritten program would run; rewrite it before its run is started",
                inTheWay.getFirst(),
                run.steps()));
      }
    }
  }

  /** Moves the run, or gives the tasks that are in the way, those within them left out. */
  private List<Task> tried(Vm run) {
    return run.whilePaused(
        () -> {
          if (run.isDone() && !changes.isEmpty()) {
            throw new ProgramException(
                String.format(
                    Locale.ROOT,
                    "the program has ended after %,d steps, so that nothing of the rewritten one"
                        + " would run; start that instead",
                    run.steps()));
          }
          if (run.root().node() != before.root()) {
            throw new ProgramException(
                "the run is of another program than this rewrite; rewrite"
                    + " Program.of(run.root().node())");
          }
          Transplant transplant = new Transplant(run, program.root(), this::place);
          if (transplant.orphans().isEmpty()) {
            transplant.commit();
          }
          return outermost(transplant.orphans());
        });
  }

  private static List<Task> outermost(List<Task> orphans) {
    List<Task> outermost = new ArrayList<>();
    for (Task task : orphans) {
      Task parent = task.parent();
      if (parent == null || !orphans.contains(parent)) {
        outermost.add(task);
      }
    }
    return outermost;
  }

  private static ProgramException refusal(Vm run, List<Task> inTheWay) {
    StringBuilder text = new StringBuilder("the run cannot go on under the rewritten program: ");
    for (Task task : inTheWay) {
      Cost left = Remaining.of(run, task);
      text.append(task)
          .append(task.progress() == null ? "" : ", " + task.progress() + ",")
          .append(" is active and would lose its place; ")
          .append(
              left.isExact() && !isInParallel(task)
                  ? String.format(
                      Locale.ROOT,
                      "it is done in %s, at step %,d",
                      left,
                      run.steps() + left.least())
                  : "it is done in "
                      + left
                      + (isInParallel(task) ? ", if no thread's step fails" : ""))
          .append(". ");
    }
    return new ProgramException(text + "applyWhenFree takes these steps first");
  }

  /** Whether another thread's failure would change the order of steps. */
  private static boolean isInParallel(Task task) {
    Task around = task;
    while (around != null && !(around.node().construct() instanceof Parallel)) {
      around = around.parent();
    }
    return around != null && around.size() > 1 && around.isActive();
  }

  /** The changes, one a line. */
  @Override
  public String toString() {
    return String.join("\n", changes.stream().map(Change::toString).toList());
  }
}
