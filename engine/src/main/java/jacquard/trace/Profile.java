package jacquard.trace;

import jacquard.vm.Args;
import jacquard.vm.Jump;
import jacquard.vm.Observer;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An observer that counts the steps of every node and the time they took.
 *
 * <p>The time from one step to the next belongs to the node that was stepped to; what passes
 * between a component's return and the next step, and while the run is paused, belongs to none. A
 * run that nobody profiles pays nothing; one that is profiled pays for a look at the clock at each
 * step and call.
 */
public final class Profile implements Observer, AutoCloseable {
  /**
   * What a node has cost.
   *
   * @param steps how many steps led to it
   * @param nanos the time these steps took
   */
  public record Spent(long steps, long nanos) {
    static final Spent NOTHING = new Spent(0, 0);

    Spent plus(Spent other) {
      return new Spent(steps + other.steps, nanos + other.nanos);
    }
  }

  private static final class Meter {
    long steps;
    long nanos;
  }

  private final Vm run;
  private final IdentityHashMap<Task, Meter> meters = new IdentityHashMap<>();
  private @Nullable Meter current;
  private long since;

  private Profile(Vm run) {
    this.run = run;
  }

  /** A profile of a run from now on, until it is closed. */
  public static Profile of(Vm run) {
    Profile profile = new Profile(run);
    run.observe(profile);
    return profile;
  }

  @Override
  public void onStep(long step, Jump jump) {
    follow(jump.to());
  }

  @Override
  public void onThread(long step, Task weave, long pass, int thread, Jump jump) {
    follow(jump.to());
  }

  private void follow(Task to) {
    stop();
    Meter meter = meters.computeIfAbsent(to, t -> new Meter());
    meter.steps++;
    current = meter;
  }

  @Override
  public void onCall(long step, Task call, Args args, @Nullable Object result) {
    stop();
  }

  @Override
  public void onPause(long steps) {
    stop();
  }

  private void stop() {
    long now = System.nanoTime();
    if (current != null) {
      current.nanos += now - since;
      current = null;
    }
    since = now;
  }

  /** The run that is profiled. */
  public Vm run() {
    return run;
  }

  /** What a node has cost, without its children. */
  public Spent own(Task task) {
    Meter meter = meters.get(task);
    return meter == null ? Spent.NOTHING : new Spent(meter.steps, meter.nanos);
  }

  /** What every node has cost, its children included. */
  public IdentityHashMap<Task, Spent> whole() {
    IdentityHashMap<Task, Spent> whole = new IdentityHashMap<>();
    ArrayDeque<Task> parentsFirst = new ArrayDeque<>();
    run.all().forEach(parentsFirst::push); // popped in reverse: children before parents
    while (!parentsFirst.isEmpty()) {
      Task task = parentsFirst.pop();
      Spent sum = own(task);
      for (int i = 0; i < task.size(); i++) {
        sum = sum.plus(whole.getOrDefault(task.child(i), Spent.NOTHING));
      }
      whole.put(task, sum);
    }
    return whole;
  }

  /** Measures no more; what was measured stays. */
  @Override
  public void close() {
    run.unobserve(this);
  }
}
