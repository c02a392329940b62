package jacquard.expression;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A list of expressions that can be part of a checkpoint: their operations, each once.
 *
 * <p>What is shared stays shared with other components; tables are saved as they say themselves.
 */
public final class Expressions implements Stateful {
  private List<Expr> roots;

  /** Makes a list. */
  public Expressions(List<Expr> roots) {
    this.roots = List.copyOf(roots);
  }

  /** To be loaded. */
  private Expressions() {
    this(List.of());
  }

  /** The expressions. */
  public List<Expr> roots() {
    return roots;
  }

  @Override
  public void state(State s) {
    List<Expr> all = Graph.ordered(roots);
    Map<Expr, Integer> places = new HashMap<>();
    all.forEach(e -> places.put(e, places.size()));
    List<Op> ops = s.value("operations", all.stream().map(Expr::op).toList());
    List<int[]> operands =
        s.value("operands", all.stream().map(e -> at(e.operands(), places)).toList());
    int[] ends = s.value("roots", at(roots, places));
    if (s.isLoading()) {
      List<Expr> made = new ArrayList<>();
      for (int i = 0; i < ops.size(); i++) {
        made.add(Expr.of(ops.get(i), chosen(made, operands.get(i))));
      }
      roots = chosen(made, ends);
    }
  }

  private static int[] at(List<Expr> expressions, Map<Expr, Integer> places) {
    return expressions.stream().mapToInt(e -> places.getOrDefault(e, -1)).toArray();
  }

  private static List<Expr> chosen(List<Expr> from, int[] places) {
    List<Expr> chosen = new ArrayList<>();
    for (int place : places) {
      chosen.add(from.get(place));
    }
    return List.copyOf(chosen);
  }
}
