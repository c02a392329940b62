package jacquard.vm;

import org.jspecify.annotations.Nullable;

/**
 * A construct whose children are threads: each has a pending jump of its own.
 *
 * @param <F> the class of its locals
 */
public abstract sealed class Threaded<F extends Threaded.Locals> extends ControlFlow<F>
    permits Weave, Parallel {
  /** Where the threads stand. */
  public abstract static class Locals extends Frame {
    Jump @Nullable [] threads;

    @Override
    protected boolean reset() {
      threads = null;
      return true;
    }
  }

  /** Its threads take steps of their own, each of which others see. */
  @Override
  final boolean runsInPlace() {
    return false;
  }

  /** One entry for each thread; what it replies to is the end of the thread. */
  static Jump[] entries(Task self, Args args) {
    Jump[] jumps = new Jump[self.size()];
    for (int i = 0; i < jumps.length; i++) {
      jumps[i] = new Jump(self.child(i), Task.RETURN, args);
    }
    return jumps;
  }

  @Override
  final void abandon(F f) {
    if (f.threads != null) {
      for (Jump jump : f.threads) {
        FramedTask.abandon(jump, Task.RETURN);
      }
      f.threads = null;
    }
  }
}
