package jacquard.vm;

import org.jspecify.annotations.Nullable;

/**
 * The construct that interleaves its children as threads, one step of one thread at a time.
 *
 * <p>A Weave is the machine of its threads: it follows their jumps in turn, switching to itself in
 * between so that each advance costs one step of the run. When a thread ends, the pass over the
 * threads is completed and the Weave gives back its own values; unfinished threads are abandoned
 * (golden vectors {@code weave-*}).
 */
public final class Weave extends ControlFlow<Weave.Locals> {
  /** Where the threads stand. */
  public static final class Locals extends Frame {
    Jump @Nullable [] threads;
    int thread;
    long pass;
    boolean ended;

    @Override
    protected boolean reset() {
      threads = null;
      thread = 0;
      pass = 0;
      ended = false;
      return true;
    }
  }

  @Override
  public Locals start() {
    return new Locals();
  }

  @Override
  Args body(Locals f, Task self) {
    int count = self.size();
    if (f.threads == null) {
      f.threads = entries(self, f.args);
    }
    while (count > 0) {
      while (f.thread < count) {
        self.turn();
        Jump jump = f.threads[f.thread];
        self.advance(f.pass, f.thread, jump);
        f.ended |= jump.isReturn();
        f.thread++;
      }
      if (f.ended) {
        break;
      }
      f.thread = 0;
      f.pass++;
    }
    abandon(f);
    return f.args;
  }

  /** Its threads take steps of their own, each of which others see. */
  @Override
  boolean runsInPlace() {
    return false;
  }

  /** One entry for each thread; what it replies to is the end of the thread. */
  private static Jump[] entries(Task self, Args args) {
    Jump[] jumps = new Jump[self.size()];
    for (int i = 0; i < jumps.length; i++) {
      jumps[i] = new Jump(self.child(i), Task.RETURN, args);
    }
    return jumps;
  }

  @Override
  void abandon(Locals f) {
    if (f.threads != null) {
      for (Jump jump : f.threads) {
        FramedTask.abandon(jump, Task.RETURN);
      }
      f.threads = null;
    }
  }

  @Override
  public String word() {
    return "weave";
  }
}
