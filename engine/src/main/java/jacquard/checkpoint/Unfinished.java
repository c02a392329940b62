package jacquard.checkpoint;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The objects that are being loaded and what waits for them: sets and maps ask their keys for a
 * hash or order, which a key that refers back to what is not loaded yet could not give rightly.
 */
final class Unfinished {
  private final BitSet objects = new BitSet();
  private final List<Runnable> waiting = new ArrayList<>();
  private int met;

  /** Notes that an object is begun; gives how many unfinished ones were referred to so far. */
  int begin(int id) {
    objects.set(id);
    return met;
  }

  /** Notes a reference to an object. */
  void meet(int id) {
    if (objects.get(id)) {
      met++;
    }
  }

  /** How many references to unfinished objects there were so far. */
  int met() {
    return met;
  }

  /** Notes that an object is complete, unless it refers to one that is not. */
  void finish(int id, int metBefore) {
    objects.set(id, met != metBefore);
  }

  /** Fills a collection, at once or, if it would ask what is incomplete, when all is loaded. */
  void fill(boolean waits, Runnable filling) {
    if (waits) {
      waiting.add(filling);
    } else {
      filling.run();
    }
  }

  /** Notes that all objects are loaded. */
  void end() {
    objects.clear();
    List<Runnable> now = List.copyOf(waiting);
    waiting.clear();
    now.forEach(Runnable::run);
  }
}
