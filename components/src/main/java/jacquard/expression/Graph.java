package jacquard.expression;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The expressions below some roots, each once. */
final class Graph {
  private Graph() {}

  /** All of them, operands before what is made of them; however deep they nest. */
  static List<Expr> ordered(Collection<Expr> roots) {
    return ordered(roots, Expr::operands);
  }

  /** Those that are reached by some of the operands of each. */
  static List<Expr> ordered(Collection<Expr> roots, Function<Expr, List<Expr>> operands) {
    List<Expr> ordered = new ArrayList<>();
    Set<Expr> entered = new HashSet<>();
    Set<Expr> done = new HashSet<>();
    ArrayDeque<Expr> open = new ArrayDeque<>(List.copyOf(roots).reversed());
    while (!open.isEmpty()) {
      Expr e = open.peek();
      if (entered.add(e)) {
        operands.apply(e).reversed().forEach(open::push);
      } else {
        open.pop();
        if (done.add(e)) {
          ordered.add(e);
        }
      }
    }
    return ordered;
  }

  /** Those that depend on one of the leaves or nodes given, these too. */
  static Set<Expr> dependents(Collection<Expr> roots, Collection<Expr> on) {
    return dependents(roots, on, e -> true);
  }

  /** The same along a path of expressions that pass a condition. */
  static Set<Expr> dependents(
      Collection<Expr> roots, Collection<Expr> on, Predicate<Expr> condition) {
    Set<Expr> dependents = new HashSet<>();
    dependents.addAll(on);
    for (Expr e : ordered(roots)) {
      if (condition.test(e) && e.operands().stream().anyMatch(dependents::contains)) {
        dependents.add(e);
      }
    }
    return dependents;
  }

  /** The expressions that each is an operand of, as often as it is one. */
  static Map<Expr, List<Expr>> users(Collection<Expr> roots) {
    Map<Expr, List<Expr>> users = new HashMap<>();
    for (Expr e : ordered(roots)) {
      users.computeIfAbsent(e, key -> new ArrayList<>());
      for (Expr operand : e.operands()) {
        users.computeIfAbsent(operand, key -> new ArrayList<>()).add(e);
      }
    }
    return users;
  }
}
