package jacquard.event;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules of a scheduler, in order, with an index of who listens to what. */
final class Wiring implements Stateful {
  /** The rules that listen to an event nobody listens to. */
  static final int[] NOBODY = {};

  /** No rules. */
  static final Wiring NONE =
      new Wiring("", List.of(), List.of(), List.of(), OnFailure.STOP, Long.MAX_VALUE);

  private String name;
  private List<String> plugins;
  private List<Boolean> seesEvents;
  private List<Rule> rules;
  private OnFailure onFailure;
  private long budget;

  private Map<String, int[]> listeners = Map.of();
  private int[] offsets = {};

  /** The rules, for plugins by their index. */
  Wiring(
      String name,
      List<String> plugins,
      List<Boolean> seesEvents,
      List<Rule> rules,
      OnFailure onFailure,
      long budget) {
    this.name = name;
    this.plugins = plugins;
    this.seesEvents = seesEvents;
    this.rules = rules;
    this.onFailure = onFailure;
    this.budget = budget;
    index();
  }

  /** To be loaded. */
  private Wiring() {
    this("", List.of(), List.of(), List.of(), OnFailure.STOP, Long.MAX_VALUE);
  }

  @Override
  public void state(State s) {
    name = s.value("name", name);
    plugins = s.value("plugins", plugins);
    seesEvents = s.value("seesEvents", seesEvents);
    rules = s.value("rules", rules);
    onFailure = s.value("onFailure", onFailure);
    budget = s.value("budget", budget);
    if (s.isLoading()) {
      index();
    }
  }

  /** So that the cost of an event grows with those who listen to it, not with all. */
  private void index() {
    Map<String, List<Integer>> found = new HashMap<>();
    offsets = new int[rules.size() + 1];
    for (int i = 0; i < rules.size(); i++) {
      offsets[i + 1] = offsets[i] + rules.get(i).when().counters();
      for (String key : rules.get(i).when().keys()) {
        found.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
      }
    }
    listeners = new HashMap<>();
    found.forEach(
        (key, list) -> listeners.put(key, list.stream().mapToInt(Integer::intValue).toArray()));
  }

  String name() {
    return name;
  }

  List<String> plugins() {
    return plugins;
  }

  /** For each plugin, whether it takes events and not their values. */
  List<Boolean> seesEvents() {
    return seesEvents;
  }

  List<Rule> rules() {
    return rules;
  }

  OnFailure onFailure() {
    return onFailure;
  }

  long budget() {
    return budget;
  }

  /** How many numbers all triggers keep. */
  int counters() {
    return offsets[rules.size()];
  }

  /** Where the numbers of a rule's trigger begin. */
  int offset(int rule) {
    return offsets[rule];
  }

  /** The rules that listen to an event, in order of registration. */
  int[] listeners(Event event) {
    return listeners.getOrDefault(event.key(), NOBODY);
  }

  /** Why nothing more happens: who waits for what. */
  String deadlock(boolean[] killed) {
    StringBuilder text = new StringBuilder("nothing more happens in the scheduler ");
    text.append(name).append(": every event was delivered and none ended it;");
    for (Rule rule : rules) {
      boolean dead = rule.plugin() >= 0 && killed[rule.plugin()];
      text.append(' ')
          .append(subject(rule))
          .append(dead ? " was killed" : " waits for " + rule.when())
          .append(';');
    }
    return text.append(" let something fire one of these, or end it on another event").toString();
  }

  private String subject(Rule rule) {
    return switch (rule.kind()) {
      case ACT -> plugins.get(rule.plugin());
      case KILL -> "the kill of " + plugins.get(rule.plugin());
      case NEXT -> "its next";
      case END -> "its end";
    };
  }

  /** When a plugin acts, and when it is killed, such as {@code acts on begin or counter.next}. */
  String role(int plugin) {
    List<String> parts = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.plugin() == plugin) {
        parts.add((rule.kind() == Rule.Kind.KILL ? "killed on " : "acts on ") + on(rule));
      }
    }
    return String.join(", ", parts);
  }

  /** The rules of the scheduler itself, such as {@code ends on counter.end}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.plugin() < 0) {
        parts.add((rule.kind() == Rule.Kind.END ? "ends on " : "next on ") + on(rule));
      }
    }
    return String.join(", ", parts);
  }

  private static String on(Rule rule) {
    String when = rule.when().toString();
    return rule.when() instanceof Combination.AnyOf ? when.substring(1, when.length() - 1) : when;
  }
}
