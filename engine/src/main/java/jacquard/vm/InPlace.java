package jacquard.vm;

import org.jspecify.annotations.Nullable;

/**
 * The way a construct's body runs in an optimized run, and in any where the JVM has no
 * continuations for us: without one, on the stack of whoever enters it.
 *
 * <p>When the machine must stop, the body is left: {@link Task#enter(int, Args)} gives it null, and
 * it returns null. It then waits with its frame as if it had been suspended, and is later entered
 * again from the top. On the jump of a Weave's thread that is after one step.
 */
final class InPlace {
  private final Vm vm;
  private final RoutineTask task;
  private @Nullable Fusion fusion;

  /** Whether calls may be made in one go: in an optimized run, not on the jump of a thread. */
  private boolean fuses;

  /** Whether the body waits again since it was entered, and must be left. */
  private boolean left;

  InPlace(Vm vm, RoutineTask task) {
    this.vm = vm;
    this.task = task;
  }

  /**
   * Takes as many steps as the machine may: {@link Fusion} says why.
   *
   * @return whether the body has ended; else the jump is set and all frames wait
   */
  boolean run(Jump jump) {
    Frame f = task.begin(jump);
    task.isInPlace(true);
    fuses = vm.fuses() && vm.follows(jump);
    left = false;
    vm.deepen(1);
    try {
      return task.perform();
    } catch (Throwable t) {
      throw f.waiting ? Thrown.<RuntimeException>unchecked(t) : task.undone(t);
    } finally {
      vm.deepen(-1);
      task.isInPlace(false);
    }
  }

  /** Enters a child and takes its steps; whether its reply is there, else the body is left. */
  boolean enter(Frame f, Task child, Args args) {
    if (f.waiting) {
      return !left;
    }
    Jump jump = task.jump();
    f.waiting = true;
    jump.set(child, task, args);
    RoutineTask next = child instanceof RoutineTask routine ? routine : null;
    boolean isHere = next == null || (next.canRunInPlace() && vm.hasRoom());
    if (!isHere || !vm.goesOn(jump)) {
      return false;
    }
    if (next == null) {
      child.step(jump);
    } else if (!next.inPlace().run(jump)) {
      return false;
    }
    return vm.goesOn(jump);
  }

  /** The body is to be left where it waits now. */
  void leave() {
    left = true;
  }

  /** Makes the calls a Repeat comes to next; whether there were any. */
  boolean makesCalls(Repeat.Locals f, long rounds) {
    return fuses && !f.waiting && fusion().makesCalls(f, rounds);
  }

  /** Gathers what a Buffer needs; the stack, or null if more is needed. */
  @Nullable Object gathers(Buffer.Locals f) {
    return fuses && !f.waiting ? fusion().gathers(f) : null;
  }

  private Fusion fusion() {
    Fusion now = fusion;
    if (now == null) {
      now = new Fusion(vm, task, this);
      fusion = now;
    }
    return now;
  }
}
