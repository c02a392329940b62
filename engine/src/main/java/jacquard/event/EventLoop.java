package jacquard.event;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.vm.Args;
import jacquard.vm.Atomic;
import jacquard.vm.Names;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import jacquard.vm.Progress;
import jacquard.vm.Routine;
import jacquard.vm.Task;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The construct a {@link Scheduler} becomes: its children are the plugins, and it delivers their
 * events one at a time.
 *
 * <p>Each delivery of an event to a rule is one step, and what a plugin does are steps of its own.
 * User code runs in calls, which are steps, and in filters, which change nothing; whatever of it
 * throws leaves the frame as it was, so the body needs no guard.
 */
@Atomic
final class EventLoop extends Routine<SchedulerLocals> implements Stateful {
  /** What fires when an inner scheduler that fired {@code next} shall go on. */
  private static final String GO_ON = "";

  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

  private Wiring wiring;

  EventLoop(Wiring wiring) {
    this.wiring = wiring;
  }

  /** To be loaded. */
  private EventLoop() {
    this(Wiring.NONE);
  }

  @Override
  public void state(State s) {
    wiring = s.value("wiring", wiring);
  }

  @Override
  public SchedulerLocals start() {
    SchedulerLocals f = new SchedulerLocals();
    f.killed = new boolean[wiring.plugins().size()];
    f.counts = new long[wiring.counters()];
    return f;
  }

  @Override
  public boolean guarded() {
    return false;
  }

  @Override
  public Args run(SchedulerLocals f, Task self) {
    if (!f.begun) {
      f.add(new Event("", Event.BEGIN, value(f.args())));
      f.begun = true;
    }
    while (!(f.ending && f.acting < 0 && f.event == null && f.isEmpty())) {
      if (f.acting >= 0) {
        settle(f, self, self.call(f.acting, given(f)));
      } else if (f.outward != null) {
        self.yield(args(f.outward.value()));
        f.outward = null;
      } else {
        self.turn();
        deliver(f, self);
      }
    }
    for (int i = 0; i < wiring.plugins().size(); i++) {
      forget(self, i);
    }
    return args(f.result);
  }

  private static void forget(Task self, int plugin) {
    if (isScheduler(self, plugin)) {
      self.forget(plugin);
    }
  }

  private static boolean isScheduler(Task self, int plugin) {
    return self.child(plugin).node().construct() instanceof EventLoop;
  }

  /** Whether an inner scheduler has fired {@code next} and is to go on. */
  private static boolean rests(Task self, int plugin) {
    return self.child(plugin).frame() != null;
  }

  private Args given(SchedulerLocals f) {
    Event event = f.event;
    if (event == null) {
      return Args.EMPTY; // an inner scheduler goes on
    }
    return wiring.seesEvents().get(f.acting) ? Args.of(event) : args(event.value());
  }

  private static Args args(@Nullable Object value) {
    return value == null ? Args.EMPTY : value instanceof Args all ? all : Args.of(value);
  }

  /** What a plugin fires as its value: nothing, its one value, or all of them. */
  private static @Nullable Object value(Args reply) {
    return reply.isEmpty() ? null : reply.isSingle() ? reply.get(0) : reply;
  }

  // ---- delivery ---------------------------------------------------------------------------------

  /** Shows the present or next event to the next rule that listens to it. */
  private void deliver(SchedulerLocals f, Task self) {
    if (f.event == null && !take(f, self)) {
      return;
    }
    Event event = f.event;
    int[] all = event == null ? Wiring.NOBODY : wiring.listeners(event);
    if (event == null || f.listener == all.length) {
      f.event = null;
      return;
    }
    int index = all[f.listener];
    Rule rule = wiring.rules().get(index);
    boolean met = meets(rule, event, f, wiring.offset(index));
    f.listener++;
    if (met && !(rule.plugin() >= 0 && f.killed[rule.plugin()])) {
      follow(rule, event, f, self);
    }
    if (f.acting < 0 && f.listener == all.length) {
      f.event = null; // spares a step
    }
  }

  /** Takes the next event from the queue; false if there is nothing more to do in this step. */
  private boolean take(SchedulerLocals f, Task self) {
    if (f.isEmpty()) {
      throw new ProgramException(wiring.deadlock(f.killed));
    }
    if (f.delivered >= wiring.budget()) {
      throw new ProgramException(
          String.format(
                  Locale.ROOT,
                  "the scheduler %s has delivered %,d events, its budget, and %s is still to come;"
                      + " is there a",
                  wiring.name(),
                  wiring.budget(),
                  f.next())
              + " cycle of events that nothing ends?");
    }
    Event next = f.take();
    if (next.name().equals(GO_ON)) {
      int plugin = wiring.plugins().indexOf(next.source());
      f.acting = f.killed[plugin] || !rests(self, plugin) ? -1 : plugin;
      return false;
    }
    f.delivered++;
    f.event = next;
    f.listener = 0;
    return true;
  }

  /** A filter that throws must not leave half a count behind. */
  private static boolean meets(Rule rule, Event event, SchedulerLocals f, int at) {
    long[] before = f.counts.length == 0 ? f.counts : copy(f.counts, at, rule);
    try {
      return rule.when().meets(event, f.counts, at);
    } catch (Throwable t) {
      System.arraycopy(before, 0, f.counts, at, before.length);
      throw t;
    }
  }

  private static long[] copy(long[] counts, int at, Rule rule) {
    return java.util.Arrays.copyOfRange(counts, at, at + rule.when().counters());
  }

  private void follow(Rule rule, Event event, SchedulerLocals f, Task self) {
    switch (rule.kind()) {
      case ACT -> {
        boolean underWay = isScheduler(self, rule.plugin()) && rests(self, rule.plugin());
        f.acting = underWay ? -1 : rule.plugin();
      }
      case KILL -> {
        f.killed[rule.plugin()] = true;
        forget(self, rule.plugin());
      }
      case NEXT -> {
        if (!f.ending && isNested(self)) {
          f.outward = event;
        }
      }
      case END -> {
        if (!f.ending) {
          f.ending = true;
          f.result = event.value();
          f.clear();
          f.add(new Event("", Event.END, event.value()));
          f.event = null; // nobody else hears what ended it
        }
      }
    }
  }

  private static boolean isNested(Task self) {
    Task caller = self.caller();
    return caller != null && caller.node().construct() instanceof EventLoop;
  }

  // ---- what a plugin fires ----------------------------------------------------------------------

  private void settle(SchedulerLocals f, Task self, Args reply) {
    int plugin = f.acting;
    String source = wiring.plugins().get(plugin);
    if (value(reply) instanceof Failure) {
      f.killed[plugin] |= wiring.onFailure() == OnFailure.KILL;
    } else if (isScheduler(self, plugin)) {
      boolean rests = rests(self, plugin);
      fire(f, new Event(source, rests ? Event.NEXT : Event.END, value(reply)));
      if (rests && !f.ending) {
        f.add(new Event(source, GO_ON, null));
      }
    } else if (value(reply) instanceof Fired fired) {
      if (!fired.equals(Fired.NOTHING)) {
        fire(f, new Event(source, fired.name(), fired.value()));
      }
    } else {
      fire(f, new Event(source, Event.NEXT, value(reply)));
    }
    f.acting = -1;
  }

  /** What those who act on the end fire is not heard. */
  private void fire(SchedulerLocals f, Event event) {
    if (!f.ending) {
      f.add(event);
    }
  }

  /**
   * The reply in place of one that never comes, because a step of the plugin failed.
   *
   * @param why for people
   */
  record Failure(String why) {}

  @Override
  public @Nullable Object recover(SchedulerLocals f, Task child, Exception thrown) {
    if (wiring.onFailure() == OnFailure.STOP) {
      return null;
    }
    String what = wiring.onFailure() == OnFailure.KILL ? "is killed" : "fires nothing";
    LOG.warn("{} {}, for it threw {}", child, what, thrown.toString());
    return new Failure(thrown.toString());
  }

  @Override
  public @Nullable Progress progress(SchedulerLocals f) {
    return f.delivered == 0 ? null : new Progress("event", f.delivered, Progress.ENDLESS);
  }

  /** What its rules refer to by number must stay where it is. */
  @Override
  public void check(List<Node> children) {
    int plugins = wiring.plugins().size();
    if (children.size() != plugins) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "the scheduler %s is wired for %d plugins, not %d; wire another one to change that",
              wiring.name(),
              plugins,
              children.size()));
    }
  }

  @Override
  public String word() {
    return "scheduler";
  }

  @Override
  public String detail(Names names) {
    return wiring.toString();
  }

  @Override
  public String role(int child) {
    return wiring.role(child);
  }
}
