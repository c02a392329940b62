package jacquard.expression;

import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;
import jacquard.kernels.PartialUpdateException;
import jacquard.vm.HalfDone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A compiled function: steps that compute outputs from inputs and change shared values.
 *
 * <p>Compiling substitutes the givens, leaves out what no output needs, computes constants and
 * equal parts once, moves selections of rows to the leaves, and joins operations into the kernels
 * that do several at once or into one pass over the elements. None of this changes a bit: {@link
 * Settings#unoptimized} computes every operation by itself, gives the same and refuses the same.
 * Only a wrong index among rows that are not selected in the end may go unseen.
 *
 * <p>Matrix products, softmax, likelihood, argmax and descent run on {@link Kernels}; the rest are
 * loops of Java, which read from a device that is not this JVM's memory and write to it. Sums have
 * the kernels' order. So backends give the same bits.
 *
 * <p>One thread at a time; results are copies.
 */
public final class Function {
  private final Kernels kernels;
  private final List<Op.Input> inputs;
  private final List<Expr> leaves;
  private final int[] leafPlaces;
  private final List<Step> steps;
  private final Descents descents;
  private final List<Step> updates;
  private final Before before;
  private final int[] outputs;
  private final int size;
  private final Map<Integer, Cell> constants = new LinkedHashMap<>();
  private final String listing;
  private long launches;

  /**
   * What to compile.
   *
   * @param givens what stands in the place of what, of the same type and shape: inputs and other
   *     leaves by what they are, operations by identity; those that nothing is made of are ignored
   * @param updates what each call changes, after all was computed: each value at most once, and by
   *     values from before the call
   * @param optimized whether operations are joined
   */
  public record Settings(
      List<Expr> inputs,
      List<Expr> outputs,
      Map<Expr, Expr> givens,
      List<Update> updates,
      boolean optimized) {
    /** Outputs of inputs, which changes nothing. */
    public static Settings of(List<Expr> inputs, List<Expr> outputs) {
      return new Settings(inputs, outputs, Map.of(), List.of(), true);
    }

    /** With these in the place of others. */
    public Settings given(Map<Expr, Expr> others) {
      return new Settings(inputs, outputs, others, updates, optimized);
    }

    /** With these changes. */
    public Settings updating(List<Update> changes) {
      return new Settings(inputs, outputs, givens, changes, optimized);
    }

    /** Computing every operation by itself. */
    public Settings unoptimized() {
      return new Settings(inputs, outputs, givens, updates, false);
    }
  }

  /** Compiles outputs of inputs, with expressions in the place of others. */
  public static Function compile(
      Kernels kernels, List<Expr> inputs, List<Expr> outputs, Map<Expr, Expr> givens) {
    return compile(kernels, Settings.of(inputs, outputs).given(givens));
  }

  /**
   * Compiles.
   *
   * @throws IllegalArgumentException if an input is needed that is not listed, by name
   */
  public static Function compile(Kernels kernels, Settings settings) {
    return new Function(kernels, settings);
  }

  /** The value of an expression of constants, each operation by itself. */
  static Value interpreted(Expr e) {
    Settings plain = Settings.of(List.of(), List.of(e)).unoptimized();
    return compile(new JavaKernels(), plain).call().getFirst();
  }

  private Function(Kernels kernels, Settings s) {
    this.kernels = kernels;
    this.inputs = s.inputs.stream().map(Function::input).toList();
    s.givens.forEach(Function::checkGiven);
    List<Expr> wanted = new ArrayList<>(s.outputs);
    s.updates.forEach(update -> wanted.add(update.expression()));
    Map<Expr, Expr> rewritten = new Rewriter(s.optimized, s.givens).rewrite(wanted);
    List<Expr> results = s.outputs.stream().map(e -> rewritten.getOrDefault(e, e)).toList();
    List<Update> changes = s.updates.stream().map(u -> rewritten(u, rewritten)).toList();
    this.descents = new Descents(kernels, changes, s.optimized);
    List<Expr> roots = new ArrayList<>(results);
    roots.addAll(descents.roots());
    Planner plan = new Planner(kernels, s.optimized, roots);
    this.leaves = plan.leaves();
    this.leafPlaces = leaves.stream().mapToInt(plan::place).toArray();
    this.steps = plan.steps();
    this.updates = descents.steps(plan);
    this.before = new Before(kernels, descents.changed(), updates);
    this.outputs = results.stream().mapToInt(plan::place).toArray();
    this.size = plan.size();
    this.listing = Printer.listing(roots);
    checkInputs();
  }

  private static Op.Input input(Expr e) {
    if (e.op() instanceof Op.Input input) {
      return input;
    }
    throw new IllegalArgumentException(Printer.side(e) + " is no input; givens may replace it");
  }

  private static void checkGiven(Expr what, Expr instead) {
    boolean fits =
        what.type() == instead.type()
            && what.shape().fills(instead.shape())
            && what.shape().columns().fits(instead.shape().columns());
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "givens: %s cannot stand for %s",
              Printer.side(instead),
              Printer.side(what)));
    }
  }

  private static Update rewritten(Update update, Map<Expr, Expr> rewritten) {
    Expr e = rewritten.getOrDefault(update.expression(), update.expression());
    return switch (update) {
      case Update.Assign a -> new Update.Assign(a.target(), e);
      case Update.Descend d ->
          new Update.Descend(d.target(), d.velocity(), e, d.rates(), d.decays());
    };
  }

  private void checkInputs() {
    for (Expr leaf : leaves) {
      if (leaf.op() instanceof Op.Input input && !inputs.contains(input)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "input %s is needed, but the inputs are %s; add it, or replace it by givens",
                Printer.side(leaf),
                inputs.stream().map(Op.Input::name).toList()));
      }
    }
  }

  /**
   * Computes the outputs, then changes what is to be changed.
   *
   * @param arguments one for each input: a {@link Value}, {@code float}, {@code int}, {@code
   *     float[]} (row after row), {@code int[]}, {@code String[]}, or a {@link Matrix} or {@link
   *     Labels} of these kernels
   * @throws IllegalArgumentException if one does not fit its input
   */
  public List<Value> call(Object... arguments) {
    Cell[] cells = new Cell[size];
    Cell[] given = new Arguments(inputs).cells(arguments);
    for (int i = 0; i < leafPlaces.length; i++) {
      cells[leafPlaces[i]] = leaf(leafPlaces[i], leaves.get(i).op(), given);
    }
    for (Step step : steps) {
      step.run(cells);
      launches += step.kernels();
    }
    List<Value> values = new ArrayList<>(outputs.length);
    for (int output : outputs) {
      values.add(cells[output].value(kernels));
    }
    change(cells);
    return values;
  }

  private void change(Cell[] cells) {
    if (updates.isEmpty()) {
      return;
    }
    descents.check(cells);
    before.keep(cells);
    long before = versions();
    try {
      for (Step step : updates) {
        step.run(cells);
        launches += step.kernels();
      }
    } catch (RuntimeException | Error e) {
      if (versions() == before && !(e instanceof PartialUpdateException)) {
        throw e;
      }
      throw HalfDone.mark(e);
    }
  }

  private long versions() {
    return descents.changed().stream().mapToLong(Shared::version).sum();
  }

  private Cell leaf(int place, Op op, Cell[] given) {
    return switch (op) {
      case Op.Input input -> given[inputs.indexOf(input)];
      case Op.Held h when h.shared().like().type() == ElementType.FLOAT ->
          Cell.of(h.shared().on(kernels));
      case Op.Held h -> Cell.of(h.shared().value());
      case Op.Stored s -> Cell.of(s.table(), 0, s.table().rows());
      case Op.Constant c -> constants.computeIfAbsent(place, key -> Cell.of(c.value()));
      case Op.Folded f -> constants.computeIfAbsent(place, key -> Cell.of(f.value()));
      default -> throw new AssertionError(op);
    };
  }

  /** The shared values that the outputs are made of. */
  public List<Shared> shared() {
    List<Shared> shared = new ArrayList<>();
    for (Expr leaf : leaves) {
      if (leaf.op() instanceof Op.Held held) {
        shared.add(held.shared());
      }
    }
    return shared;
  }

  /** How many kernels all calls together have launched. */
  public long launches() {
    return launches;
  }

  /** The number of steps of a call. */
  public int steps() {
    return steps.size() + updates.size();
  }

  /** The steps of a call, one a line. */
  public String plan() {
    List<Step> all = new ArrayList<>(steps);
    all.addAll(updates);
    return all.stream().map(Step::words).collect(Collectors.joining("\n"));
  }

  /** The expressions that are computed, after rewriting. */
  @Override
  public String toString() {
    return listing;
  }
}
