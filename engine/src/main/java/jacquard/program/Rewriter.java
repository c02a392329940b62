package jacquard.program;

import jacquard.vm.Node;
import jacquard.vm.Paths;
import jacquard.vm.ProgramException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The making of a program in which some places are rewritten.
 *
 * <p>Only those places and the ones around them are made anew, from the leaves up. What a node and
 * its new children make is kept, so that a node that stood in several places still does where the
 * same has become of it.
 */
final class Rewriter {
  /** A node over new children, compared by identity. */
  private record Made(Node node, List<Node> children) {
    @Override
    public boolean equals(@Nullable Object other) {
      if (!(other instanceof Made that) || node != that.node) {
        return false;
      }
      for (int i = 0; i < children.size(); i++) {
        if (children.get(i) != that.children.get(i)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      int hash = System.identityHashCode(node);
      for (Node child : children) {
        hash = 31 * hash + System.identityHashCode(child);
      }
      return hash;
    }
  }

  private final Program program;
  private final String what;
  private final UnaryOperator<Node> function;
  private final IdentityHashMap<Place, Node> results = new IdentityHashMap<>();
  private final Map<Made, Node> made = new HashMap<>();
  private final Map<String, String> shifts = new HashMap<>();
  private final List<Rewrite.Change> changes = new ArrayList<>();

  Rewriter(Program program, String what, UnaryOperator<Node> function) {
    this.program = program;
    this.what = what;
    this.function = function;
  }

  Rewrite rewrite(List<Place> matches) {
    Set<Place> matched = Collections.newSetFromMap(new IdentityHashMap<>());
    matched.addAll(matches);
    Node root = program.root();
    for (Map.Entry<Place, List<Place>> around : touched(matches)) {
      Place place = around.getKey();
      Node node = overNewChildren(place, around.getValue());
      if (matched.contains(place)) {
        node = replaced(place, node);
      }
      results.put(place, node);
      root = place.parent() == null ? node : root;
    }
    return new Rewrite(
        program, Program.of(root, program.components()), changes.reversed(), Map.copyOf(shifts));
  }

  /** The matches and all places around them, children first, each with those of its children. */
  private static List<Map.Entry<Place, List<Place>>> touched(List<Place> matches) {
    IdentityHashMap<Place, List<Place>> below = new IdentityHashMap<>();
    List<Place> order = new ArrayList<>();
    for (Place match : matches) {
      ArrayDeque<Place> way = new ArrayDeque<>();
      for (Place p = match; p != null && !below.containsKey(p); p = p.parent()) {
        way.push(p);
        below.put(p, new ArrayList<>());
      }
      for (Place p : way) {
        order.add(p);
        if (p.parent() != null) {
          list(below, p.parent()).add(p);
        }
      }
    }
    return order.reversed().stream().map(p -> Map.entry(p, list(below, p))).toList();
  }

  private static List<Place> list(IdentityHashMap<Place, List<Place>> below, Place place) {
    return java.util.Objects.requireNonNull(below.get(place));
  }

  private Node overNewChildren(Place place, List<Place> touched) {
    List<Node> children = new ArrayList<>(place.node().children());
    boolean changed = false;
    for (Place child : touched) {
      Node now = java.util.Objects.requireNonNull(results.get(child));
      changed |= now != children.set(child.index(), now);
    }
    if (!changed) {
      return place.node();
    }
    try {
      return made.computeIfAbsent(
          new Made(place.node(), children), key -> place.node().withChildren(children));
    } catch (ProgramException e) {
      throw new ProgramException("at " + place + ": " + e.getMessage());
    }
  }

  private Node replaced(Place place, Node node) {
    Node now = function.apply(node);
    if (now == null) {
      throw new ProgramException("the function gave no node for " + place);
    }
    String path = place.path();
    String way = wayTo(node, now);
    if (!"/".equals(way)) {
      shifts.put(path, way == null ? Rewrite.GONE : way);
    }
    changes.add(new Rewrite.Change(path, place.label(), what(now)));
    return now;
  }

  private String what(Node now) {
    return what.equals("rewritten") ? "now " + now.label(program.components()) : what;
  }

  /** The first path at which a node stands in another's tree, hooks and names aside; or null. */
  private static @Nullable String wayTo(Node node, Node tree) {
    if (isSame(node, tree)) {
      return "/";
    }
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    ArrayDeque<Map.Entry<String, Node>> open = new ArrayDeque<>();
    open.add(Map.entry("/", tree));
    while (!open.isEmpty()) {
      Map.Entry<String, Node> next = open.poll();
      List<Node> children = next.getValue().children();
      for (int i = 0; i < children.size(); i++) {
        String path = Paths.child(next.getKey(), i);
        if (isSame(node, children.get(i))) {
          return path;
        }
        if (seen.add(children.get(i))) {
          open.add(Map.entry(path, children.get(i)));
        }
      }
    }
    return null;
  }

  private static boolean isSame(Node a, Node b) {
    if (a.construct() != b.construct() || a.children().size() != b.children().size()) {
      return false;
    }
    for (int i = 0; i < a.children().size(); i++) {
      if (a.children().get(i) != b.children().get(i)) {
        return false;
      }
    }
    return true;
  }
}
