package jacquard.vm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Hook} is told: the values, the step, the place, and the locals around it.
 *
 * <p>To be read while the hook runs. Values and locals are the run's own objects, not copies; a
 * hook that changes them changes the run.
 */
public final class Moment {
  private final Vm run;
  private final Task task;
  private final Args args;
  private final @Nullable Args result;
  private final long occurrence;

  Moment(Vm run, Task task, Args args, @Nullable Args result, long occurrence) {
    this.run = run;
    this.task = task;
    this.args = args;
    this.result = result;
    this.occurrence = occurrence;
  }

  /**
   * The values the node was entered with; for a hook that was added while the node was active,
   * those it worked on then.
   */
  public Args args() {
    return args;
  }

  /**
   * What the node has answered.
   *
   * @throws ProgramException if it has not answered yet
   */
  public Args result() {
    if (result == null) {
      throw new ProgramException(
          "a hook before " + task + " asked for its result; there is one after it only");
    }
    return result;
  }

  /** Whether the node has answered. */
  public boolean isAfter() {
    return result != null;
  }

  /** How many steps the run had completed before this one. */
  public long step() {
    return run.steps();
  }

  /** Where the node stands in the program. */
  public String path() {
    return task.path();
  }

  /** The node. */
  public Node node() {
    return task.node();
  }

  /** Which occurrence this is, from 1, of those since the hook was put here. */
  public long occurrence() {
    return occurrence;
  }

  /** What the run's components are called. */
  public Names names() {
    return run.names();
  }

  /** The constructs around the node, the program's root first. */
  public List<Enclosing> enclosing() {
    List<Enclosing> around = new ArrayList<>();
    for (Task t = task.parent(); t != null; t = t.parent()) {
      around.add(new Enclosing(t));
    }
    return Collections.unmodifiableList(around.reversed());
  }

  /** Such as {@code fold 3 of 10, train_layer1, round 7 of 1000}; the path where nothing counts. */
  public String where() {
    List<String> words = new ArrayList<>();
    for (Enclosing around : enclosing()) {
      if (around.name() != null) {
        words.add(around.name());
      }
      Progress progress = around.progress();
      if (progress != null) {
        words.add(progress.toString());
      }
    }
    return words.isEmpty() ? path() : String.join(", ", words);
  }

  /** Prints a line where the run prints ({@link Vm#printTo}). */
  public void print(String line) {
    run.printer().accept(line);
  }

  /** Asks whoever saves checkpoints for one after this step, as a {@link SavePoint} does. */
  public void savePoint(String name) {
    task.savePoint(name);
  }

  /** The place and the step, such as {@code after /0/2 (call kf.next) in step 7}. */
  @Override
  public String toString() {
    return (isAfter() ? "after " : "before ") + task + " in step " + step();
  }

  /** An active construct around a node, to be read. */
  public static final class Enclosing {
    private final Task task;

    private Enclosing(Task task) {
      this.task = task;
    }

    /** Where it stands in the program. */
    public String path() {
      return task.path();
    }

    /** What people call it, or null. */
    public @Nullable String name() {
      return task.node().name();
    }

    /** The node's line with the run's names. */
    public String label() {
      return task.label();
    }

    /** How far it has come, such as round 7 of 10; null when nothing is counted. */
    public @Nullable Progress progress() {
      return task.progress();
    }

    /** Its locals by name, {@code args} first; lists and maps cannot be changed. */
    public Map<String, @Nullable Object> locals() {
      Frame frame = task.frame();
      if (frame == null) {
        return Map.of();
      }
      Map<String, @Nullable Object> locals = frame.locals();
      locals.replaceAll((name, value) -> readOnly(value));
      return Collections.unmodifiableMap(locals);
    }

    private static @Nullable Object readOnly(@Nullable Object value) {
      return switch (value) {
        case List<?> list -> Collections.unmodifiableList(list);
        case Map<?, ?> map -> Collections.unmodifiableMap(map);
        case null, default -> value;
      };
    }

    @Override
    public String toString() {
      return task.toString();
    }
  }
}
