package jacquard.program;

import jacquard.vm.Node;
import jacquard.vm.Paths;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The text form of a program: one node a line, indented, its path before it, its steps after it.
 */
final class Printer {
  /** Indentation grows no further than this, so that very deep programs stay printable. */
  private static final int DEEPEST = 60;

  private record Place(Node node, String path, int depth) {}

  private record Line(String path, String text, String steps) {}

  private Printer() {}

  static String print(Program program) {
    IdentityHashMap<Node, Cost> costs = Cost.all(program.root());
    List<Line> lines = new ArrayList<>();
    ArrayDeque<Place> open = new ArrayDeque<>();
    open.push(new Place(program.root(), "/", 0));
    while (!open.isEmpty()) {
      Place place = open.pop();
      Node node = place.node;
      String text = indent(place.depth) + line(node, program.components());
      lines.add(new Line(place.path, text, Cost.cost(node, costs).toString()));
      for (int i = node.children().size() - 1; i >= 0; i--) {
        String path = place.depth < DEEPEST ? Paths.child(place.path, i) : "…/" + i;
        open.push(new Place(node.children().get(i), path, place.depth + 1));
      }
    }
    return aligned(lines);
  }

  private static String line(Node node, Components components) {
    StringBuilder line = new StringBuilder(node.label(components));
    node.hooks().forEach(hook -> line.append(" [").append(hook.label(components)).append(']'));
    return line.toString();
  }

  private static String indent(int depth) {
    return "  ".repeat(Math.min(depth, DEEPEST));
  }

  private static String aligned(List<Line> lines) {
    int path = width(lines, Line::path);
    int text = width(lines, Line::text);
    int steps = width(lines, Line::steps);
    String format = "%-" + path + "s  %-" + text + "s  %" + steps + "s%n";
    StringBuilder page = new StringBuilder();
    for (Line line : lines) {
      page.append(format.replace("%n", "\n").formatted(line.path, line.text, line.steps));
    }
    return page.toString();
  }

  private static int width(List<Line> lines, java.util.function.Function<Line, String> column) {
    return lines.stream().mapToInt(line -> column.apply(line).length()).max().orElse(1);
  }
}
