package jacquard.program;

import jacquard.vm.Call;
import jacquard.vm.Construct;
import jacquard.vm.Node;
import jacquard.vm.SavePoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place of a program: the node that stands there, its path, and what is around it. */
public sealed class Place permits Wiring.Visit {
  final Node node;
  final @Nullable Place parent;
  final int index;
  private final Components components;

  /** A place where nobody asks for the components. */
  Place(Node node, @Nullable Place parent, int index) {
    this(node, parent, index, Components.NONE);
  }

  Place(Node node, @Nullable Place parent, int index, Components components) {
    this.node = node;
    this.parent = parent;
    this.index = index;
    this.components = components;
  }

  /** The node that stands here. */
  public final Node node() {
    return node;
  }

  /** The place around this one; null at the root. */
  public final @Nullable Place parent() {
    return parent;
  }

  /** Which child of its parent this is. */
  public int index() {
    return index;
  }

  /** The components of the program. */
  public Components components() {
    return components;
  }

  /** The way from the root, such as {@code /0/2}. */
  public String path() {
    List<Place> way = new ArrayList<>();
    for (Place p = this; p.parent != null; p = p.parent) {
      way.add(p);
    }
    StringBuilder path = new StringBuilder();
    way.reversed().forEach(p -> path.append('/').append(p.index));
    return path.isEmpty() ? "/" : path.toString();
  }

  /** The node's line, such as {@code call kf.next}. */
  public String label() {
    return node.label(components);
  }

  /**
   * What the node goes by: its name, and what a call, a save point or a generator is called in a
   * printed program.
   */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    if (node.name() != null) {
      names.add(node.name());
    }
    Construct construct = node.construct();
    boolean isNamed =
        construct instanceof Call
            || construct instanceof SavePoint
            || Selectors.isOfUsers(construct);
    String detail = isNamed ? construct.detail(components) : "";
    if (!detail.isEmpty()) {
      names.add(detail);
    }
    return names;
  }

  /** The path and the node, such as {@code /0/2 (call kf.next)}. */
  @Override
  public String toString() {
    return path() + " (" + label() + ")";
  }
}
