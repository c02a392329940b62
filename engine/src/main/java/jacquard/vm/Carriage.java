package jacquard.vm;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way of a Parallel's threads to a {@link Carrier} and back.
 *
 * <p>How many steps they take there is bounded by what the machine may take, and shared out so that
 * all end up where they would by turns; beyond that it is a matter of time alone: a carrier keeps
 * the run for about a second.
 */
final class Carriage {
  private static final long LONG = 2_000_000_000L;
  private static final long SHORT = LONG / 4;
  private static final long FIRST = 64;
  private static final long LONGEST = 1L << 40;

  private final Vm vm;
  private final Carrier carrier;
  private final IdentityHashMap<Task, Boolean> known = new IdentityHashMap<>();
  private long longest = FIRST;

  Carriage(Vm vm, Carrier carrier) {
    this.vm = vm;
    this.carrier = carrier;
  }

  /** Has threads take steps; how many they took together, 0 if they are to be taken here. */
  long take(Parallel.Locals f, Jump[] jumps, Task parallel, long budget) {
    if (!known.computeIfAbsent(parallel, Carriage::isUnwatched)) {
      return 0;
    }
    long[] until = Shares.of(f.taken, alive(f, jumps), budget, longest);
    List<Integer> going = new ArrayList<>();
    for (int i = 0; i < jumps.length; i++) {
      if (until[i] > f.taken[i]) {
        going.add(i);
      }
    }
    return going.size() < 2 ? 0 : take(f, jumps, parallel, going, until);
  }

  private long take(
      Parallel.Locals f, Jump[] jumps, Task parallel, List<Integer> going, long[] until) {
    List<Carrier.Leg> legs = new ArrayList<>();
    for (int i : going) {
      Vm thread = apart(parallel.child(i), jumps[i], f.taken[i]);
      legs.add(new Carrier.Leg(thread, until[i] - f.taken[i]));
    }
    List<Vm> back = legs.stream().map(Carrier.Leg::thread).toList();
    try {
      long since = System.nanoTime();
      List<Vm> came = taken(legs);
      if (came.isEmpty()) {
        longest = (longest + 1) / 2; // to come close to the step that fails
        return 0;
      }
      back = came;
      adapt(System.nanoTime() - since);
    } finally {
      for (int k = 0; k < back.size(); k++) {
        int i = going.get(k);
        move(
            Tree.all(back.get(k).root()),
            Tree.all(parallel.child(i)),
            back.get(k).jump(),
            jumps[i]);
      }
    }
    long taken = 0;
    boolean[] aside = f.aside.clone();
    for (int k = 0; k < back.size(); k++) {
      int i = going.get(k);
      taken += back.get(k).steps() - f.taken[i];
      f.taken[i] = back.get(k).steps();
      aside[i] = !jumps[i].isReturn() && f.taken[i] < until[i];
    }
    f.aside = aside;
    return taken;
  }

  private List<Vm> taken(List<Carrier.Leg> legs) {
    try {
      return carrier.take(legs);
    } catch (Throwable t) {
      MethodType type = MethodType.methodType(List.class, List.class);
      int kind = MethodHandleInfo.REF_invokeVirtual;
      throw HalfwayException.of(new Method(carrier, carrier.getClass(), "take", type, kind), t);
    }
  }

  private void adapt(long nanos) {
    longest =
        nanos < SHORT ? Math.min(LONGEST, 2 * longest) : nanos > LONG ? (longest + 1) / 2 : longest;
  }

  private static boolean[] alive(Parallel.Locals f, Jump[] jumps) {
    boolean[] alive = new boolean[jumps.length];
    for (int i = 0; i < jumps.length; i++) {
      alive[i] = !jumps[i].isReturn() && !f.aside[i];
    }
    return alive;
  }

  /** Whether nobody is to be told of single steps below: no hooks, no save points. */
  private static boolean isUnwatched(Task parallel) {
    for (Task task : Tree.all(parallel)) {
      boolean isWatched = task.isHooked() || task.node().construct() instanceof SavePoint;
      if (isWatched && task != parallel) {
        return false;
      }
    }
    return true;
  }

  /** A thread as a run of its own. */
  private Vm apart(Task root, Jump jump, long taken) {
    Vm run = new Vm(root.node(), vm.names(), Args.EMPTY, taken);
    run.optimize(vm.isOptimized());
    move(Tree.all(root), run.all(), jump, run.jump());
    return run;
  }

  /** Moves frames and a pending jump to tasks of the same nodes. */
  private static void move(List<Task> from, List<Task> to, Jump jump, Jump toJump) {
    IdentityHashMap<Task, Task> now = new IdentityHashMap<>();
    now.put(Task.RETURN, Task.RETURN);
    for (int i = 0; i < from.size(); i++) {
      now.put(from.get(i), to.get(i));
    }
    toJump.set(
        at(now, jump.to()), jump.replyTo() == null ? null : at(now, jump.replyTo()), jump.args());
    toJump.keep(jump.told(), jump.result());
    for (int i = 0; i < from.size(); i++) {
      if (from.get(i) instanceof FramedTask framed && to.get(i) instanceof FramedTask heir) {
        heir.continueFrom(framed);
        framed.forget();
        lead(heir, now);
      }
    }
  }

  private static void lead(FramedTask task, IdentityHashMap<Task, Task> now) {
    Frame frame = task.frame;
    if (frame != null && frame.replyTo != null) {
      frame.replyTo = at(now, frame.replyTo);
    }
    for (Jump jump : task.threads()) {
      Task replyTo = jump.replyTo();
      jump.lead(at(now, jump.to()), replyTo == null ? null : at(now, replyTo), jump.told());
    }
  }

  private static Task at(IdentityHashMap<Task, Task> now, @Nullable Task task) {
    return Objects.requireNonNull(now.get(task));
  }
}
