package jacquard.program;

import jacquard.vm.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One place of a node, by the way from the root; told apart by identity. */
class Place {
  final Node node;
  final @Nullable Place parent;
  final int index;

  Place(Node node, @Nullable Place parent, int index) {
    this.node = node;
    this.parent = parent;
    this.index = index;
  }

  String path() {
    List<Place> way = new ArrayList<>();
    for (Place p = this; p.parent != null; p = p.parent) {
      way.add(p);
    }
    StringBuilder path = new StringBuilder();
    way.reversed().forEach(p -> path.append('/').append(p.index));
    return path.isEmpty() ? "/" : path.toString();
  }
}
