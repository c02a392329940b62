package jacquard.datalearn;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Examples;
import jacquard.expression.Expr;
import jacquard.expression.Function;
import jacquard.expression.Gradient;
import jacquard.expression.Shared;
import jacquard.expression.Update;
import jacquard.kernels.Rates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A component that trains a learner: each update is one step of stochastic gradient descent on the
 * mean of one of its outputs, with momentum and decay.
 *
 * <p>Parameters of a single row, biases, do not decay. The learner is saved with it.
 */
public final class Descent implements Stateful {
  private Learner learner;
  private String cost;
  private Rates rates;
  private List<Shared> velocities;
  private final Map<String, Function> compiled = new HashMap<>();
  private int compilations;

  /**
   * Makes a descent without speed.
   *
   * @param cost an output of one column
   */
  public Descent(Output cost, Rates rates) {
    this.learner = cost.learner();
    this.cost = cost.name();
    this.rates = rates;
    this.velocities = velocities(learner);
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
    velocities = s.value("velocities", velocities);
  }

  /** One step, on examples with the fields input and target. */
  public void update(Examples examples) {
    function(Samples.kind(examples.columns())).call(Samples.arguments(examples, learner.kernels()));
  }

  /** One step, on samples with any fields. */
  public void updateBy(Numbers samples) {
    function(samples.data()).call(samples.arguments());
  }

  private Function function(Data kind) {
    return compiled.computeIfAbsent(kind.schema(), key -> compile(kind.symbolic()));
  }

  private Function compile(Data samples) {
    compilations++;
    Expr mean = learner.output(cost).of(samples).mean();
    List<Shared> parameters = learner.parameters();
    List<Expr> gradients = Gradient.of(mean, parameters.stream().map(Expr::shared).toList());
    List<Update> updates = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      Shared p = parameters.get(i);
      Rates own = p.rows() == 1 ? rates.withoutDecay() : rates;
      updates.add(new Update.Descend(p, velocities.get(i), gradients.get(i), own));
    }
    Function.Settings settings = Function.Settings.of(samples.parts(), List.of());
    return Function.compile(learner.kernels(), settings.updating(updates));
  }

  /** Steps by other rates from now on. */
  public void setRates(Rates newRates) {
    rates = newRates;
    compiled.clear();
  }

  /** The rates of the next update. */
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
