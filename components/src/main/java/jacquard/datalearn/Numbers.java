package jacquard.datalearn;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.expression.ElementType;
import jacquard.expression.Expr;
import jacquard.expression.Value;
import jacquard.vm.Stackable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of a sample's, or of several samples', fields: what data come to.
 *
 * <p>A Buffer stacks those of several samples into those of all of them.
 */
public final class Numbers implements Stackable, Stateful {
  /** The end of the name under which a ragged field's starts are. */
  static final String STARTS = ".starts";

  private Map<String, Value> values;

  private Numbers(Map<String, Value> values) {
    this.values = values;
  }

  /** To be loaded. */
  private Numbers() {
    this(new LinkedHashMap<>());
  }

  /** One field. */
  public static Numbers of(String name, Value value) {
    return new Numbers(new LinkedHashMap<>(Map.of(name, value)));
  }

  /** The values and the labels or real-valued targets of some examples. */
  public static Numbers of(Examples examples) {
    return of(Data.INPUT, Value.of(examples.rows(), examples.columns(), examples.values()))
        .with(Data.TARGET, targets(examples));
  }

  static Value targets(Examples examples) {
    return examples.hasTargets()
        ? Value.of(examples.rows(), 1, examples.targets())
        : Value.ofInts(examples.labels());
  }

  static Numbers of(Data data, List<Value> parts) {
    Map<String, Value> values = new LinkedHashMap<>();
    int at = 0;
    for (Map.Entry<String, Field> each : data.fields().entrySet()) {
      values.put(each.getKey(), parts.get(at++));
      if (each.getValue().isRagged()) {
        values.put(each.getKey() + STARTS, parts.get(at++));
      }
    }
    return new Numbers(values);
  }

  @Override
  public void state(State s) {
    values = s.value("values", values);
  }

  /** With one more field. */
  public Numbers with(String name, Value value) {
    Map<String, Value> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Numbers(more);
  }

  /** The names of the fields. */
  public List<String> names() {
    return List.copyOf(values.keySet());
  }

  /**
   * The value of a field.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public Value get(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "there is no field \"%s\" in %s", name, values.keySet()));
    }
    return value;
  }

  /** The value of the only field. */
  public Value get() {
    if (values.size() != 1) {
      throw new IllegalStateException("not one field but " + values.keySet());
    }
    return values.values().iterator().next();
  }

  /** The fields input and target as components take them. */
  public Batch examples() {
    Value input = get(Data.INPUT);
    Value target = get(Data.TARGET);
    return target.type() == ElementType.FLOAT
        ? new Batch(input.columns(), input.floats(), target.floats())
        : new Batch(input.columns(), input.floats(), target.ints());
  }

  /** Data of these values. */
  public Data data() {
    Data data = Data.empty();
    for (Map.Entry<String, Value> each : values.entrySet()) {
      String name = each.getKey();
      Value starts = values.get(name + STARTS);
      Expr expression = Expr.constant(each.getValue());
      if (starts != null) {
        data = data.withRagged(name, expression, Expr.constant(starts));
      } else if (!name.endsWith(STARTS)) {
        data = data.with(name, expression);
      }
    }
    return data;
  }

  /** The values in the order of the expressions of {@link #data}. */
  Object[] arguments() {
    return values.values().toArray();
  }

  @Override
  public Numbers stack(List<?> rows) {
    Map<String, Value> stacked = new LinkedHashMap<>();
    for (String name : values.keySet()) {
      List<Value> parts = new ArrayList<>();
      for (Object row : rows) {
        Numbers each = (Numbers) row;
        if (!each.values.keySet().equals(values.keySet())) {
          throw new IllegalArgumentException(
              String.format(Locale.ROOT, "cannot stack fields %s and %s", names(), each.names()));
        }
        parts.add(each.get(name));
      }
      stacked.put(name, name.endsWith(STARTS) ? startsBelow(parts) : Value.below(parts));
    }
    return new Numbers(stacked);
  }

  /** The starts of samples that follow each other, each beginning anew with 0. */
  private static Value startsBelow(List<Value> parts) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    int end = 0;
    for (Value part : parts) {
      int[] own = part.ints();
      for (int i = 1; i < own.length; i++) {
        starts.add(end + own[i]);
      }
      end += own[own.length - 1];
    }
    return Value.ofInts(starts.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Numbers n && values.equals(n.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
