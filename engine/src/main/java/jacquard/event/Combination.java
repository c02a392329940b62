package jacquard.event;

import jacquard.vm.ProgramException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A trigger made of several; each of them keeps numbers of its own. */
sealed interface Combination extends Trigger {
  /** Until another was met; an event that meets both stops it. */
  record Until(Trigger of, Trigger stop) implements Combination {
    @Override
    public Set<String> keys() {
      return union(List.of(of, stop));
    }

    @Override
    public int counters() {
      return of.counters() + stop.counters() + 1;
    }

    @Override
    public boolean meets(Event e, long[] counts, int at) {
      if (counts[at] == 0 && stop.meets(e, counts, at + 1 + of.counters())) {
        counts[at] = 1;
      }
      return counts[at] == 0 && of.meets(e, counts, at + 1);
    }

    @Override
    public String toString() {
      return of + " until " + stop;
    }
  }

  /** One of several. */
  record AnyOf(List<Trigger> triggers) implements Combination {
    /** Checks that there are some. */
    public AnyOf {
      triggers = some("anyOf", triggers);
    }

    @Override
    public Set<String> keys() {
      return union(triggers);
    }

    @Override
    public int counters() {
      return sum(triggers);
    }

    @Override
    public boolean meets(Event e, long[] counts, int at) {
      boolean met = false;
      int next = at;
      for (Trigger each : triggers) {
        met |= each.meets(e, counts, next); // each counts, whether or not another is met
        next += each.counters();
      }
      return met;
    }

    @Override
    public String toString() {
      return joined(triggers, " or ");
    }
  }

  /** All of several. */
  record AllOf(List<Trigger> triggers) implements Combination {
    /** Checks that there are some. */
    public AllOf {
      triggers = some("allOf", triggers);
    }

    @Override
    public Set<String> keys() {
      return union(triggers);
    }

    @Override
    public int counters() {
      return sum(triggers) + triggers.size();
    }

    @Override
    public boolean meets(Event e, long[] counts, int at) {
      boolean met = false;
      boolean all = true;
      int next = at + triggers.size();
      for (int i = 0; i < triggers.size(); i++) {
        Trigger each = triggers.get(i);
        if (each.meets(e, counts, next)) {
          counts[at + i] = 1;
          met = true;
        }
        all &= counts[at + i] == 1;
        next += each.counters();
      }
      if (!met || !all) {
        return false;
      }
      for (int i = 0; i < triggers.size(); i++) {
        counts[at + i] = 0;
      }
      return true;
    }

    @Override
    public String toString() {
      return joined(triggers, " and ");
    }
  }

  private static List<Trigger> some(String word, List<Trigger> triggers) {
    if (triggers.isEmpty()) {
      throw new ProgramException(word + " takes at least one trigger");
    }
    return List.copyOf(triggers);
  }

  private static Set<String> union(List<Trigger> triggers) {
    return triggers.stream()
        .flatMap(each -> each.keys().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static int sum(List<Trigger> triggers) {
    return triggers.stream().mapToInt(Trigger::counters).sum();
  }

  private static String joined(List<Trigger> triggers, String word) {
    return triggers.stream().map(Trigger::toString).collect(Collectors.joining(word, "(", ")"));
  }
}
