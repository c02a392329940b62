package jacquard.event;

import jacquard.vm.ProgramException;
import java.util.List;
import java.util.Set;

/**
 * A condition on the events of a scheduler, met or not by each of them.
 *
 * <p>A trigger is a value: what it counts is kept in the frame of the scheduler, for each of its
 * uses apart, and is saved with the run.
 */
public sealed interface Trigger
    permits Trigger.On, Trigger.Every, Trigger.First, Trigger.After, Trigger.Where, Combination {
  /** The events it must be shown, by {@link Event#key}. */
  Set<String> keys();

  /** How many numbers it keeps. */
  int counters();

  /**
   * Whether an event meets it.
   *
   * @param counts the numbers of all triggers, its own from {@code at} on
   */
  boolean meets(Event event, long[] counts, int at);

  /** Met at every n-th time, the n-th being the first. */
  default Trigger every(long n) {
    return new Every(this, n);
  }

  /** Met the first time only. */
  default Trigger once() {
    return new First(this, 1);
  }

  /** Met at all but the first {@code n} times. */
  default Trigger after(long n) {
    return new After(this, n);
  }

  /** Met until the other trigger was. */
  default Trigger until(Trigger stop) {
    return new Combination.Until(this, stop);
  }

  /** Met where the value of the event passes a test. */
  default Trigger where(Filter filter) {
    return new Where(this, filter);
  }

  /** Met when one of them is. */
  static Trigger anyOf(Trigger... triggers) {
    return new Combination.AnyOf(List.of(triggers));
  }

  /** Met when the last of them is that was not since this was met before. */
  static Trigger allOf(Trigger... triggers) {
    return new Combination.AllOf(List.of(triggers));
  }

  /**
   * One event of one plugin.
   *
   * @param source the plugin's name; empty for the scheduler itself
   * @param event the event's name
   */
  record On(String source, String event) implements Trigger {
    @Override
    public Set<String> keys() {
      return Set.of(Event.key(source, event));
    }

    @Override
    public int counters() {
      return 0;
    }

    @Override
    public boolean meets(Event e, long[] counts, int at) {
      return e.source().equals(source) && e.name().equals(event);
    }

    @Override
    public String toString() {
      return Event.key(source, event);
    }
  }

  /** Every n-th time. */
  record Every(Trigger of, long n) implements Trigger {
    /** Checks the number. */
    public Every {
      positive("every", n);
    }

    @Override
    public Set<String> keys() {
      return of.keys();
    }

    @Override
    public int counters() {
      return of.counters() + 1;
    }

    @Override
    public boolean meets(Event e, long[] counts, int at) {
      if (!of.meets(e, counts, at + 1)) {
        return false;
      }
      counts[at] = (counts[at] + 1) % n;
      return counts[at] == 0;
    }

    @Override
    public String toString() {
      return "every " + n + " " + of;
    }
  }

  /** The first n times. */
  record First(Trigger of, long n) implements Trigger {
    /** Checks the number. */
    public First {
      positive("first", n);
    }

    @Override
    public Set<String> keys() {
      return of.keys();
    }

    @Override
    public int counters() {
      return of.counters() + 1;
    }

    @Override
    public boolean meets(Event e, long[] counts, int at) {
      return counts[at] < n && of.meets(e, counts, at + 1) && counts[at]++ < n;
    }

    @Override
    public String toString() {
      return n == 1 ? "once " + of : "first " + n + " " + of;
    }
  }

  /** All but the first n times. */
  record After(Trigger of, long n) implements Trigger {
    /** Checks the number. */
    public After {
      positive("after", n);
    }

    @Override
    public Set<String> keys() {
      return of.keys();
    }

    @Override
    public int counters() {
      return of.counters() + 1;
    }

    @Override
    public boolean meets(Event e, long[] counts, int at) {
      if (!of.meets(e, counts, at + 1)) {
        return false;
      }
      if (counts[at] < n) {
        counts[at]++;
        return false;
      }
      return true;
    }

    @Override
    public String toString() {
      return "after " + n + " " + of;
    }
  }

  /** Where a value passes. */
  record Where(Trigger of, Filter filter) implements Trigger {
    @Override
    public Set<String> keys() {
      return of.keys();
    }

    @Override
    public int counters() {
      return of.counters();
    }

    @Override
    public boolean meets(Event e, long[] counts, int at) {
      return of.keys().contains(e.key()) && filter.accepts(e.value()) && of.meets(e, counts, at);
    }

    @Override
    public String toString() {
      return of + " where " + (filter.getClass().isHidden() ? "lambda" : filter);
    }
  }

  private static void positive(String word, long n) {
    if (n <= 0) {
      throw new ProgramException(word + " takes a positive number, not " + n);
    }
  }
}
