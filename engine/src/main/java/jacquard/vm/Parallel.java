package jacquard.vm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The construct that runs its children as threads to the end of all, and gives their values in the
 * order of the children.
 *
 * <p>Each step is one of the thread that has taken the fewest, the first of them if there are
 * several. So it is known after any number of steps where each thread stands, whether one machine
 * takes them by turns or a {@link Carrier} takes many of each at once. A thread whose step fails is
 * set aside; when no other can go on, it is tried again, and then the step fails. One whose step
 * may have {@linkplain StepException#changedNothing changed something} fails the step at once.
 */
public final class Parallel extends Threaded<Parallel.Locals> {
  /** Where the threads stand. */
  public static final class Locals extends Threaded.Locals {
    long[] taken = {};
    boolean[] aside = {};

    @Override
    protected boolean reset() {
      taken = new long[0];
      aside = new boolean[0];
      return super.reset();
    }

    /** The thread that takes the next step, or the number of threads if none can. */
    private int next(Jump[] jumps, boolean[] aside) {
      int next = jumps.length;
      for (int i = 0; i < jumps.length; i++) {
        boolean goesOn = !jumps[i].isReturn() && !aside[i];
        if (goesOn && (next == jumps.length || taken[i] < taken[next])) {
          next = i;
        }
      }
      return next;
    }
  }

  @Override
  public Locals start() {
    return new Locals();
  }

  @Override
  Args body(Locals f, Task self) {
    if (f.threads == null) {
      f.threads = entries(self, f.args);
      f.taken = new long[f.threads.length];
      f.aside = new boolean[f.threads.length];
    }
    Jump[] jumps = f.threads;
    while (goesOn(jumps)) {
      self.turn();
      if (!self.takesMany(f, jumps)) {
        takeOne(f, jumps, self);
      }
    }
    f.threads = null;
    return values(jumps);
  }

  private static boolean goesOn(Jump[] jumps) {
    for (Jump jump : jumps) {
      if (!jump.isReturn()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes the next step. That threads are aside stays so if it fails, since a component need not
   * fail again.
   */
  private static void takeOne(Locals f, Jump[] jumps, Task self) {
    int i = f.next(jumps, f.aside);
    while (i < jumps.length) {
      try {
        take(f, jumps, self, i);
        return;
      } catch (StepException e) {
        if (!mayWait(e, self)) {
          throw e;
        }
        f.aside[i] = true;
        i = f.next(jumps, f.aside);
      }
    }
    take(f, jumps, self, f.next(jumps, new boolean[jumps.length]));
  }

  private static void take(Locals f, Jump[] jumps, Task self, int i) {
    self.advance(f.taken[i], i, jumps[i]);
    f.aside[i] = false;
    f.taken[i]++;
  }

  /**
   * Whether a failed step may be tried again by itself: not where it would begin from a state that
   * was changed, nor what must be told at once.
   */
  private static boolean mayWait(StepException e, Task self) {
    return e.getCause() instanceof Exception cause
        && !(cause instanceof InterruptedException)
        && e.changedNothing()
        && e.kind() != StepException.Kind.HOOK
        && !self.vm().observers().areAtFault();
  }

  private static Args values(Jump[] jumps) {
    List<Object> values = new ArrayList<>();
    Map<String, Object> named = new LinkedHashMap<>();
    for (Jump jump : jumps) {
      values.addAll(jump.args().values());
      named.putAll(jump.args().named());
    }
    Args all = Args.of(values.toArray());
    for (Map.Entry<String, Object> value : named.entrySet()) {
      all = all.with(value.getKey(), value.getValue());
    }
    return all;
  }

  @Override
  public @Nullable Progress progress(Locals f) {
    if (f.threads == null) {
      return null;
    }
    int ended = 0;
    for (Jump jump : f.threads) {
      ended += jump.isReturn() ? 1 : 0;
    }
    return new Progress("thread", Math.min(ended + 1L, f.threads.length), f.threads.length);
  }

  @Override
  public String word() {
    return "parallel";
  }
}
