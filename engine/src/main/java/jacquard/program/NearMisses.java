package jacquard.program;

import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The names of a program that are nearest to those that were asked for in vain. */
final class NearMisses {
  private static final int TOLD = 5;

  private NearMisses() {}

  static ProgramException nothing(Program program, Selector selector, String advice) {
    Set<String> names = names(program);
    Comparator<String> nearest = Comparator.comparingInt(name -> distance(selector.words(), name));
    List<String> near =
        names.stream()
            .sorted(nearest.thenComparing(Comparator.naturalOrder()))
            .limit(TOLD)
            .toList();
    return new ProgramException(
        "nothing in the program matches "
            + selector.text(program.components())
            + (near.isEmpty() ? "" : "; near names are " + String.join(", ", near))
            + ". "
            + advice);
  }

  private static Set<String> names(Program program) {
    Set<String> names = new TreeSet<>();
    Set<Node> seen = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    ArrayDeque<Node> open = new ArrayDeque<>(List.of(program.root()));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (seen.add(node)) {
        names.addAll(new Place(node, null, 0, program.components()).names());
        open.addAll(node.children());
      }
    }
    return names;
  }

  private static int distance(List<String> words, String name) {
    return words.stream().mapToInt(word -> Nearest.distance(word, name)).min().orElse(0);
  }
}
