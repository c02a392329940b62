package jacquard.laws;

import jacquard.experiment.Experiment;
import jacquard.program.Program;
import jacquard.program.Programs;
import jacquard.vm.Node;
import java.util.List;

/**
 * A program in words and numbers only, from which the same program can be built again and again,
 * each time with fresh components.
 *
 * @param word {@code CALL SEQ REPEAT LOOP BUFFER WEAVE PARALLEL CHOOSE}
 * @param function what a CALL calls, as {@link SpecFunctions} knows it; empty otherwise
 * @param count of a REPEAT or BUFFER; 0 otherwise
 * @param children in order; a CHOOSE's selector first
 */
public record Spec(String word, String function, long count, List<Spec> children) {

  /** A call of one of the {@link SpecFunctions}. */
  public static Spec call(String function) {
    return new Spec("CALL", function, 0, List.of());
  }

  /** Any other construct. */
  public static Spec of(String word, long count, List<Spec> children) {
    return new Spec(word, "", count, children);
  }

  /** The program over fresh components. */
  public Program program() {
    return Program.of(node(new SpecFunctions()));
  }

  /** An experiment whose program {@code main} this is, over fresh components. */
  public Experiment experiment() {
    SpecFunctions functions = new SpecFunctions();
    return new Experiment()
        .types(SpecFunctions.class, SpecFunctions.Named.class)
        .component("functions", functions)
        .program("main", node(functions));
  }

  /** The tree over the given components. */
  public Node node(SpecFunctions functions) {
    List<Node> nodes = children.stream().map(child -> child.node(functions)).toList();
    return switch (word) {
      case "CALL" -> functions.call(function);
      case "SEQ" -> Programs.seq(nodes);
      case "REPEAT" -> Programs.repeat(count, nodes);
      case "LOOP" -> Programs.loop(nodes);
      case "BUFFER" -> Programs.buffer(count, nodes.get(0));
      case "WEAVE" -> Programs.weave(nodes);
      case "PARALLEL" -> Programs.parallel(nodes);
      case "CHOOSE" -> Programs.choose(nodes.get(0), nodes.subList(1, nodes.size()));
      default -> throw new IllegalArgumentException("no construct is called " + word);
    };
  }

  /** Such as {@code REPEAT 3 [CALL inc, CALL dbl]}. */
  @Override
  public String toString() {
    if (word.equals("CALL")) {
      return "CALL " + function;
    }
    boolean counted = word.equals("REPEAT") || word.equals("BUFFER");
    return word + " " + (counted ? count + " " : "") + children;
  }
}
