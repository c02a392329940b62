package jacquard.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The derivatives of a number with respect to expressions it is made of, in reverse mode: they are
 * expressions again.
 *
 * <p>Selections, comparisons and integers pass no gradient on; at a kink (relu and abs at 0, max of
 * equals) one of the sides' derivatives is given.
 */
public final class Gradient {
  /** The places of each parameter in the graph. */
  private final List<List<Expr>> parameters;

  private final Map<Expr, Expr> adjoints = new HashMap<>();

  private Gradient(List<List<Expr>> parameters) {
    this.parameters = parameters;
  }

  /**
   * The gradient with respect to each parameter, in its shape.
   *
   * @param cost one number
   * @param parameters expressions in the graph of the cost: leaves, such as shared values and
   *     inputs, are known by what they are, operations by identity; zero for what is not there
   */
  public static List<Expr> of(Expr cost, List<Expr> parameters) {
    if (cost.type() != ElementType.FLOAT || !cost.shape().isScalar()) {
      throw new IllegalArgumentException(
          "only one number has a gradient; take the sum or mean of " + Printer.side(cost));
    }
    List<Expr> graph = Graph.ordered(List.of(cost));
    Gradient gradient =
        new Gradient(parameters.stream().map(parameter -> places(parameter, graph)).toList());
    List<@Nullable Expr> found = gradient.outer(cost);
    List<Expr> gradients = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Expr each = found.get(i);
      gradients.add((each == null ? Expr.constant(0f) : each).repeatedLike(parameters.get(i)));
    }
    return gradients;
  }

  private static List<Expr> places(Expr parameter, List<Expr> graph) {
    return parameter.operands().isEmpty()
        ? graph.stream().filter(e -> e.op().equals(parameter.op())).toList()
        : List.of(parameter);
  }

  /**
   * The factors of a cost are left to the end: what remains is what the kernels compute in one go,
   * a sum over a batch divided once.
   */
  private List<@Nullable Expr> outer(Expr cost) {
    List<Expr> all = parameters.stream().flatMap(List::stream).toList();
    Set<Expr> dependents = Graph.dependents(List.of(cost), all, e -> e.type() == ElementType.FLOAT);
    List<UnaryOperator<Expr>> factors = new ArrayList<>();
    Expr inner = cost;
    while (inner.op() instanceof Op.Binary b
        && (b == Op.Binary.DIVIDE || b == Op.Binary.MULTIPLY)
        && !all.contains(inner)
        && !dependents.contains(inner.operand(1))) {
      Expr factor = inner.operand(1);
      factors.add(b == Op.Binary.DIVIDE ? g -> g.over(factor) : g -> g.times(factor));
      inner = inner.operand(0);
    }
    pass(inner, dependents);
    List<@Nullable Expr> gradients = new ArrayList<>();
    for (List<Expr> places : parameters) {
      Expr sum =
          places.stream()
              .map(adjoints::get)
              .filter(Objects::nonNull)
              .reduce(Expr::plus)
              .orElse(null);
      for (UnaryOperator<Expr> factor : factors.reversed()) {
        sum = sum == null ? null : factor.apply(sum);
      }
      gradients.add(sum);
    }
    return gradients;
  }

  /** Passes the gradient of a number on to all it is made of. */
  private void pass(Expr cost, Set<Expr> dependents) {
    adjoints.put(cost, Expr.constant(1f));
    for (Expr e : Graph.ordered(List.of(cost)).reversed()) {
      Expr adjoint = adjoints.get(e);
      if (adjoint == null || !dependents.contains(e)) {
        continue;
      }
      List<@Nullable Expr> parts = Derivatives.of(e, adjoint);
      for (int i = 0; i < parts.size(); i++) {
        Expr part = parts.get(i);
        if (part != null && dependents.contains(e.operand(i))) {
          adjoints.merge(e.operand(i), part, Expr::plus);
        }
      }
    }
  }
}
