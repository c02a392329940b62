package jacquard.event;

import static jacquard.program.Programs.call;

import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A program, an {@link Action} or a whole {@link Scheduler} under a name, to act on events and to
 * fire some.
 *
 * <p>Acting, a program is given the value of the event, and fires {@code next} with its own result.
 * An action fires what it returns. A scheduler fires {@code end} with its result when it ends, and
 * {@code next} where it is told to.
 */
public final class Plugin {
  private static final Set<String> USUAL = Set.of(Event.NEXT, Event.END);

  private final String name;
  private final @Nullable Node node;
  private final Set<String> events;
  private final @Nullable Scheduler scheduler;
  private final @Nullable Action action;

  private Plugin(
      String name,
      @Nullable Node node,
      Set<String> events,
      @Nullable Scheduler scheduler,
      @Nullable Action action) {
    this.name = name;
    this.node = node == null ? null : node.named(name);
    this.events = Set.copyOf(events);
    this.scheduler = scheduler;
    this.action = action;
  }

  /** A program as a plugin, such as {@code call(rbm::update)}. */
  public static Plugin of(String name, Node program) {
    return new Plugin(name, program, USUAL, null, null);
  }

  /** A component written for it as a plugin. */
  public static Plugin of(String name, Action action) {
    return new Plugin(name, call(action::act), action.events(), null, action);
  }

  /** A scheduler as a plugin under its own name: a meta-plugin. */
  public static Plugin of(Scheduler scheduler) {
    return new Plugin(scheduler.name(), null, USUAL, scheduler, null);
  }

  /** What others call it. */
  public String name() {
    return name;
  }

  /** The events it may fire, by name. */
  public Set<String> events() {
    return new TreeSet<>(events);
  }

  /** The scheduler it is, or null. */
  public @Nullable Scheduler scheduler() {
    return scheduler;
  }

  /** The action it is, or null. */
  public @Nullable Action action() {
    return action;
  }

  /** Whether it takes the event itself, and not its value. */
  boolean seesEvents() {
    return action != null;
  }

  Node node() {
    return scheduler != null ? scheduler.node().named(name) : Objects.requireNonNull(node);
  }

  /** Its event for each iteration. */
  public Trigger next() {
    return on(Event.NEXT);
  }

  /** Its event for being done. */
  public Trigger end() {
    return on(Event.END);
  }

  /**
   * One of its events.
   *
   * @throws ProgramException if it cannot fire it
   */
  public Trigger on(String event) {
    if (!events.contains(event)) {
      throw new ProgramException(
          String.format(Locale.ROOT, "%s never fires %s; it may fire %s", name, event, events()));
    }
    return new Trigger.On(name, event);
  }

  /**
   * Has this plugin act in a scheduler whenever one of the triggers is met.
   *
   * @throws ProgramException if another plugin of this name is there, or the scheduler is part of a
   *     program already
   */
  public Plugin act(Scheduler scheduler, Trigger... triggers) {
    scheduler.add(Rule.Kind.ACT, this, triggers);
    return this;
  }

  /**
   * Has this plugin act no more in a scheduler once one of the triggers is met. What it has fired
   * before is still heard.
   *
   * @throws ProgramException if another plugin of this name is there, or the scheduler is part of a
   *     program already
   */
  public Plugin kill(Scheduler scheduler, Trigger... triggers) {
    scheduler.add(Rule.Kind.KILL, this, triggers);
    return this;
  }

  @Override
  public String toString() {
    return name;
  }
}
