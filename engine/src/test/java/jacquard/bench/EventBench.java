package jacquard.bench;

import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.event.Plugin;
import jacquard.event.Scheduler;
import jacquard.program.Program;
import jacquard.vm.Vm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The time of a delivery: an event is shown to a plugin that listens, which acts, and what it fires
 * is queued.
 */
@State(Scope.Benchmark)
public class EventBench {
  private static final int STEPS = 600_000;

  /** How the plugins are wired. */
  public enum Wires {
    /** Each listens to the one before it: one listener an event. */
    RING,
    /** All but the last, a clock that listens to itself, listen to the clock. */
    FAN,
    /** One listens to the clock, all others to an event that never comes. */
    IDLE
  }

  /** A plugin that does next to nothing. */
  static final class Tick implements Action {
    private final Fired fired;
    private long acted;

    Tick(Fired fired) {
      this.fired = fired;
    }

    @Override
    public Fired act(Event event) {
      acted++;
      return fired;
    }
  }

  @Param public Wires wires = Wires.RING;

  @Param({"10", "1000", "100000"})
  public int plugins = 10;

  private Tick[] ticks = {};
  private Vm vm = start();

  private Vm start() {
    Scheduler sched = new Scheduler("bench");
    ticks = new Tick[plugins];
    Plugin[] all = new Plugin[plugins];
    for (int i = 0; i < plugins; i++) {
      boolean fires = wires == Wires.RING || i == plugins - 1;
      ticks[i] = new Tick(fires ? Fired.next(null) : Fired.NOTHING);
      all[i] = Plugin.of("p" + i, ticks[i]);
    }
    Plugin clock = all[plugins - 1];
    for (int i = 0; i < plugins; i++) {
      boolean hearsClock = wires == Wires.FAN || i == 0 || i == plugins - 1;
      all[i].act(
          sched,
          wires == Wires.RING
              ? all[(i + plugins - 1) % plugins].next()
              : hearsClock ? clock.next() : clock.end());
    }
    clock.act(sched, sched.begin());
    return Program.of(sched.endOn(clock.end()).node()).start();
  }

  /** Builds and compiles it. */
  @Setup
  public void build() {
    vm = start();
    vm.run(STEPS);
  }

  private long acted() {
    long sum = 0;
    for (Tick tick : ticks) {
      sum += tick.acted;
    }
    return sum;
  }

  /** Many deliveries. */
  @Benchmark
  public void deliver(Cpu cpu) {
    long before = acted();
    vm.run(STEPS);
    cpu.count(acted() - before);
  }
}
