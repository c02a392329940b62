package jacquard.program;

import jacquard.vm.Node;
import jacquard.vm.ProgramException;

/** The ways from a program's root to its nodes. */
final class Paths {
  private Paths() {}

  /** The path of child {@code i} of the node at {@code path}. */
  static String child(String path, int i) {
    return path.equals("/") ? "/" + i : path + "/" + i;
  }

  static Node node(Node root, String path) {
    if (!path.matches("/|(?:/\\d{1,9})++")) {
      throw new ProgramException("a path looks like / or /0/2, not \"" + path + "\"");
    }
    Node node = root;
    for (String index : path.substring(1).split("/", -1)) {
      if (index.isEmpty()) {
        return node;
      }
      int i = Integer.parseInt(index);
      if (i >= node.children().size()) {
        throw new ProgramException(
            "there is nothing at %s: %s has %d children"
                .formatted(path, node, node.children().size()));
      }
      node = node.children().get(i);
    }
    return node;
  }
}
