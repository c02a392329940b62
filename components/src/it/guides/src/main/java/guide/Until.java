package guide;

import jacquard.vm.Args;
import jacquard.vm.Frame;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import jacquard.vm.Routine;
import jacquard.vm.Task;
import java.util.List;

/**
 * The construct that runs its first child again and again, each time on the result of the last,
 * until the second says true of the result.
 */
public final class Until extends Routine<Until.Locals> {
  /** The last result, and whether the second child is to be asked of it. */
  public static final class Locals extends Frame {
    Args result = Args.EMPTY;
    boolean isNew;
    long rounds;
  }

  @Override
  public Locals start() {
    return new Locals();
  }

  @Override
  public Args run(Locals f, Task self) {
    while (true) {
      if (!f.isNew) {
        f.result = self.call(0, f.rounds == 0 ? f.args() : f.result);
        f.isNew = true;
        f.rounds++;
      }
      boolean enough = (Boolean) self.call(1, f.result).get(0);
      if (enough) {
        return f.result;
      }
      f.isNew = false;
    }
  }

  @Override
  public void check(List<Node> children) {
    if (children.size() != 2) {
      throw new ProgramException("until takes two children, what to do and a test of its result");
    }
  }

  @Override
  public String word() {
    return "until";
  }
}
