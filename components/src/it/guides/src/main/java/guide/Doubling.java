package guide;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.vm.Frame;
import jacquard.vm.Generator;
import jacquard.vm.Task;

/** Sizes that double from 1 up to a limit, and then stay there. */
public final class Doubling extends Generator<Doubling.Locals> implements Stateful {
  /** What the loop remembers between two yields. */
  public static final class Locals extends Frame {
    int size = 1;
  }

  private int limit;

  public Doubling(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit of sizes must be at least 1, not " + limit);
    }
    this.limit = limit;
  }

  /** To be loaded. */
  private Doubling() {
    this(1);
  }

  @Override
  public void state(State s) {
    limit = s.value("limit", limit);
  }

  @Override
  public Locals start() {
    return new Locals();
  }

  @Override
  protected void generate(Locals f, Task self) {
    while (true) {
      self.yield(f.size); // yield first,
      f.size = Math.min(2 * f.size, limit); // then change
    }
  }
}
