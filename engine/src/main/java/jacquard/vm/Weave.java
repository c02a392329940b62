package jacquard.vm;

/**
 * The construct that interleaves its children as threads, one step of one thread at a time.
 *
 * <p>A Weave is the machine of its threads: it follows their jumps in turn, switching to itself in
 * between so that each advance costs one step of the run. When a thread ends, the pass over the
 * threads is completed and the Weave gives back its own values; unfinished threads are abandoned
 * (golden vectors {@code weave-*}).
 */
public final class Weave extends Threaded<Weave.Locals> {
  /** Where the threads stand. */
  public static final class Locals extends Threaded.Locals {
    int thread;
    long pass;
    boolean ended;

    @Override
    protected boolean reset() {
      thread = 0;
      pass = 0;
      ended = false;
      return super.reset();
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

  @Override
  public String word() {
    return "weave";
  }
}
