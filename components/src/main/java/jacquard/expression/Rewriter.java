package jacquard.expression;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rewriting of expressions into what is computed: others of the same value, bit for bit, which
 * cost less.
 *
 * <p>Givens are put in the place of what they stand for, {@link Logs} in the place of logarithms,
 * and numbers of rows are asked of where they come from: that is what is meant, optimized or not.
 * Then, if it is to optimize: equal subexpressions become one, constants are folded, transpositions
 * go into products, and selections of rows move down to the leaves, so that only what is selected
 * is computed. What is known of shapes stays what it was, so that the same operands fit.
 */
final class Rewriter {
  private final boolean optimize;
  private final Map<Expr, Expr> givens;
  private final Map<Key, Expr> made = new HashMap<>();

  /**
   * Makes a rewriter.
   *
   * @param givens by expression; leaves are known by what they are, others by identity
   */
  Rewriter(boolean optimize, Map<Expr, Expr> givens) {
    this.optimize = optimize;
    this.givens = givens;
  }

  /** An operation on operands that are known by identity, because equal ones are one already. */
  private record Key(Op op, List<Expr> operands) {
    @Override
    public boolean equals(@Nullable Object other) {
      if (!(other instanceof Key key) || operands.size() != key.operands.size()) {
        return false;
      }
      for (int i = 0; i < operands.size(); i++) {
        if (operands.get(i) != key.operands.get(i)) {
          return false;
        }
      }
      return op.equals(key.op);
    }

    @Override
    public int hashCode() {
      int hash = op.hashCode();
      for (Expr operand : operands) {
        hash = 31 * hash + System.identityHashCode(operand);
      }
      return hash;
    }
  }

  /** What becomes of each expression under the roots. */
  Map<Expr, Expr> rewrite(Collection<Expr> roots) {
    Map<Expr, Expr> meant = meant(roots, givens);
    if (!optimize) {
      return meant;
    }
    Map<Expr, Expr> cheaper = new HashMap<>();
    for (Expr e : Graph.ordered(roots.stream().map(e -> meant.getOrDefault(e, e)).toList())) {
      cheaper.put(e, make(e.op(), e.operands().stream().map(cheaper::get).toList()));
    }
    Map<Expr, Expr> results = new HashMap<>();
    roots.forEach(e -> results.put(e, cheaper.getOrDefault(meant.getOrDefault(e, e), e)));
    return results;
  }

  /** What is to be computed, optimized or not. */
  private static Map<Expr, Expr> meant(Collection<Expr> roots, Map<Expr, Expr> replaced) {
    Map<Expr, Expr> results = new HashMap<>();
    for (Expr e : Graph.ordered(roots)) {
      Expr given = given(e, replaced);
      results.put(
          e,
          given != null
              ? meant(List.of(given), Map.of()).getOrDefault(given, given)
              : meant(
                  e, e.operands().stream().map(part -> results.getOrDefault(part, part)).toList()));
    }
    return results;
  }

  private static Expr meant(Expr e, List<Expr> operands) {
    if (e.op() == Op.Unary.LOG) {
      Expr log = Logs.of(operands.getFirst());
      return log != null ? log : Expr.of(e.op(), operands);
    }
    if (e.op() instanceof Op.Rows) {
      Expr source = rowsOf(operands.getFirst());
      Dim rows = source.shape().rows();
      return rows.isFixed() ? Expr.constant(rows.size()) : Expr.of(e.op(), source);
    }
    return Expr.of(e.op(), operands);
  }

  /** The expression whose number of rows another has. */
  private static Expr rowsOf(Expr x) {
    Expr source = x;
    while (!source.shape().rows().isFixed()) {
      Expr from = source;
      Expr next =
          from.op() instanceof Op.Gather
              ? from.operand(1)
              : Rowwise.operands(from).stream()
                  .map(from::operand)
                  .filter(part -> !part.shape().rows().isOne())
                  .findFirst()
                  .orElse(null);
      if (next == null) {
        return source;
      }
      source = next;
    }
    return source;
  }

  private static @Nullable Expr given(Expr e, Map<Expr, Expr> replaced) {
    for (Map.Entry<Expr, Expr> each : replaced.entrySet()) {
      Expr key = each.getKey();
      if (key == e || (key.operands().isEmpty() && key.op().equals(e.op()))) {
        return each.getValue();
      }
    }
    return null;
  }

  private Expr make(Op op, List<Expr> operands) {
    Key key = new Key(op, operands);
    Expr known = made.get(key);
    if (known == null) {
      known = simplified(op, operands);
      made.put(key, known);
    }
    return known;
  }

  private Expr make(Op op, Expr... operands) {
    return make(op, List.of(operands));
  }

  private Expr simplified(Op op, List<Expr> operands) {
    Expr plain = Expr.of(op, operands);
    if (!operands.isEmpty() && operands.stream().allMatch(Rewriter::isConstant)) {
      return folded(plain);
    }
    return switch (op) {
      case Op.Unary u when u == Op.Unary.NEGATE && operands.getFirst().op() == u ->
          operands.getFirst().operand(0);
      case Op.LessOneHot l when operands.getFirst().op() instanceof Op.Softmax ->
          make(new Op.NllGradient(), operands.getFirst().operand(0), operands.get(1));
      case Op.Transpose t when operands.getFirst().op() instanceof Op.Transpose ->
          operands.getFirst().operand(0);
      case Op.Product p -> product(p, plain);
      case Op.Gather g -> selected(plain);
      default -> plain;
    };
  }

  private static boolean isConstant(Expr e) {
    return e.op() instanceof Op.Constant || e.op() instanceof Op.Folded;
  }

  /** The value as a constant; as it was if it has none, so that calls will say why. */
  private Expr folded(Expr plain) {
    try {
      Value value = Function.interpreted(plain);
      boolean isKnown = plain.shape().equals(value.shape());
      return make(isKnown ? new Op.Constant(value) : new Op.Folded(value, plain.shape()));
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      return plain;
    }
  }

  private Expr product(Op.Product p, Expr plain) {
    Expr a = plain.operand(0);
    Expr b = plain.operand(1);
    boolean left = a.op() instanceof Op.Transpose;
    boolean right = b.op() instanceof Op.Transpose;
    if (!left && !right) {
      return plain;
    }
    return make(
        new Op.Product(p.leftTransposed() ^ left, p.rightTransposed() ^ right),
        left ? a.operand(0) : a,
        right ? b.operand(0) : b);
  }

  /** A selection of rows of what is computed row by row: computed of the selected rows. */
  private Expr selected(Expr plain) {
    Expr x = plain.operand(0);
    Expr indices = plain.operand(1);
    if (x.op() instanceof Op.Gather) {
      return make(new Op.Gather(), x.operand(0), make(new Op.Gather(), x.operand(1), indices));
    }
    List<Integer> byRow = Rowwise.operands(x);
    if (byRow.isEmpty() || x.shape().rows().isOne()) {
      return plain;
    }
    Expr[] operands = x.operands().toArray(Expr[]::new);
    Expr first = null;
    for (int i : byRow) {
      if (operands[i].shape().rows().isOne()) {
        continue;
      }
      if (first != null && !haveEqualRows(first, operands[i])) {
        return plain; // only all of their rows would show that they do not fit
      }
      first = operands[i];
      operands[i] = make(new Op.Gather(), operands[i], indices);
    }
    return make(x.op(), operands);
  }

  /** Whether two expressions that fit have as many rows, whatever the arguments are. */
  private static boolean haveEqualRows(Expr a, Expr b) {
    Dim rows = a.shape().rows();
    boolean isKnown = rows.isFixed() || !rows.name().isEmpty();
    return isKnown ? rows.equals(b.shape().rows()) : rowsOf(a) == rowsOf(b);
  }
}
