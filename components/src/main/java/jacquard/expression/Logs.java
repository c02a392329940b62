package jacquard.expression;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The logarithms of probabilities, computed from what these are of.
 *
 * <p>A softmax, a sigmoid and 1 minus a sigmoid round to 0 where their logarithms are finite. So
 * their logarithms, and those of what is selected from them, and of their products and quotients
 * with anything, are made of other operations. That is part of what {@link Expr#log} means:
 * functions compute it optimized or not, and {@link Gradient} passes by the logarithm, too.
 */
final class Logs {
  private static final Expr ONE = Expr.constant(1f);

  private Logs() {}

  /** The logarithm of an expression in such a form, or null if there is none. */
  static @Nullable Expr of(Expr x) {
    Map<Expr, Expr> logs = new HashMap<>();
    for (Expr e : Graph.ordered(List.of(x), Logs::parts)) {
      Expr log = log(e, logs);
      if (log != null) {
        logs.put(e, log);
      }
    }
    return logs.get(x);
  }

  /** Those of some expressions, operands before what is made of them, that have such a form. */
  static Set<Expr> known(Collection<Expr> ordered) {
    Set<Expr> known = new HashSet<>();
    for (Expr e : ordered) {
      if (isProbability(e) || parts(e).stream().anyMatch(known::contains)) {
        known.add(e);
      }
    }
    return known;
  }

  /** The operands of whose logarithms that of an operation is made. */
  private static List<Expr> parts(Expr e) {
    boolean isFloat = e.type() == ElementType.FLOAT;
    return switch (e.op()) {
      case Op.Binary b when isFloat && (b == Op.Binary.MULTIPLY || b == Op.Binary.DIVIDE) ->
          e.operands();
      case Op.Gather g when isFloat -> List.of(e.operand(0));
      case Op.Pick p -> List.of(e.operand(0));
      case Op.GatherColumns g -> List.of(e.operand(0));
      case Op.Transpose t -> List.of(e.operand(0));
      default -> List.of();
    };
  }

  private static boolean isProbability(Expr e) {
    return e.op() instanceof Op.Softmax || e.op() == Op.Unary.SIGMOID || isOneLessSigmoid(e);
  }

  static boolean isOneLessSigmoid(Expr e) {
    return e.op() == Op.Binary.SUBTRACT
        && e.operand(1).op() == Op.Unary.SIGMOID
        && e.operand(0).op() instanceof Op.Constant c
        && c.value().equals(Value.of(1, 1, 1f));
  }

  private static @Nullable Expr log(Expr e, Map<Expr, Expr> logs) {
    if (isOneLessSigmoid(e)) {
      return logSigmoid(e.operand(1).operand(0).negate());
    }
    return switch (e.op()) {
      case Op.Softmax s -> logSoftmax(e.operand(0));
      case Op.Unary u when u == Op.Unary.SIGMOID -> logSigmoid(e.operand(0));
      case Op.Pick p when e.operand(0).op() instanceof Op.Softmax ->
          Expr.of(new Op.Nll(), e.operand(0).operand(0), e.operand(1)).negate();
      case Op.Binary b when parts(e).stream().anyMatch(logs::containsKey) -> {
        Expr left = logs.getOrDefault(e.operand(0), e.operand(0).log());
        Expr right = logs.getOrDefault(e.operand(1), e.operand(1).log());
        yield b == Op.Binary.MULTIPLY ? left.plus(right) : left.minus(right);
      }
      default -> parts(e).stream().anyMatch(logs::containsKey) ? selected(e, logs) : null;
    };
  }

  private static Expr selected(Expr e, Map<Expr, Expr> logs) {
    Expr[] operands = e.operands().toArray(Expr[]::new);
    operands[0] = logs.getOrDefault(operands[0], operands[0]);
    return Expr.of(e.op(), operands);
  }

  private static Expr logSoftmax(Expr z) {
    Expr shifted = z.minus(z.rowMax());
    return shifted.minus(shifted.exp().rowSums().log());
  }

  private static Expr logSigmoid(Expr z) {
    return z.min(Expr.constant(0f)).minus(z.abs().negate().exp().plus(ONE).log());
  }
}
