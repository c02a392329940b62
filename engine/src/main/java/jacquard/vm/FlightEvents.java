package jacquard.vm;

import java.util.IdentityHashMap;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * The observer that tells the JDK Flight Recorder of steps and calls.
 *
 * <p>Both events are off unless a recording asks for them by name: there may be a hundred million a
 * second. {@code engine/docs/PROGRAMS.md} says how to ask.
 */
public final class FlightEvents implements Observer {
  private static final int NO_THREAD = -1;

  private final IdentityHashMap<Task, String[]> texts = new IdentityHashMap<>();
  private @Nullable CallEvent begun;
  private int thread = NO_THREAD;

  FlightEvents() {}

  /** What both events say. */
  abstract static class RunEvent extends Event {
    @Label("Step")
    @Description("How many steps of the run were completed before")
    long step;

    @Label("Path")
    @Nullable String path;

    @Label("Node")
    @Nullable String label;

    @Label("Thread of the weave or parallel")
    @Description("Which thread of the innermost weave or parallel, from 0; -1 outside of both")
    int thread;
  }

  /** One transfer of control. */
  @Name(STEP)
  @Label("Step")
  @Description("The machine follows a jump")
  @Category("Jacquard")
  @StackTrace(false)
  @Enabled(false)
  static final class StepEvent extends RunEvent {
    @Label("Entry")
    @Description("Whether the jump enters the node; else it is a reply the node waited for")
    boolean entry;
  }

  /** One call of a component. */
  @Name(CALL)
  @Label("Call")
  @Description("A component's method, from entry to result")
  @Category("Jacquard")
  @StackTrace(false)
  @Enabled(false)
  static final class CallEvent extends RunEvent {}

  /** The name of the event of a step. */
  public static final String STEP = "jacquard.Step";

  /** The name of the event of a component's call. */
  public static final String CALL = "jacquard.Call";

  /** The types, looked up once: which registers them with the recorder. */
  private static final class Registered {
    static final EventType STEPS = EventType.getEventType(StepEvent.class);
    static final EventType CALLS = EventType.getEventType(CallEvent.class);
  }

  /**
   * Has the recorder be among a run's observers if a recording asks for either event, and else no
   * more: asked whenever steps are to be taken, so that a run nobody records pays nothing for each
   * of them.
   *
   * @param present what tells the recorder now, null for nothing
   * @return what tells it from now on
   */
  static @Nullable FlightEvents join(Observers observers, @Nullable FlightEvents present) {
    boolean isWanted =
        FlightRecorder.isInitialized()
            && (Registered.STEPS.isEnabled() || Registered.CALLS.isEnabled());
    if (isWanted == (present != null)) {
      return present;
    }
    if (present != null) {
      observers.remove(present);
      return null;
    }
    FlightEvents events = new FlightEvents();
    observers.add(events);
    return events;
  }

  @Override
  public void onStep(long step, Jump jump) {
    thread = NO_THREAD;
    followed(step, jump);
  }

  @Override
  public void onThread(long step, Task weave, long pass, int thread, Jump jump) {
    this.thread = thread;
    followed(step, jump);
  }

  private void followed(long step, Jump jump) {
    Task to = jump.to();
    StepEvent event = new StepEvent();
    if (event.isEnabled()) {
      event.entry = jump.replyTo() != null;
      describe(event, step, to).commit();
    }
    begun = null;
    if (to.node().construct() instanceof Call) {
      begun = new CallEvent();
      begun.begin();
    }
  }

  @Override
  public void onCall(long step, Task call, Args args, @Nullable Object result) {
    CallEvent event = begun;
    begun = null;
    if (event != null) {
      event.end();
      if (event.shouldCommit()) {
        describe(event, step, call).commit();
      }
    }
  }

  private RunEvent describe(RunEvent event, long step, Task task) {
    String[] text = texts.computeIfAbsent(task, t -> new String[] {t.path(), t.label()});
    event.step = step;
    event.path = text[0];
    event.label = text[1];
    event.thread = thread;
    return event;
  }
}
