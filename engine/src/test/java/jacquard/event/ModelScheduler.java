package jacquard.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of schedulers as a plain recursive interpreter, without a machine. */
final class ModelScheduler {
  /** A plugin of the model: gives what is fired. */
  interface Part {
    Fired act(Event event);

    /** Whether it has fired {@code next} and goes on by itself. */
    default boolean isUnderWay() {
      return false;
    }

    /** Has it begin anew when it acts next. */
    default void forget() {}
  }

  /** Thrown when nothing more happens. */
  static final class Deadlock extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Thrown when it never ends; an error, so that no policy hides it. */
  static final class Cycle extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final int MANY = 5_000;

  private int polls;
  private final Map<String, Part> parts = new HashMap<>();
  private final List<Rule> rules;
  private final List<String> names;
  private final OnFailure policy;
  private final ArrayDeque<Event> queue = new ArrayDeque<>();
  private final boolean[] killed;
  private final List<long[]> counts = new ArrayList<>();
  private @Nullable Event event;
  private int at;
  private boolean isRunning;

  ModelScheduler(List<String> names, Map<String, Part> parts, List<Rule> rules, OnFailure policy) {
    this.names = names;
    this.parts.putAll(parts);
    this.rules = rules;
    this.policy = policy;
    this.killed = new boolean[names.size()];
  }

  private void begin(@Nullable Object value) {
    java.util.Arrays.fill(killed, false);
    counts.clear();
    rules.forEach(rule -> counts.add(new long[rule.when().counters()]));
    queue.clear();
    queue.add(new Event("", "begin", value));
    event = null;
    isRunning = true;
  }

  /** As a plugin of another one. */
  Part asPart() {
    return new Part() {
      @Override
      public Fired act(Event e) {
        return advance(e.value(), true);
      }

      @Override
      public boolean isUnderWay() {
        return isRunning;
      }

      @Override
      public void forget() {
        isRunning = false;
        parts.values().forEach(Part::forget);
      }
    };
  }

  /** Runs to its next outward event, or to its end. */
  Fired advance(@Nullable Object value, boolean nested) {
    if (!isRunning) {
      begin(value);
    }
    while (true) {
      if (event == null) {
        polls++;
        if (polls > MANY) {
          throw new Cycle();
        }
        event = queue.poll();
        at = 0;
        if (event == null) {
          throw new Deadlock();
        }
        if (event.name().isEmpty()) {
          String source = event.source();
          event = null;
          Part part = part(source);
          if (!killed[names.indexOf(source)] && part.isUnderWay()) {
            act(names.indexOf(source), new Event("", "", null));
          }
          continue;
        }
      }
      while (at < rules.size()) {
        int i = at++;
        Rule rule = rules.get(i);
        if (!rule.when().keys().contains(event.key())
            || !rule.when().meets(event, counts.get(i), 0)) {
          continue;
        }
        switch (rule.kind()) {
          case ACT -> {
            String name = names.get(rule.plugin());
            if (!killed[rule.plugin()] && !part(name).isUnderWay()) {
              act(rule.plugin(), event);
            }
          }
          case KILL -> kill(rule.plugin());
          case NEXT -> {
            if (nested) {
              return Fired.next(event.value());
            }
          }
          case END -> {
            return end(event.value());
          }
        }
      }
      event = null;
    }
  }

  private Fired end(@Nullable Object value) {
    Event last = new Event("", "end", value);
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      boolean met =
          rule.when().keys().contains(last.key()) && rule.when().meets(last, counts.get(i), 0);
      if (met && rule.kind() == Rule.Kind.ACT && !killed[rule.plugin()]) {
        Part part = part(names.get(rule.plugin()));
        if (!part.isUnderWay()) {
          attempt(rule.plugin(), last);
        }
      } else if (met && rule.kind() == Rule.Kind.KILL) {
        kill(rule.plugin());
      }
    }
    parts.values().forEach(Part::forget);
    isRunning = false;
    event = null;
    return Fired.end(value);
  }

  private void act(int plugin, Event shown) {
    fire(names.get(plugin), attempt(plugin, shown));
  }

  /** What a plugin fires; nothing if it fails and the policy has that it goes on. */
  private Fired attempt(int plugin, Event shown) {
    Part part = part(names.get(plugin));
    try {
      return part.act(shown);
    } catch (RuntimeException e) {
      if (policy == OnFailure.STOP) {
        throw e;
      }
      part.forget();
      killed[plugin] |= policy == OnFailure.KILL;
      return Fired.NOTHING;
    }
  }

  private void kill(int plugin) {
    killed[plugin] = true;
    part(names.get(plugin)).forget();
  }

  private void fire(String source, Fired fired) {
    if (!fired.equals(Fired.NOTHING)) {
      queue.add(new Event(source, fired.name(), fired.value()));
      if (part(source).isUnderWay()) {
        queue.add(new Event(source, "", null));
      }
    }
  }

  private Part part(String name) {
    return java.util.Objects.requireNonNull(parts.get(name));
  }
}
