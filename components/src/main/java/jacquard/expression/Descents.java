package jacquard.expression;

import jacquard.kernels.Kernels;
import jacquard.kernels.LayerParameters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps that change shared values. The weights and bias of an affine layer, which descend by
 * the means over the same batch, change in one kernel.
 */
final class Descents {
  private final Kernels kernels;
  private final Planner planner;

  Descents(Kernels kernels, Planner planner) {
    this.kernels = kernels;
    this.planner = planner;
  }

  /** The mean over a batch that a gradient is: of a product with the inputs, or of the rows. */
  private record Mean(Expr sum, Expr delta, Expr count) {}

  /** What a gradient needs computed: only its factors if a layer's kernel does the rest. */
  static List<Expr> roots(List<Update> updates, boolean optimize) {
    List<Expr> roots = new ArrayList<>();
    for (Update update : updates) {
      Update.Descend pair = optimize ? layer(update, updates) : null;
      Mean mean = pair == null && !(optimize && isBias(update, updates)) ? null : mean(update);
      if (mean == null) {
        roots.add(update.expression());
      } else {
        roots.add(mean.delta);
        if (mean.sum.op() instanceof Op.Product) {
          roots.add(mean.sum.operand(0));
        }
      }
    }
    return roots;
  }

  private static @Nullable Mean mean(Update update) {
    Expr e = update.expression();
    if (e.op() != Op.Binary.DIVIDE) {
      return null;
    }
    Expr sum = e.operand(0);
    Expr delta =
        sum.op() instanceof Op.Product p && p.leftTransposed() && !p.rightTransposed()
            ? sum.operand(1)
            : sum.op() == Op.Reduce.COLUMN_SUMS ? sum.operand(0) : null;
    return delta == null || !counts(e.operand(1), delta)
        ? null
        : new Mean(sum, delta, e.operand(1));
  }

  /** Whether it is the number of rows, as a float. */
  private static boolean counts(Expr count, Expr delta) {
    Dim rows = delta.shape().rows();
    if (count.op() instanceof Op.Constant c) {
      return rows.isFixed() && c.value().equals(Value.of(1, 1, rows.size()));
    }
    return count.op() instanceof Op.ToFloat
        && count.operand(0).op() instanceof Op.Rows
        && !rows.name().isEmpty()
        && count.operand(0).operand(0).shape().rows().equals(rows);
  }

  /** The update of the bias of the layer whose weights an update changes, or null. */
  private static Update.@Nullable Descend layer(Update update, List<Update> updates) {
    if (!(update instanceof Update.Descend weights)) {
      return null;
    }
    Mean mean = mean(update);
    if (mean == null || !(mean.sum.op() instanceof Op.Product)) {
      return null;
    }
    for (Update other : updates) {
      Mean rest = mean(other);
      if (other instanceof Update.Descend bias
          && rest != null
          && rest.sum.op() == Op.Reduce.COLUMN_SUMS
          && rest.delta == mean.delta
          && bias.rates().equals(weights.rates().withoutDecay())) {
        return bias;
      }
    }
    return null;
  }

  private static boolean isBias(Update update, List<Update> updates) {
    return updates.stream().anyMatch(other -> layer(other, updates) == update);
  }

  /** The steps, for expressions that were planned. */
  List<Step> steps(List<Update> updates, boolean optimize) {
    List<Step> steps = new ArrayList<>();
    List<Update.Assign> assigned = new ArrayList<>();
    for (Update update : updates) {
      Update.Descend bias = optimize ? layer(update, updates) : null;
      switch (update) {
        case Update.Assign assign -> assigned.add(assign);
        case Update.Descend weights when bias != null -> steps.add(layerStep(weights, bias));
        case Update.Descend descend -> {
          if (!optimize || !isBias(descend, updates)) {
            steps.add(descent(descend));
          }
        }
      }
    }
    if (!assigned.isEmpty()) {
      steps.addFirst(assignment(assigned));
    }
    return steps;
  }

  /** Reads all new values before it writes one, since they may be made of each other. */
  private Step assignment(List<Update.Assign> assigned) {
    int[] places = assigned.stream().mapToInt(each -> planner.place(each.expression())).toArray();
    Step.Action action =
        (cells, arguments, results) -> {
          List<Value> values = new ArrayList<>();
          for (int place : arguments) {
            values.add(cells[place].value(kernels));
          }
          for (int i = 0; i < values.size(); i++) {
            assigned.get(i).target().set(values.get(i));
          }
        };
    String words =
        "assign " + String.join(", ", assigned.stream().map(a -> a.target().name()).toList());
    return new Step(action, places, new int[0], words, words, 0);
  }

  private Step descent(Update.Descend d) {
    Step.Action action =
        (cells, arguments, results) -> {
          kernels.sgdUpdate(
              d.target().on(kernels),
              d.velocity().on(kernels),
              cells[arguments[0]].matrix(kernels),
              d.rates());
          d.target().changed();
          d.velocity().changed();
        };
    int[] arguments = {planner.place(d.expression())};
    String words = "sgdUpdate " + d.target().name();
    return new Step(action, arguments, new int[0], words, words, 1);
  }

  private Step layerStep(Update.Descend w, Update.Descend b) {
    Mean mean = java.util.Objects.requireNonNull(mean(w));
    Step.Action action =
        (cells, arguments, results) -> {
          kernels.layerUpdate(
              new LayerParameters(w.target().on(kernels), b.target().on(kernels)),
              new LayerParameters(w.velocity().on(kernels), b.velocity().on(kernels)),
              cells[arguments[0]].matrix(kernels),
              cells[arguments[1]].matrix(kernels),
              w.rates());
          for (Shared each : List.of(w.target(), b.target(), w.velocity(), b.velocity())) {
            each.changed();
          }
        };
    int[] arguments = {planner.place(mean.sum.operand(0)), planner.place(mean.delta)};
    String words = "layerUpdate " + w.target().name();
    return new Step(action, arguments, new int[0], words, words, 1);
  }
}
