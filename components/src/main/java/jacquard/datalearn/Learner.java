package jacquard.datalearn;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.expression.Expr;
import jacquard.expression.Shared;
import jacquard.expression.Value;
import jacquard.kernels.Kernels;
import jacquard.learn.Backend;
import jacquard.vm.Atomic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A learner whose outputs are expressions of its parameters and of samples.
 *
 * <pre>{@code
 * final class Line extends Learner {
 *   final Output prediction =
 *       output("prediction", s -> s.input().dot(parameter("weights")).plus(parameter("bias")));
 *   final Output cost = output("cost", s -> prediction.of(s).minus(s.target()).square());
 *
 *   Line(int inputs) {
 *     parameter("weights", Value.of(inputs, 1, new float[inputs]));
 *     bias("bias", Value.of(1, 1, 0f));
 *   }
 *
 *   private Line() {} // to be loaded
 * }
 * }</pre>
 *
 * <p>Parameters are what a {@link Descent} changes; settings stay as they are until somebody sets
 * them. Both may change without compiling anything again. A {@link #bias} is a parameter that
 * weight decay leaves alone. A value that shall never change is an {@link Expr#constant}, one that
 * comes with each sample a field.
 */
public abstract class Learner implements Stateful {
  private final Kernels kernels;
  private final Map<String, Output> outputs = new LinkedHashMap<>();
  private Map<String, Shared> parameters = new LinkedHashMap<>();
  private Map<String, Shared> settings = new LinkedHashMap<>();
  private List<String> biases = new ArrayList<>();

  /** The parameters' first values; none if they were loaded from before these were saved. */
  private Map<String, Value> first = new LinkedHashMap<>();

  /** Makes a learner that computes with the kernels of this process. */
  protected Learner() {
    this(Backend.current());
  }

  /** Makes a learner that computes with these kernels. */
  protected Learner(Kernels kernels) {
    this.kernels = kernels;
  }

  @Override
  public void state(State s) {
    parameters = s.value("parameters", parameters);
    settings = s.value("settings", settings);
    if (s.isLoading() && !s.has("biases")) { // then a single row did not decay
      biases = parameters().stream().filter(p -> p.rows() == 1).map(Shared::name).toList();
      first = new LinkedHashMap<>();
      return;
    }
    biases = s.value("biases", biases);
    first = s.value("first", first);
  }

  /** What computes. */
  public final Kernels kernels() {
    return kernels;
  }

  /** Declares a parameter, from a constructor; weight decay pulls it towards 0. */
  protected final Shared parameter(String name, Value first) {
    Shared parameter = put(parameters, new Shared(name, first));
    this.first.put(name, copy(first));
    return parameter;
  }

  /** Declares a parameter that does not decay, from a constructor. */
  protected final Shared bias(String name, Value first) {
    Shared bias = parameter(name, first);
    biases.add(name);
    return bias;
  }

  /** Declares a setting, from a constructor. */
  protected final Shared setting(String name, float first) {
    return put(settings, Shared.number(name, first));
  }

  /** Declares what belongs to somebody else, from a constructor; it is not saved. */
  protected final Shared view(Shared view) {
    return put(views, view);
  }

  private final Map<String, Shared> views = new LinkedHashMap<>();

  private Shared put(Map<String, Shared> to, Shared shared) {
    if (parameters.containsKey(shared.name())
        || settings.containsKey(shared.name())
        || views.containsKey(shared.name())) {
      throw new IllegalArgumentException("\"" + shared.name() + "\" is declared twice");
    }
    to.put(shared.name(), shared);
    return shared;
  }

  /** The expression of a parameter or setting, for outputs. */
  protected final Expr parameter(String name) {
    return Expr.shared(shared(name));
  }

  /**
   * A parameter or setting itself.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public final Shared shared(String name) {
    for (Map<String, Shared> some : List.of(parameters, settings, views)) {
      Shared shared = some.get(name);
      if (shared != null) {
        return shared;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "no parameter \"%s\"; there are %s, settings %s %s",
            name,
            parameters.keySet(),
            settings.keySet(),
            views.keySet()));
  }

  /** The parameters, in the order they were declared. */
  public final List<Shared> parameters() {
    return List.copyOf(parameters.values());
  }

  /** Whether weight decay pulls a parameter towards 0. */
  final boolean decays(Shared parameter) {
    return !biases.contains(parameter.name());
  }

  /**
   * Forgets all training: the parameters get their first values; settings stay.
   *
   * @throws IllegalStateException if the learner was loaded from a checkpoint without these
   */
  @Atomic
  public final void clear() {
    if (!first.keySet().equals(parameters.keySet())) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the first values of %s are not in the checkpoint this learner was loaded from; make"
                  + " it again",
              parameters.keySet()));
    }
    Shared.unlessWhole(
        parameters(), () -> first.forEach((name, value) -> shared(name).set(copy(value))));
  }

  /** Another object, so that a checkpoint looks alike whether a parameter has changed or not. */
  private static Value copy(Value value) {
    return Value.of(value.rows(), value.columns(), value.floats());
  }

  /** Declares an output that is computed for each sample by itself. */
  protected final Output output(String name, Function<Data, Expr> how) {
    return put(new Output(this, name, how, true));
  }

  /** Declares an output that is computed from all samples of a data set together. */
  protected final Output outputOfAll(String name, Function<Data, Expr> how) {
    return put(new Output(this, name, how, false));
  }

  private Output put(Output output) {
    if (outputs.put(output.name(), output) != null) {
      throw new IllegalArgumentException("output \"" + output.name() + "\" is declared twice");
    }
    return output;
  }

  /**
   * The output of a name.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public final Output output(String name) {
    Output output = outputs.get(name);
    if (output == null) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "no output \"%s\"; there are %s", name, outputs.keySet()));
    }
    return output;
  }
}
