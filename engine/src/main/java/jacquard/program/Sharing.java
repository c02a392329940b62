package jacquard.program;

import jacquard.vm.Call;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import jacquard.vm.Threaded;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;

/**
 * The check that no node stands in two threads of one Weave or Parallel, where both places would be
 * active at the same time.
 *
 * <p>Anywhere else a node may stand in several places: at most one of them is active at a time, and
 * a run has a task for each. Calls are never active between steps and may stand anywhere.
 */
final class Sharing {
  private Sharing() {}

  static void check(Node root) {
    Set<Node> shared = sharedNodes(root);
    if (shared.isEmpty()) {
      return;
    }
    // For each shared node, the weave threads it was found in: weave's place -> first place in it.
    IdentityHashMap<Node, IdentityHashMap<Place, Place>> found = new IdentityHashMap<>();
    ArrayDeque<Place> open = new ArrayDeque<>();
    open.push(new Place(root, null, 0));
    while (!open.isEmpty()) {
      Place place = open.pop();
      if (shared.contains(place.node)) {
        checkThreads(place, found.computeIfAbsent(place.node, n -> new IdentityHashMap<>()));
      }
      for (int i = place.node.children().size() - 1; i >= 0; i--) {
        open.push(new Place(place.node.children().get(i), place, i));
      }
    }
  }

  private static void checkThreads(Place place, IdentityHashMap<Place, Place> weaves) {
    for (Place p = place; p.parent != null; p = p.parent) {
      if (p.parent.node.construct() instanceof Threaded) {
        Place other = weaves.putIfAbsent(p.parent, place);
        if (other != null && threadOf(other, p.parent) != p.index) {
          throw new ProgramException(
              String.format(
                      Locale.ROOT,
                      "%s stands at %s and at %s, in two threads of the %s at %s, and would be"
                          + " active twice;",
                      place.node,
                      other.path(),
                      place.path(),
                      p.parent.node.construct().word(),
                      p.parent.path())
                  + " build one for each thread");
        }
      }
    }
  }

  private static int threadOf(Place place, Place weave) {
    Place p = place;
    while (p.parent != null && p.parent != weave) {
      p = p.parent;
    }
    return p.index;
  }

  /** The nodes with a body that are children of more than one node, or twice of one. */
  private static Set<Node> sharedNodes(Node root) {
    IdentityHashMap<Node, Integer> parents = new IdentityHashMap<>();
    ArrayDeque<Node> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      for (Node child : open.pop().children()) {
        if (parents.merge(child, 1, Integer::sum) == 1) {
          open.push(child);
        }
      }
    }
    Set<Node> shared = Collections.newSetFromMap(new IdentityHashMap<>());
    parents.forEach(
        (node, count) -> {
          if (count > 1 && !(node.construct() instanceof Call)) {
            shared.add(node);
          }
        });
    return shared;
  }
}
