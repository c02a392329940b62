package jacquard.expression;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rewriting of expressions into others of the same value, bit for bit, which cost less.
 *
 * <p>Givens are put in the place of what they stand for. Then, unless it is told not to optimize:
 * equal subexpressions become one, constants are folded, transpositions go into products, numbers
 * of rows are taken from where they are known, and selections of rows move down to the leaves, so
 * that only what is selected is computed.
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
    return rewrite(roots, givens);
  }

  private Map<Expr, Expr> rewrite(Collection<Expr> roots, Map<Expr, Expr> replaced) {
    Map<Expr, Expr> results = new HashMap<>();
    for (Expr e : Graph.ordered(roots)) {
      Expr given = given(e, replaced);
      results.put(
          e,
          given != null
              ? rewrite(List.of(given), Map.of()).getOrDefault(given, given)
              : make(
                  e.op(),
                  e.operands().stream().map(part -> results.getOrDefault(part, part)).toList()));
    }
    return results;
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
    if (!optimize) {
      return Expr.of(op, operands);
    }
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
    if (!operands.isEmpty() && operands.stream().allMatch(e -> e.op() instanceof Op.Constant)) {
      return folded(plain);
    }
    return switch (op) {
      case Op.Rows r -> rows(plain);
      case Op.Transpose t when operands.getFirst().op() instanceof Op.Transpose ->
          operands.getFirst().operand(0);
      case Op.Product p -> product(p, plain);
      case Op.Gather g -> selected(plain);
      default -> plain;
    };
  }

  /** The value as a constant; as it was if it has none, so that calls will say why. */
  private Expr folded(Expr plain) {
    try {
      Value value = Function.interpreted(plain);
      return make(new Op.Constant(value));
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

  /** The number of rows, asked of the operand it comes from. */
  private Expr rows(Expr plain) {
    Expr x = plain.operand(0);
    if (x.shape().rows().isFixed()) {
      return make(new Op.Constant(Value.ofInts(x.shape().rows().size())));
    }
    if (x.op() instanceof Op.Gather) {
      return make(new Op.Rows(), x.operand(1));
    }
    for (int i : Rowwise.operands(x)) {
      if (!x.operand(i).shape().rows().isOne()) {
        return make(new Op.Rows(), x.operand(i));
      }
    }
    return plain;
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
    for (int i : byRow) {
      if (!operands[i].shape().rows().isOne()) {
        operands[i] = make(new Op.Gather(), operands[i], indices);
      }
    }
    return make(x.op(), operands);
  }
}
