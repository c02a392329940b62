package jacquard.vm;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The calls below one construct of an optimized run, made in a loop of Java.
 *
 * <p><b>The same steps.</b> A call below a Repeat or a Buffer is two steps: its own, and the one
 * that takes the reply. The loop counts them as the machine would, and ends where the machine would
 * stop. When it must stop in between, because a call fails or the run shall pause, it leaves the
 * frame and the jump as the single steps would have; so nobody can tell an optimized run from
 * another by where it stands, and a checkpoint of one is a checkpoint of the other.
 *
 * <p>Calls with hooks take their steps singly. The construct itself may have hooks: the jump, and
 * then a Buffer's frame, are left as its last single step would leave them.
 *
 * <p>Three things can be done at once: a run of calls that stand side by side, round after round; a
 * {@linkplain Batched batch}; and a {@linkplain Chained chain}. A batch or chain that fails has
 * changed nothing, so its calls are then made one by one.
 */
final class Fusion {
  /** The most values gathered before they are put into the frame. */
  private static final int CHUNK = 1 << 20;

  private final Vm vm;
  private final Task task;
  private final InPlace body;
  private final @Nullable Site[] sites;

  /** The calls below a task that is a Repeat or a Buffer. */
  Fusion(Vm vm, Task task, InPlace body) {
    this.vm = vm;
    this.task = task;
    this.body = body;
    this.sites = Site.below(task);
  }

  // ---- side by side, below a Repeat -------------------------------------------------------------

  /**
   * Makes calls until a child is none, the rounds are done or the machine must do the next step.
   *
   * @return whether there were any, and the body may go on
   */
  boolean makesCalls(Repeat.Locals f, long rounds) {
    if (sites[f.child] == null || !(f.args.isEmpty() || f.args.isSingle())) {
      return false;
    }
    if (vm.isStopAsked(Thread.currentThread())) {
      return false;
    }
    Site only = sites.length == 1 ? sites[0] : null;
    if (only != null && only.call.takesNothing()) {
      return repeatsCall(f, rounds, only);
    }
    long begin = vm.steps();
    long limit = vm.limit();
    Thread driver = Thread.currentThread();
    @Nullable Object value = f.args.isEmpty() ? null : f.args.get(0);
    long steps = begin;
    int child = f.child;
    long round = f.round;
    while (round < rounds) {
      Site site = sites[child];
      if (site == null || steps + site.steps >= limit) {
        break;
      }
      Object result;
      if (site.chain == null) {
        vm.stepsAre(steps + 1);
        try {
          result = site.call.applyTo(value);
        } catch (Throwable t) {
          stand(f, child, round, value, steps > begin);
          throw waitsForCall(f, site.task, t);
        }
        if (vm.isStopAsked(driver)) {
          stand(f, child, round, value, steps > begin);
          waitForReply(f, result);
          return false;
        }
      } else {
        result = value == null ? null : site.chain.apply(value);
        if (result == null) {
          break;
        }
      }
      steps += site.steps;
      value = result;
      child += site.calls;
      if (child == sites.length) {
        child = 0;
        round++;
      }
      if (site.chain != null && vm.isStopAsked(driver)) {
        break;
      }
    }
    vm.stepsAre(steps);
    stand(f, child, round, value, steps > begin);
    return steps > begin;
  }

  /** Does the same for one call that takes no values: the loop in which nothing is to be spared. */
  private boolean repeatsCall(Repeat.Locals f, long rounds, Site site) {
    long room = (vm.limit() - 1 - vm.steps()) / site.steps;
    long count = Math.min(rounds - f.round, room);
    if (count <= 0) {
      return false;
    }
    Fn fn = site.call.fn();
    Thread driver = Thread.currentThread();
    long steps = vm.steps() + 1;
    long last = steps + 2 * (count - 1);
    long begin = f.round - steps / 2;
    @Nullable Object result = null;
    while (true) {
      vm.stepsAre(steps);
      @Nullable Object before = result;
      try {
        result = fn.apply(Args.EMPTY);
      } catch (Throwable t) {
        stand(f, 0, begin + steps / 2, before, begin + steps / 2 > f.round);
        throw waitsForCall(f, site.task, t);
      }
      if (vm.isStopAsked(driver)) {
        stand(f, 0, begin + steps / 2, before, begin + steps / 2 > f.round);
        waitForReply(f, result);
        return false;
      }
      if (steps == last) {
        break;
      }
      steps += 2;
    }
    vm.stepsAre(steps + 1);
    stand(f, 0, f.round + count, result, true);
    return true;
  }

  /** Puts into the frame and the jump how far the loop has come, if it has made calls at all. */
  private void stand(
      Repeat.Locals f, int child, long round, @Nullable Object value, boolean changed) {
    f.child = child;
    f.round = round;
    if (changed) {
      f.args = Args.reply(value);
      vm.jump().set(task, null, f.args);
    }
  }

  // ---- stacked, below a Buffer ------------------------------------------------------------------

  /**
   * The finished stack of a Buffer; null if it gathered only some of what is needed, or nothing.
   */
  @Nullable Object gathers(Buffer.Locals f) {
    Site site = sites[0];
    if (site == null || vm.isStopAsked(Thread.currentThread())) {
      return null;
    }
    long left = f.count - f.values.size();
    Object batch = left == f.count ? batch(site, (int) left) : null;
    if (batch != null) {
      return batch;
    }
    long room = (vm.limit() - 1 - vm.steps()) / 2;
    int count = (int) Math.min(Math.min(left, room), CHUNK);
    if (count <= 0) {
      return null;
    }
    Gathered gathered = Gathered.of(site.call.method().type().returnType(), count);
    if (!gather(f, site, gathered, count)) {
      return null;
    }
    if (!f.values.isEmpty() || count < left || task.isHooked()) {
      List<Object> values = gathered.values(count);
      f.values.addAll(values);
      vm.jump().set(task, null, Args.reply(values.getLast()));
      return null;
    }
    return stack(f, gathered, count);
  }

  private @Nullable Object batch(Site site, int count) {
    if (site.batch == null || vm.steps() + 2L * count >= vm.until()) {
      return null;
    }
    Object stack = site.batch.next(count);
    if (stack != null) {
      vm.stepsAre(vm.steps() + 2L * count);
    }
    return stack;
  }

  /** Makes calls; whether all were made, else the body is left. */
  private boolean gather(Buffer.Locals f, Site site, Gathered gathered, int count) {
    Thread driver = Thread.currentThread();
    @Nullable Object value = f.args.isSingle() ? f.args.get(0) : null;
    boolean isSimple = f.args.isEmpty() || value != null;
    Fn only = site.call.takesNothing() ? site.call.fn() : null;
    long steps = vm.steps();
    for (int i = 0; i < count; i++) {
      vm.stepsAre(steps + 1);
      Object result;
      try {
        if (only != null) {
          result = only.apply(Args.EMPTY);
        } else {
          result = isSimple ? site.call.applyTo(value) : site.call.apply(f.args);
        }
      } catch (Throwable t) {
        f.values.addAll(gathered.values(i));
        throw waitsForCall(f, site.task, t);
      }
      if (vm.isStopAsked(driver)) {
        f.values.addAll(gathered.values(i));
        waitForReply(f, result);
        return false;
      }
      steps += 2;
      if (result == null) {
        vm.stepsAre(steps);
        f.values.addAll(gathered.values(i));
        vm.jump().set(task, null, Args.EMPTY);
        Buffer.single(Args.EMPTY); // says what is wrong
      }
      gathered.add(i, Objects.requireNonNull(result));
    }
    vm.stepsAre(steps);
    return true;
  }

  private Object stack(Buffer.Locals f, Gathered gathered, int count) {
    try {
      return gathered.stack();
    } catch (Throwable t) {
      List<Object> values = gathered.values(count);
      f.values.addAll(values.subList(0, count - 1));
      vm.jump().set(task, null, Args.reply(values.get(count - 1)));
      throw t;
    }
  }

  // ---- stopping in between ----------------------------------------------------------------------

  /** The call failed: the pending jump enters it again. */
  private StepException waitsForCall(Frame f, Task call, Throwable t) {
    f.waiting = true;
    vm.jump().set(call, task, f.args);
    return call.failed(t);
  }

  /** The run shall return after the call: the pending jump is its reply. */
  private void waitForReply(Frame f, @Nullable Object result) {
    f.waiting = true;
    vm.jump().set(task, null, Args.reply(result));
    body.leave();
  }
}
