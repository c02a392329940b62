package jacquard.vm;

import java.util.List;

/**
 * The construct that marks a place where a checkpoint is wanted; its values pass through.
 *
 * <p>It tells the run's observers, and whoever saves checkpoints takes one after this step. Without
 * such an observer it does nothing.
 */
public final class SavePoint extends ControlFlow<SavePoint.Locals> {
  /** No locals. */
  public static final class Locals extends Frame {
    @Override
    protected boolean reset() {
      return true;
    }
  }

  private final String name;

  /** A save point of this name. */
  public SavePoint(String name) {
    this.name = Node.checked(name);
  }

  /** What the place is called. */
  public String name() {
    return name;
  }

  @Override
  public Locals start() {
    return new Locals();
  }

  @Override
  Args body(Locals f, Task self) {
    self.savePoint(name);
    return f.args;
  }

  @Override
  public void check(List<Node> children) {
    if (!children.isEmpty()) {
      throw new ProgramException("a checkpoint has no children");
    }
  }

  @Override
  public String word() {
    return "checkpoint";
  }

  @Override
  public String detail(Names names) {
    return name;
  }
}
