package jacquard.event;

import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wiring of plugins to events, until it becomes part of a program.
 *
 * <p>{@code engine/docs/EVENTS.md} has the rules. Source: the second proposal of 2010, plugins and
 * schedulers, whose {@code step} is {@code next} here.
 */
public final class Scheduler {
  private final String name;
  private final Map<String, Plugin> plugins = new LinkedHashMap<>();
  private final Map<String, Integer> indices = new HashMap<>();
  private final List<Rule> rules = new ArrayList<>();
  private OnFailure onFailure = OnFailure.STOP;
  private long budget = Long.MAX_VALUE;
  private @Nullable Node node;

  /**
   * A scheduler without plugins.
   *
   * @param name a letter and up to 63 letters, digits, {@code _ . -}
   */
  public Scheduler(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** Its first event, with the value it is entered with. */
  public Trigger begin() {
    return new Trigger.On("", Event.BEGIN);
  }

  /** Its last event, with its result: what was fired before and not yet heard is dropped. */
  public Trigger end() {
    return new Trigger.On("", Event.END);
  }

  /** Ends when a trigger is met, with the event's value as its result. */
  public Scheduler endOn(Trigger... triggers) {
    return add(Rule.Kind.END, null, triggers);
  }

  /**
   * Fires {@code next} outward when a trigger is met, with the event's value. Those who listen
   * outside act before this goes on; in a plain program nobody listens.
   */
  public Scheduler nextOn(Trigger... triggers) {
    return add(Rule.Kind.NEXT, null, triggers);
  }

  /** Says what follows when a step of a plugin fails; at first {@code STOP}. */
  public Scheduler onFailure(OnFailure policy) {
    this.onFailure = policy;
    requireOpen();
    return this;
  }

  /**
   * Has a run fail, with a report, when more than so many events were delivered: a net for cycles
   * that never end.
   */
  public Scheduler budget(long events) {
    if (events <= 0) {
      throw new ProgramException("a budget is a positive number of events, not " + events);
    }
    this.budget = events;
    requireOpen();
    return this;
  }

  Scheduler add(Rule.Kind kind, @Nullable Plugin plugin, Trigger... triggers) {
    requireOpen();
    if (triggers.length == 0) {
      throw new ProgramException(
          "say on which events, as in act(scheduler, scheduler.begin(), model.next())");
    }
    int index = -1;
    if (plugin != null) {
      Plugin other = plugins.putIfAbsent(plugin.name(), plugin);
      if (other != null && other != plugin) {
        throw new ProgramException(
            String.format(
                Locale.ROOT, "the scheduler %s has two plugins named %s", name, plugin.name()));
      }
      Integer known = indices.putIfAbsent(plugin.name(), indices.size());
      index = known == null ? indices.size() - 1 : known;
    }
    rules.add(new Rule(kind, index, triggers.length == 1 ? triggers[0] : Trigger.anyOf(triggers)));
    return this;
  }

  private void requireOpen() {
    if (node != null) {
      throw new ProgramException(
          "the scheduler " + name + " is part of a program already; wire it before");
    }
  }

  /** The plugins that act here, in the order they were first registered. */
  public Set<String> plugins() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(plugins.keySet()));
  }

  /**
   * A plugin by its name, or by a path of names through schedulers, such as {@code
   * pretrain/early_stop}; to listen to it, or to add others beside it.
   *
   * @throws ProgramException if there is none, with the names there are
   */
  public Plugin plugin(String path) {
    int slash = path.indexOf('/');
    String first = slash < 0 ? path : path.substring(0, slash);
    Plugin plugin = plugins.get(first);
    if (plugin == null) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "the scheduler %s has no plugin %s; it has %s",
              name,
              first,
              plugins.keySet()));
    }
    if (slash < 0) {
      return plugin;
    }
    Scheduler inner = plugin.scheduler();
    if (inner == null) {
      throw new ProgramException(
          String.format(
              Locale.ROOT,
              "%s in the scheduler %s is no scheduler, so there is no %s in it",
              first,
              name,
              path.substring(slash + 1)));
    }
    return inner.plugin(path.substring(slash + 1));
  }

  /**
   * What needs a name to be told of in checkpoints and text: the construct it becomes, under its
   * own name, the actions of its plugins, and the same of schedulers within it, by the names on the
   * way to each, such as {@code fine_tune_early_stop}. From now on it cannot be changed.
   *
   * @throws ProgramException as {@link #node} does
   */
  public Map<String, Object> components() {
    Map<String, Object> found = new LinkedHashMap<>();
    put("", name, node().construct(), found);
    collect("", found);
    return found;
  }

  private void collect(String way, Map<String, Object> found) {
    plugins.forEach(
        (plugin, it) -> {
          Scheduler inner = it.scheduler();
          if (it.action() != null) {
            put(way, plugin, it.action(), found);
          } else if (inner != null) {
            put(way, plugin, inner.node().construct(), found);
            inner.collect(way + identifier(plugin) + "_", found);
          }
        });
  }

  /** Finds a free name: one that is taken is preceded by this scheduler's. */
  private void put(String way, String plugin, Object part, Map<String, Object> found) {
    String free = way + identifier(plugin);
    while (found.containsKey(free)) {
      free = identifier(name) + "_" + free;
    }
    found.put(free, part);
  }

  /** A name of a component: other characters than letters and digits become {@code _}. */
  private static String identifier(String name) {
    String identifier = name.replaceAll("[^A-Za-z0-9_]", "_");
    return identifier.matches("[0-9].*") ? "_" + identifier : identifier;
  }

  /**
   * The scheduler as a node, which stands in a program wherever any other does: entered with a
   * value, it runs until it ends and gives its result. From now on it cannot be changed.
   *
   * @throws ProgramException if a rule names an event of a plugin that never acts here, or nothing
   *     begins or ends it
   */
  public Node node() {
    Node built = node;
    if (built == null) {
      built = built();
      node = built;
    }
    return built;
  }

  private Node built() {
    Set<String> fired = new LinkedHashSet<>(List.of(Event.BEGIN, Event.END));
    plugins.forEach(
        (plugin, it) -> it.events().forEach(event -> fired.add(Event.key(plugin, event))));
    for (Rule rule : rules) {
      for (String key : rule.when().keys()) {
        if (!fired.contains(key)) {
          throw new ProgramException(
              String.format(
                  Locale.ROOT,
                  "the scheduler %s listens to %s, which nobody fires in it; there are %s",
                  name,
                  key,
                  fired));
        }
      }
    }
    if (rules.stream().noneMatch(rule -> rule.kind() == Rule.Kind.END)) {
      throw new ProgramException(
          "the scheduler " + name + " never ends; say when, as in endOn(counter.end())");
    }
    Wiring wiring =
        new Wiring(
            name,
            List.copyOf(plugins.keySet()),
            plugins.values().stream().map(Plugin::seesEvents).toList(),
            List.copyOf(rules),
            onFailure,
            budget);
    return Node.of(new EventLoop(wiring), plugins.values().stream().map(Plugin::node).toList())
        .named(name);
  }
}
