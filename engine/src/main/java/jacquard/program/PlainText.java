package jacquard.program;

import jacquard.vm.Hook;
import jacquard.vm.Node;
import jacquard.vm.Paths;
import jacquard.vm.ProgramException;
import java.util.ArrayDeque;

/** The text of a program that can be kept in a file and parsed again: one node a line, indented. */
final class PlainText {
  private record Place(Node node, int depth, int index) {}

  private PlainText() {}

  static String of(Program program) {
    FullNames names = FullNames.of(program);
    StringBuilder page = new StringBuilder();
    ArrayDeque<Place> open = new ArrayDeque<>();
    java.util.ArrayList<Integer> way = new java.util.ArrayList<>();
    open.push(new Place(program.root(), 0, 0));
    while (!open.isEmpty()) {
      Place place = open.pop();
      Node node = place.node;
      way.subList(Math.min(place.depth, way.size()), way.size()).clear();
      way.add(place.index);
      try {
        page.repeat(' ', 2 * place.depth).append(line(node, names)).append('\n');
      } catch (ProgramException e) {
        String label = node.label(program.components());
        throw new ProgramException(path(way) + " (" + label + "): " + e.getMessage());
      }
      for (int i = node.children().size() - 1; i >= 0; i--) {
        open.push(new Place(node.children().get(i), place.depth + 1, i));
      }
    }
    return page.toString();
  }

  private static String line(Node node, FullNames names) {
    String name = node.name() == null ? "" : node.name() + ": ";
    String unit = node.unit() == null ? "" : " (" + node.unit() + ")";
    StringBuilder line =
        new StringBuilder(name).append(Words.write(node.construct(), names)).append(unit);
    for (Hook hook : node.hooks()) {
      line.append(" [").append(written(hook, names)).append(']');
    }
    return line.toString();
  }

  private static String written(Hook hook, FullNames names) {
    try {
      return Words.write(hook, names);
    } catch (ProgramException e) {
      throw new ProgramException("its hook \"" + hook.label(names) + "\": " + e.getMessage());
    }
  }

  private static String path(java.util.List<Integer> way) {
    String path = "/";
    for (int index : way.subList(1, way.size())) {
      path = Paths.child(path, index);
    }
    return path;
  }
}
