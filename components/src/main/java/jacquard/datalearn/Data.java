package jacquard.datalearn;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Dataset;
import jacquard.data.Examples;
import jacquard.data.Folds;
import jacquard.data.MappedDataset;
import jacquard.data.Shuffle;
import jacquard.expression.Dim;
import jacquard.expression.ElementType;
import jacquard.expression.Expr;
import jacquard.expression.Expressions;
import jacquard.expression.Function;
import jacquard.expression.Table;
import jacquard.expression.Value;
import jacquard.kernels.Kernels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A sample or a data set: named fields, each an expression with a row for every sample.
 *
 * <p>Nothing is computed until a compiled function asks for it: transforming a data set makes
 * another one at no cost, and a sample of it computes that sample alone. The fields {@value
 * #INPUT}, {@value #TARGET} and {@value #WEIGHT} have methods of their own; there may be any
 * others.
 */
public final class Data implements Stateful {
  /** The field learners predict from. */
  public static final String INPUT = "input";

  /** The field they predict: a label, or values. */
  public static final String TARGET = "target";

  /** The field of how much a sample counts. */
  public static final String WEIGHT = "weight";

  private Map<String, Field> fields;

  private Data(Map<String, Field> fields) {
    this.fields = fields;
  }

  /** To be loaded; and no fields yet. */
  private Data() {
    this(new LinkedHashMap<>());
  }

  /** Data without fields, to which they are added. */
  public static Data empty() {
    return new Data();
  }

  /** Data of one field. */
  public static Data of(String name, Expr values) {
    return new Data().with(name, values);
  }

  /** The {@value #INPUT} and {@value #TARGET} of a data set, whose rows stay on the device. */
  public static Data of(Dataset data) {
    return of(INPUT, new DatasetField(data, false)).with(TARGET, new DatasetField(data, true));
  }

  /** The {@value #INPUT} and {@value #TARGET} of a mapped data set, read as they are selected. */
  public static Data of(MappedDataset data) {
    return of(INPUT, new MappedField(data, false)).with(TARGET, new MappedField(data, true));
  }

  /** The {@value #INPUT} and {@value #TARGET} of some examples, as constants. */
  public static Data of(Examples examples) {
    Numbers numbers = Numbers.of(examples);
    return of(INPUT, Expr.constant(numbers.get(INPUT)))
        .with(TARGET, Expr.constant(numbers.get(TARGET)));
  }

  /** Data of one stored field. */
  public static Data of(String name, Table table) {
    return of(name, Expr.stored(table));
  }

  @Override
  public void state(State s) {
    List<String> names = s.value("fields", List.copyOf(fields.keySet()));
    List<Boolean> ragged =
        s.value("ragged", fields.values().stream().map(Field::isRagged).toList());
    List<Expr> parts = s.value("expressions", new Expressions(parts())).roots();
    if (s.isLoading()) {
      fields = new LinkedHashMap<>();
      int at = 0;
      for (int i = 0; i < names.size(); i++) {
        boolean several = ragged.get(i);
        fields.put(names.get(i), new Field(parts.get(at), several ? parts.get(at + 1) : null));
        at += several ? 2 : 1;
      }
    }
  }

  /** All expressions of all fields, in order. */
  List<Expr> parts() {
    return fields.values().stream().flatMap(field -> field.parts().stream()).toList();
  }

  /** The same fields with other expressions. */
  Data withParts(List<Expr> parts) {
    Map<String, Field> changed = new LinkedHashMap<>();
    int at = 0;
    for (Map.Entry<String, Field> each : fields.entrySet()) {
      changed.put(each.getKey(), each.getValue().with(parts, at));
      at += each.getValue().parts().size();
    }
    return new Data(changed);
  }

  // ---- fields -----------------------------------------------------------------------------------

  /** With a field, new or in place of the one of that name, that has a row for every sample. */
  public Data with(String name, Expr values) {
    return with(name, Field.of(values));
  }

  /** With a stored field. */
  public Data with(String name, Table table) {
    return with(name, Expr.stored(table));
  }

  /**
   * With a field of which each sample has any number of rows.
   *
   * @param values the rows of all samples, in order
   * @param starts integers: where the rows of each sample start, and the number of rows
   */
  public Data withRagged(String name, Expr values, Expr starts) {
    return with(name, new Field(values, starts));
  }

  /** With a field. */
  public Data with(String name, Field field) {
    fields.forEach(
        (other, of) -> {
          Dim a = of.samples();
          Dim b = field.samples();
          if (!other.equals(name) && a.isFixed() && b.isFixed() && !a.equals(b)) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "field \"%s\" has %s samples, but field \"%s\" has %s",
                    name,
                    b,
                    other,
                    a));
          }
        });
    Map<String, Field> more = new LinkedHashMap<>(fields);
    more.put(name, field);
    return new Data(more);
  }

  /** The names of the fields, in order. */
  public List<String> names() {
    return List.copyOf(fields.keySet());
  }

  /**
   * A field.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public Field field(String name) {
    Field field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "there is no field \"%s\" in %s", name, this));
    }
    return field;
  }

  /** The values of a field that has one row for each sample. */
  public Expr get(String name) {
    Field field = field(name);
    if (field.isRagged()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "field \"%s\" has samples of several rows; take field(..).sums() or means()",
              name));
    }
    return field.values();
  }

  /** The field {@value #INPUT}. */
  public Expr input() {
    return get(INPUT);
  }

  /** The field {@value #TARGET}. */
  public Expr target() {
    return get(TARGET);
  }

  /** The field {@value #WEIGHT}, or 1 for every sample if there is none. */
  public Expr weight() {
    return fields.containsKey(WEIGHT) ? get(WEIGHT) : Expr.constant(1f);
  }

  /** These fields only, in this order. */
  public Data select(String... names) {
    Map<String, Field> selected = new LinkedHashMap<>();
    for (String name : names) {
      selected.put(name, field(name));
    }
    return new Data(selected);
  }

  /** With a field computed anew. */
  public Data map(String name, UnaryOperator<Expr> how) {
    return with(name, field(name).map(how));
  }

  /** What a function makes of it: written for a sample, applied to all of them. */
  public Data map(UnaryOperator<Data> how) {
    return how.apply(this);
  }

  /** The fields under names that begin with a prefix. */
  public Data prefixed(String prefix) {
    Map<String, Field> renamed = new LinkedHashMap<>();
    fields.forEach((name, field) -> renamed.put(prefix + name, field));
    return new Data(renamed);
  }

  /** The fields whose names begin with a prefix, without it. */
  public Data part(String prefix) {
    Map<String, Field> part = new LinkedHashMap<>();
    fields.forEach(
        (name, field) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), field);
          }
        });
    return new Data(part);
  }

  /** The fields of several data sets of the same samples, the last of a name. */
  public static Data concatDatasets(Data... data) {
    Data all = new Data();
    for (Data each : data) {
      for (Map.Entry<String, Field> field : each.fields.entrySet()) {
        all = all.with(field.getKey(), field.getValue());
      }
    }
    return all;
  }

  /** These samples and, after them, others of the same fields. */
  public Data concat(Data after) {
    Map<String, Field> below = new LinkedHashMap<>();
    fields.forEach((name, field) -> below.put(name, field.below(after.field(name), name)));
    return new Data(below);
  }

  // ---- samples
  // ------------------------------------------------------------------------------------

  /** The number of samples, an integer. */
  public Expr count() {
    return fields.values().stream()
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("data without fields have no samples"))
        .count();
  }

  /**
   * The number of samples, where it is known before computing.
   *
   * @throws IllegalStateException if it is not: after a filter, or of symbols
   */
  public int size() {
    for (Field field : fields.values()) {
      if (field.samples().isFixed()) {
        return field.samples().size();
      }
    }
    throw new IllegalStateException(
        "the number of samples is known only when it is computed; cached(..) computes it: " + this);
  }

  /** The sample at an index counted from 0. */
  public Data get(int index) {
    return gather(Expr.constant(index));
  }

  /** The sample at an index. */
  public Data get(Expr index) {
    return gather(index);
  }

  /** The samples that integers name, in their order. */
  public Data gather(Expr indices) {
    Map<String, Field> gathered = new LinkedHashMap<>();
    fields.forEach((name, field) -> gathered.put(name, field.gather(indices)));
    return new Data(gathered);
  }

  /** The samples from one to before another. */
  public Data slice(int from, int to) {
    return gather(Expr.constant(IntStream.range(from, to).toArray()));
  }

  /** Batch {@code i} of so many samples; the last one has what is left. */
  public Data batch(Expr i, int size) {
    return gather(Expr.sequence(i.times(Expr.constant(size)), size, count()));
  }

  /** The samples for which a condition of one column is not 0. */
  public Data filter(java.util.function.Function<Data, Expr> condition) {
    return gather(Expr.nonzero(condition.apply(this)));
  }

  /** The samples in an order that is a function of the seed and the epoch. */
  public Data shuffled(long seed, int epoch) {
    int[] order = IntStream.range(0, size()).toArray();
    Shuffle.permute(order, seed, SHUFFLE, epoch);
    return gather(Expr.constant(order));
  }

  private static final long SHUFFLE = -3L;

  /**
   * The samples outside and inside one of k parts with the same mix of labels; of the same size, if
   * {@value #TARGET} is real-valued.
   *
   * @param fold counted from 0
   * @param kernels to read the labels, the integers of {@value #TARGET}
   */
  public Split split(int k, int fold, long seed, Kernels kernels) {
    Value targets = select(TARGET).numbers(kernels).get(TARGET);
    int[] labels = targets.type() == ElementType.INT ? targets.ints() : new int[targets.rows()];
    Folds folds = new Folds(toString(), labels, k, seed);
    return new Split(
        gather(Expr.constant(folds.train(fold, fold))), gather(Expr.constant(folds.test(fold))));
  }

  /**
   * A data set in two parts.
   *
   * @param train to learn from
   * @param test to look at
   */
  public record Split(Data train, Data test) {}

  // ---- values
  // -------------------------------------------------------------------------------------

  /** The values of all fields. */
  public Numbers numbers(Kernels kernels) {
    List<Value> values = Function.compile(kernels, List.of(), parts(), Map.of()).call();
    return Numbers.of(this, values);
  }

  /** The same with all fields computed now, and once. */
  public Data cached(Kernels kernels) {
    List<Value> values = Function.compile(kernels, List.of(), parts(), Map.of()).call();
    return withParts(values.stream().map(Expr::constant).toList());
  }

  /** The samples one after the other. */
  public Iteration iterate() {
    return new Iteration(this);
  }

  /** Fields of the same names, types and columns that come with each call. */
  public Data symbolic() {
    Map<String, Field> inputs = new LinkedHashMap<>();
    fields.forEach((name, field) -> inputs.put(name, field.symbolic(name)));
    return new Data(inputs);
  }

  /** What a function compiled for one such data set can be used for: names, types, columns. */
  String schema() {
    List<String> all = new ArrayList<>();
    fields.forEach(
        (name, field) ->
            all.add(
                name
                    + (field.isRagged() ? "*" : "")
                    + " "
                    + field.values().type()
                    + " "
                    + field.values().shape().columns()));
    return String.join(", ", all);
  }

  Map<String, Field> fields() {
    return Collections.unmodifiableMap(fields);
  }

  @Override
  public String toString() {
    return fields.entrySet().stream()
        .map(each -> each.getKey() + " (" + each.getValue() + ")")
        .collect(Collectors.joining(", ", "data of ", ""));
  }
}
