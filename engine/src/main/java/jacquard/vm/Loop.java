package jacquard.vm;

import java.util.List;

/** The construct that runs its children in order without end. */
public final class Loop extends Repeat {
  /** A Repeat without end. */
  public Loop() {
    super(Progress.ENDLESS);
  }

  @Override
  public void check(List<Node> children) {
    if (children.isEmpty()) {
      throw new ProgramException(
          "a loop of nothing would never take a step; give it at least one child");
    }
  }

  @Override
  public String word() {
    return "loop";
  }

  @Override
  public String detail(Names names) {
    return "";
  }
}
