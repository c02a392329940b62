package jacquard.expression;

import jacquard.kernels.Kernels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The steps that change shared values, each by what it was before the call. The weights and bias of
 * an affine layer, which descend by the means over the same batch, change in one kernel.
 */
final class Descents {
  private final Kernels kernels;
  private final List<Update> updates;

  private final List<Fit> fits = new ArrayList<>();

  /** A value in one place that must fit its target, or the product of two, the left transposed. */
  private record Fit(Update update, int left, int right, boolean ofLayer) {}

  /** The bias that each layer's weights take along; each bias goes with one layer. */
  private final IdentityHashMap<Update, Update.Descend> biases = new IdentityHashMap<>();

  /**
   * Checks and pairs updates.
   *
   * @throws IllegalArgumentException if a value is changed twice, by name, or is not ours to change
   */
  Descents(Kernels kernels, List<Update> updates, boolean optimize) {
    this.kernels = kernels;
    this.updates = updates;
    check(updates);
    if (optimize) {
      Set<Update> taken = new HashSet<>();
      for (Update update : updates) {
        Update.Descend bias = bias(update, taken);
        if (bias != null) {
          biases.put(update, bias);
          taken.add(bias);
        }
      }
    }
  }

  /** What the updates change. */
  List<Shared> changed() {
    return updates.stream().flatMap(update -> changed(update).stream()).toList();
  }

  /**
   * Checks what is known only when it is computed, before anything is changed.
   *
   * @throws IllegalArgumentException if a new value or gradient has not the shape of its target
   */
  void check(Cell[] cells) {
    for (Fit each : fits) {
      int rows = each.ofLayer ? cells[each.left].columns() : cells[each.left].rows();
      int columns = cells[each.right].columns();
      Shared target = each.update.target();
      boolean sameBatch = !each.ofLayer || cells[each.left].rows() == cells[each.right].rows();
      if (!sameBatch || rows != target.rows() || columns != target.columns()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s is %d x %d, but %s is %d x %d",
                target.name(),
                target.rows(),
                target.columns(),
                each.update.expression(),
                rows,
                columns));
      }
    }
  }

  private static void check(List<Update> updates) {
    Set<Shared> changed = new HashSet<>();
    for (Update update : updates) {
      for (Shared each : changed(update)) {
        if (each.isView()) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "\"%s\" belongs to somebody else, who alone changes it",
                  each.name()));
        }
        if (!changed.add(each)) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "\"%s\" is changed by two updates; add up their gradients, or leave one out",
                  each.name()));
        }
      }
    }
  }

  private static List<Shared> changed(Update update) {
    return switch (update) {
      case Update.Assign a -> List.of(a.target());
      case Update.Descend d -> List.of(d.target(), d.velocity());
    };
  }

  /** The mean over a batch that a gradient is: of a product with the inputs, or of the rows. */
  private record Mean(Expr sum, Expr delta, Expr count) {}

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

  /** The update, not taken yet, of the bias of the layer whose weights an update changes. */
  private Update.@Nullable Descend bias(Update update, Set<Update> taken) {
    Mean mean = update instanceof Update.Descend ? mean(update) : null;
    if (mean == null || !(mean.sum.op() instanceof Op.Product)) {
      return null;
    }
    for (Update other : updates) {
      Mean rest = mean(other);
      if (other instanceof Update.Descend bias
          && rest != null
          && rest.sum.op() == Op.Reduce.COLUMN_SUMS
          && rest.delta == mean.delta
          && !taken.contains(bias)) {
        return bias;
      }
    }
    return null;
  }

  /** What the steps need computed: of a layer only the factors, its kernel does the rest. */
  List<Expr> roots() {
    List<Expr> roots = new ArrayList<>();
    for (Update update : updates) {
      if (biases.containsKey(update)) {
        Mean mean = Objects.requireNonNull(mean(update));
        roots.addAll(List.of(mean.delta, mean.sum.operand(0)));
      } else if (!biases.containsValue(update)) {
        roots.add(update.expression());
      }
    }
    return roots;
  }

  /** The steps, for roots that were planned. */
  List<Step> steps(Planner planner) {
    List<Step> steps = new ArrayList<>();
    List<Update.Assign> assigned = new ArrayList<>();
    List<Update.Descend> layers = new ArrayList<>();
    for (Update update : updates) {
      switch (update) {
        case Update.Assign assign -> assigned.add(assign);
        case Update.Descend weights when biases.containsKey(weights) -> layers.add(weights);
        case Update.Descend bias when biases.containsValue(bias) -> {}
        case Update.Descend descend -> steps.add(descent(descend, planner));
      }
    }
    if (!layers.isEmpty()) {
      steps.add(layerSteps(layers, planner));
    }
    if (!assigned.isEmpty()) {
      steps.addFirst(assignment(assigned, planner));
    }
    return steps;
  }

  private Step assignment(List<Update.Assign> assigned, Planner planner) {
    Step.Action action =
        (cells, arguments, results) -> {
          for (int i = 0; i < arguments.length; i++) {
            assigned.get(i).target().set(cells[arguments[i]].value(kernels));
          }
        };
    int[] places = assigned.stream().mapToInt(each -> fitting(each, planner)).toArray();
    String words =
        "assign " + String.join(", ", assigned.stream().map(a -> a.target().name()).toList());
    return new Step(action, places, new int[0], words, words, 0);
  }

  /** The place of what an update is made by, which is to be checked. */
  private int fitting(Update update, Planner planner) {
    int place = planner.place(update.expression());
    fits.add(new Fit(update, place, place, false));
    return place;
  }

  private Step descent(Update.Descend d, Planner planner) {
    Step.Action action =
        (cells, arguments, results) -> {
          kernels.sgdUpdate(
              d.target().on(kernels),
              d.velocity().on(kernels),
              cells[arguments[0]].matrix(kernels),
              d.now());
          d.target().changed();
          d.velocity().changed();
        };
    int[] arguments = {fitting(d, planner)};
    String words = "sgdUpdate " + d.target().name();
    return new Step(action, arguments, new int[0], words, words, 1);
  }

  private Step layerSteps(List<Update.Descend> layers, Planner planner) {
    List<LayerStep> actions = new ArrayList<>();
    List<String> words = new ArrayList<>();
    int[] arguments = new int[2 * layers.size()];
    for (Update.Descend w : layers) {
      Mean mean = Objects.requireNonNull(mean(w));
      int at = 2 * actions.size();
      arguments[at] = planner.place(mean.sum.operand(0));
      arguments[at + 1] = planner.place(mean.delta);
      fits.add(new Fit(w, arguments[at], arguments[at + 1], true));
      actions.add(new LayerStep(kernels, w, Objects.requireNonNull(biases.get(w))));
      words.add("layerUpdate " + w.target().name());
    }
    String all = String.join("\n", words);
    return new Step(
        new LayerSteps(kernels, actions),
        arguments,
        new int[0],
        all,
        words.getFirst(),
        layers.size());
  }
}
