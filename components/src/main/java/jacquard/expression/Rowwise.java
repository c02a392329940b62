package jacquard.expression;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is computed row by row: row i of the result from row i of some operands, and all of the
 * others.
 */
public final class Rowwise {
  private Rowwise() {}

  /**
   * The operands whose rows are the rows of the result, among them any that has one row for all;
   * none if the operation mixes rows.
   */
  static List<Integer> operands(Expr e) {
    return switch (e.op()) {
      case Op.Unary u -> List.of(0);
      case Op.ToFloat t -> List.of(0);
      case Op.Floor f -> List.of(0);
      case Op.Binary b -> List.of(0, 1);
      case Op.Where w -> List.of(0, 1, 2);
      case Op.Product p when !p.leftTransposed() -> List.of(0);
      case Op.Softmax s -> List.of(0);
      case Op.Nll n -> List.of(0, 1);
      case Op.NllGradient n -> List.of(0, 1);
      case Op.LessOneHot l -> List.of(0, 1);
      case Op.Argmax a -> List.of(0);
      case Op.Pick p -> List.of(0, 1);
      case Op.Place p -> List.of(0, 1, 2);
      case Op.Reduce r when r == Op.Reduce.ROW_SUMS || r == Op.Reduce.ROW_MAX -> List.of(0);
      case Op.GatherColumns g -> List.of(0);
      case Op.ScatterColumns s -> List.of(0, 2);
      case Op.Beside b -> IntStream.range(0, e.operands().size()).boxed().toList();
      default -> List.of();
    };
  }

  /**
   * Checks that an expression computes every sample by itself, so that it means the same for one
   * sample and for a data set.
   *
   * @param samples the fields of the samples
   * @throws IllegalArgumentException naming the first operation that mixes them
   */
  public static void check(String what, Expr expression, Collection<Expr> samples) {
    Set<Expr> dependents = Graph.dependents(List.of(expression), samples);
    for (Expr e : Graph.ordered(List.of(expression))) {
      if (!dependents.contains(e) || samples.contains(e)) {
        continue;
      }
      List<Integer> byRow = operands(e);
      for (int i = 0; i < e.operands().size(); i++) {
        boolean looksUp = isLookup(e, i);
        if (dependents.contains(e.operand(i)) && !byRow.contains(i) && !looksUp) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s mixes samples: %s; rowSums(), rowMeans() and rowMax() keep them apart",
                  what,
                  Printer.words(e)));
        }
      }
    }
  }

  /** Rows of a table that samples name, and sums over a sample's own rows, keep samples apart. */
  private static boolean isLookup(Expr e, int operand) {
    return switch (e.op()) {
      case Op.Gather g -> operand == 1;
      case Op.SegmentSum s -> true;
      default -> false;
    };
  }
}
