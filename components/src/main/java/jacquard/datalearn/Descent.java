package jacquard.datalearn;

import jacquard.checkpoint.State;
import jacquard.data.Examples;
import jacquard.data.LearnedNames;
import jacquard.expression.Dim;
import jacquard.expression.Expr;
import jacquard.expression.Function;
import jacquard.expression.Gradient;
import jacquard.expression.Shared;
import jacquard.expression.Update;
import jacquard.expression.Value;
import jacquard.kernels.Rates;
import jacquard.learn.GradientLearner;
import jacquard.vm.Atomic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A component that trains a learner: each update is one step of stochastic gradient descent on the
 * mean of one of its outputs, with momentum and weight decay.
 *
 * <p>All parameters step by the gradients at their values before the update. Those that the learner
 * declares by {@link Learner#bias} do not decay. The learner is saved with it.
 */
@Atomic
public final class Descent implements GradientLearner {
  private final Supplier<Rates> now = this::rates;
  private final Map<String, Function> compiled = new HashMap<>();
  private Learner learner;
  private String cost;
  private Rates first;
  private Rates rates;
  private List<Shared> velocities;
  private LearnedNames names = LearnedNames.NONE;
  private int compilations;

  /**
   * Makes a descent without speed.
   *
   * @param cost an output of one column
   * @throws IllegalArgumentException if the learner has no parameters
   */
  public Descent(Output cost, Rates rates) {
    this.learner = cost.learner();
    this.cost = cost.name();
    this.first = rates;
    this.rates = rates;
    this.velocities = velocities(learner);
    if (velocities.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the learner of \"%s\" has no parameters of its own to descend",
              this.cost));
    }
  }

  private static List<Shared> velocities(Learner learner) {
    List<Shared> velocities = new ArrayList<>();
    for (Shared p : learner.parameters()) {
      velocities.add(Shared.zeros("velocity of " + p.name(), p.rows(), p.columns()));
    }
    return velocities;
  }

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private Descent() {}

  @Override
  public void state(State s) {
    learner = s.value("learner", learner);
    cost = s.value("cost", cost);
    rates = s.value("rates", rates);
    first = s.isLoading() && !s.has("first") ? rates : s.value("first", first);
    velocities = s.value("velocities", velocities);
    names = names.state(s);
  }

  /** Forgets all training: the learner's first parameters, no speed, the first rates. */
  @Override
  public void clear() {
    List<Shared> all = new ArrayList<>(learner.parameters());
    all.addAll(velocities);
    Shared.unlessWhole(
        all,
        () -> {
          learner.clear();
          for (Shared each : velocities) {
            each.set(new float[each.rows() * each.columns()]);
          }
        });
    rates = first;
    names = LearnedNames.NONE;
  }

  /**
   * One step, on examples with the fields input and target: their labels or real-valued targets.
   *
   * @throws IllegalArgumentException if they name other columns or classes than those before
   */
  public void update(Examples examples) {
    check(examples);
    LearnedNames learned = names.with(examples);
    function(Samples.kind(examples)).call(Samples.arguments(examples, learner.kernels()));
    names = learned;
  }

  private void check(Examples examples) {
    names.checkColumns(cost, examples);
    names.checkClasses(cost, examples);
  }

  /** One step, on samples with any fields. */
  public void updateBy(Numbers samples) {
    function(samples.data()).call(samples.arguments());
  }

  /** The mean of the output over any examples, for validation, say: nothing is changed. */
  @Override
  public double loss(Examples examples) {
    check(examples);
    return mean(learner.output(cost).of(examples));
  }

  /** The mean of the output over samples with any fields. */
  public double lossBy(Numbers samples) {
    return mean(learner.output(cost).of(samples));
  }

  private static double mean(Value losses) {
    double sum = 0;
    for (float each : losses.floats()) {
      sum += each;
    }
    return sum / losses.rows();
  }

  private Function function(Data kind) {
    return compiled.computeIfAbsent(kind.schema(), key -> compile(kind.symbolic()));
  }

  private Function compile(Data samples) {
    compilations++;
    Expr loss = learner.output(cost).of(samples);
    Dim columns = loss.shape().columns();
    if (columns.isFixed() && columns.size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "\"%s\" has %s columns; a cost has one: take rowSums() or a column(..)",
              cost,
              columns));
    }
    List<Shared> parameters = learner.parameters();
    List<Expr> gradients = Gradient.of(loss.mean(), parameters.stream().map(Expr::shared).toList());
    List<Update> updates = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      Shared p = parameters.get(i);
      updates.add(
          new Update.Descend(p, velocities.get(i), gradients.get(i), now, learner.decays(p)));
    }
    Function.Settings settings = Function.Settings.of(samples.parts(), List.of());
    return Function.compile(learner.kernels(), settings.updating(updates));
  }

  /** Steps by other rates from now on; nothing is compiled again. */
  @Override
  public void setRates(Rates newRates) {
    rates = newRates;
  }

  @Override
  public void setRate(double rate) {
    rates = rates.withRate(rate);
  }

  /** The learning rate of the next update. */
  public float rate() {
    return rates.rate();
  }

  @Override
  public Rates rates() {
    return rates;
  }

  /** The learner it trains. */
  public Learner learner() {
    return learner;
  }

  /** How often an update was compiled. */
  public int compilations() {
    return compilations;
  }

  /** How many kernels the updates have launched. */
  public long launches() {
    return compiled.values().stream().mapToLong(Function::launches).sum();
  }

  /** The steps of an update on examples of so many columns, one a line. */
  public String plan(int columns) {
    return function(Samples.kind(columns)).plan();
  }
}
