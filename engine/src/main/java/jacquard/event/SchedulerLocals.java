package jacquard.event;

import jacquard.vm.Frame;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Where a scheduler stands: the events that are queued, the one being delivered, who acts on it.
 */
final class SchedulerLocals extends Frame {
  /** What was fired and not yet delivered, from {@code first} on; not final, loading sets it. */
  private ArrayList<Event> queue = new ArrayList<>();

  private int first;

  /** The event being delivered, and the next of the rules that listen to it. */
  @Nullable Event event;

  int listener;

  /** The plugin that acts, or -1. */
  int acting = -1;

  /** What is to be told outward before going on. */
  @Nullable Event outward;

  long delivered;
  boolean begun;
  boolean ending;
  @Nullable Object result;
  boolean[] killed = {};
  long[] counts = {};

  /** Whether no event is queued. */
  boolean isEmpty() {
    return first == queue.size();
  }

  void add(Event event) {
    queue.add(event);
  }

  /** The event that was queued first. */
  Event next() {
    return queue.get(first);
  }

  /** Takes it off the queue. */
  Event take() {
    Event next = queue.get(first++);
    if (isEmpty()) {
      clear();
    }
    return next;
  }

  void clear() {
    queue.clear();
    first = 0;
  }
}
