package jacquard.datalearn;

import jacquard.data.Examples;
import jacquard.expression.Expr;
import jacquard.expression.Function;
import jacquard.expression.Rowwise;
import jacquard.expression.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Something a learner computes of samples, written once: of symbols it gives an expression, of a
 * data set a data set, of numbers numbers.
 */
public final class Output {
  private final Learner learner;
  private final String name;
  private final java.util.function.Function<Data, Expr> how;
  private final boolean bySample;
  private final Map<String, Function> compiled = new HashMap<>();
  private int compilations;

  Output(
      Learner learner, String name, java.util.function.Function<Data, Expr> how, boolean bySample) {
    this.learner = learner;
    this.name = name;
    this.how = how;
    this.bySample = bySample;
  }

  /** Whose it is. */
  public Learner learner() {
    return learner;
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** The expression of a sample, or of all samples of a data set. */
  public Expr of(Data data) {
    return how.apply(data);
  }

  /**
   * The data set of the outputs, one field of this name.
   *
   * @throws IllegalArgumentException if it is written by sample, but mixes them
   */
  public Data over(Data data) {
    Expr expression = of(data);
    check(data, expression);
    return Data.of(name, expression);
  }

  private void check(Data data, Expr expression) {
    if (bySample) {
      Rowwise.check(name, expression, data.parts());
    }
  }

  /** The values for samples; compiled for the first of their kind. */
  public Value of(Numbers samples) {
    Data kind = samples.data();
    return function(kind).call(samples.arguments()).getFirst();
  }

  /** The values for examples; compiled for the first of their number of columns. */
  public Value of(Examples examples) {
    return function(Samples.kind(examples))
        .call(Samples.arguments(examples, learner.kernels()))
        .getFirst();
  }

  private Function function(Data kind) {
    return compiled.computeIfAbsent(
        kind.schema(),
        key -> {
          Data symbolic = kind.symbolic();
          Expr expression = of(symbolic);
          check(symbolic, expression);
          compilations++;
          return Function.compile(
              learner.kernels(), symbolic.parts(), List.of(expression), Map.of());
        });
  }

  /** How often it was compiled for numbers. */
  public int compilations() {
    return compilations;
  }

  @Override
  public String toString() {
    return name;
  }
}
