package jacquard.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  private final Set<Expr> wanted;

  private final Map<Expr, Expr> adjoints = new HashMap<>();

  /** The gradients of logarithms, term by term. */
  private final Map<Expr, List<Expr>> ofLogs = new HashMap<>();

  /** What is part of a parameter's gradient, but has gone past it already. */
  private final Map<Expr, List<Expr>> passed = new HashMap<>();

  private Gradient(List<List<Expr>> parameters) {
    this.parameters = parameters;
    this.wanted = parameters.stream().flatMap(List::stream).collect(Collectors.toSet());
  }

  /**
   * The gradient with respect to each parameter, in its shape.
   *
   * @param cost one number
   * @param parameters expressions of floats: leaves, such as shared values and inputs, are known by
   *     what they are, and have the gradient 0 if the cost is not made of them; operations are
   *     known by identity
   * @throws IllegalArgumentException if the cost is not one number, a parameter is not of floats,
   *     or an operation is no part of the cost
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
    if (parameter.type() != ElementType.FLOAT) {
      throw new IllegalArgumentException(
          "only floats have a gradient, not " + Printer.side(parameter));
    }
    if (parameter.operands().isEmpty()) {
      return graph.stream().filter(e -> e.op().equals(parameter.op())).toList();
    }
    if (!graph.contains(parameter)) {
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "the cost is not made of %s; an operation is known by identity, so make the cost"
                      + " of this",
                  Printer.side(parameter))
              + " very expression");
    }
    return List.of(parameter);
  }

  /**
   * The factors of a cost are left to the end: what remains is what the kernels compute in one go,
   * a sum over a batch divided once.
   */
  private List<@Nullable Expr> outer(Expr cost) {
    Set<Expr> dependents =
        Graph.dependents(List.of(cost), wanted, e -> e.type() == ElementType.FLOAT);
    List<UnaryOperator<Expr>> factors = new ArrayList<>();
    Expr inner = cost;
    while (inner.op() instanceof Op.Binary b
        && (b == Op.Binary.DIVIDE || b == Op.Binary.MULTIPLY)
        && !wanted.contains(inner)
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
              .flatMap(place -> Stream.concat(adjoint(place), passed(place)))
              .reduce(Expr::plus)
              .orElse(null);
      for (UnaryOperator<Expr> factor : factors.reversed()) {
        sum = sum == null ? null : factor.apply(sum);
      }
      gradients.add(sum);
    }
    return gradients;
  }

  private Stream<Expr> adjoint(Expr e) {
    return Stream.ofNullable(adjoints.get(e));
  }

  private Stream<Expr> passed(Expr e) {
    return passed.getOrDefault(e, List.of()).stream();
  }

  /** Passes the gradient of a number on to all it is made of. */
  private void pass(Expr cost, Set<Expr> dependents) {
    List<Expr> ordered = Graph.ordered(List.of(cost));
    Set<Expr> known = Logs.known(ordered);
    adjoints.put(cost, Expr.constant(1f));
    for (Expr e : ordered.reversed()) {
      if (!dependents.contains(e)) {
        continue;
      }
      for (Expr g : ofLogs.getOrDefault(e, List.of())) {
        if (known.contains(e)) {
          passLog(e, g, dependents);
        } else {
          adjoints.merge(e, g.over(e), Expr::plus);
        }
      }
      Expr adjoint = adjoints.get(e);
      if (adjoint != null && e.op() == Op.Unary.LOG && known.contains(e.operand(0))) {
        ofLog(e.operand(0), adjoint);
      } else if (adjoint != null) {
        add(e, Derivatives.of(e, adjoint), dependents);
      }
    }
  }

  private void add(Expr e, List<@Nullable Expr> parts, Set<Expr> dependents) {
    for (int i = 0; i < parts.size(); i++) {
      Expr part = parts.get(i);
      if (part != null && dependents.contains(e.operand(i))) {
        adjoints.merge(e.operand(i), part, Expr::plus);
      }
    }
  }

  private void ofLog(Expr e, Expr g) {
    ofLogs.computeIfAbsent(e, key -> new ArrayList<>()).add(g);
  }

  /**
   * Passes the gradient of an expression's logarithm on, past the expression: its own gradient, a
   * quotient by it, would be infinite where it rounds to 0.
   */
  private void passLog(Expr e, Expr g, Set<Expr> dependents) {
    note(e, g, e);
    if (Logs.isOneLessSigmoid(e)) {
      Expr sigmoid = e.operand(1);
      Expr down = Derivatives.negated(g);
      note(sigmoid, down, e);
      if (dependents.contains(sigmoid.operand(0))) {
        adjoints.merge(sigmoid.operand(0), Derivatives.scaled(down, sigmoid), Expr::plus);
      }
      return;
    }
    List<@Nullable Expr> parts = Derivatives.ofLog(e, g);
    if (e.op() instanceof Op.Softmax || e.op() == Op.Unary.SIGMOID) {
      add(e, parts, dependents);
      return;
    }
    for (int i = 0; i < parts.size(); i++) {
      Expr part = parts.get(i);
      if (part != null && dependents.contains(e.operand(i))) {
        ofLog(e.operand(i), part);
      }
    }
  }

  private void note(Expr e, Expr g, Expr divisor) {
    if (wanted.contains(e)) {
      passed.computeIfAbsent(e, key -> new ArrayList<>()).add(g.over(divisor));
    }
  }
}
