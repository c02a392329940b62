package jacquard.vm;

import java.util.List;
import java.util.Locale;

/** The notation of paths: {@code /} is the root, {@code /0/2} the third child of its first. */
public final class Paths {
  private Paths() {}

  /** The path of child {@code i} of what stands at {@code path}. */
  public static String child(String path, int i) {
    return path.equals("/") ? "/" + i : path + "/" + i;
  }

  /**
   * The child numbers on the way.
   *
   * @throws ProgramException if it is not a path
   */
  public static List<String> indices(String path) {
    if (!path.matches("/|(?:/\\d{1,9})++")) {
      throw new ProgramException("a path looks like / or /0/2, not " + Shown.value(path));
    }
    return path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
  }

  /**
   * The node at a path.
   *
   * @throws ProgramException if there is none
   */
  public static Node node(Node root, String path) {
    Node node = root;
    for (String index : indices(path)) {
      int i = Integer.parseInt(index);
      if (i >= node.children().size()) {
        throw nothingAt(path, node.toString(), node.children().size());
      }
      node = node.children().get(i);
    }
    return node;
  }

  static ProgramException nothingAt(String path, String last, int children) {
    return new ProgramException(
        String.format(
            Locale.ROOT, "there is nothing at %s: %s has %d children", path, last, children));
  }
}
