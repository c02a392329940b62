package jacquard.datalearn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.expression.ElementType;
import jacquard.expression.Expr;
import jacquard.expression.Function;
import jacquard.expression.Shape;
import jacquard.expression.Value;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Transformed data sets against lists of rows. */
final class DataTest {
  private static final Kernels KERNELS = new JavaKernels();

  /** A row as a plain list: one value, a label, a name. */
  private record Row(float value, int label, String name) {}

  private static Data data(List<Row> rows) {
    float[] values = new float[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.get(i).value;
    }
    return Data.of("input", Expr.constant(Value.of(values.length, 1, values)))
        .with("target", Expr.constant(rows.stream().mapToInt(Row::label).toArray()))
        .with(
            "name",
            Expr.constant(Value.ofTexts(rows.stream().map(Row::name).toArray(String[]::new))));
  }

  private static List<Row> rows(Data data) {
    Numbers numbers = data.numbers(KERNELS);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < numbers.get("target").rows(); i++) {
      rows.add(
          new Row(
              numbers.get("input").floats()[i],
              numbers.get("target").ints()[i],
              numbers.get("name").texts()[i]));
    }
    return rows;
  }

  @Property(tries = 200)
  void transformationsAreThoseOfLists(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int size) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      rows.add(new Row(random.nextInt(9) - 4, random.nextInt(3), "row " + i));
    }
    Data data = data(rows);
    for (int step = 0; step < 5; step++) {
      int n = rows.size();
      switch (random.nextInt(6)) {
        case 0 -> {
          data = data.map("input", x -> x.times(2f).plus(1f));
          rows = rows.stream().map(r -> new Row(r.value * 2 + 1, r.label, r.name)).toList();
        }
        case 1 -> {
          int[] indices = random.ints(1 + random.nextInt(5), 0, n).toArray();
          data = data.gather(Expr.constant(indices));
          List<Row> from = rows;
          rows = java.util.Arrays.stream(indices).mapToObj(from::get).toList();
        }
        case 2 -> {
          List<Row> left = rows.stream().filter(r -> r.value > 0).toList();
          if (!left.isEmpty()) {
            data = data.filter(s -> s.input().greaterThan(0f));
            rows = left;
          }
        }
        case 3 -> {
          if (n < 50) {
            data = data.concat(data);
            rows = new ArrayList<>(rows);
            rows.addAll(List.copyOf(rows));
          }
        }
        case 4 -> {
          int width = 1 + random.nextInt(n);
          int i = random.nextInt((n + width - 1) / width);
          data = data.batch(Expr.constant(i), width);
          rows = rows.subList(i * width, Math.min(n, (i + 1) * width));
        }
        default -> data = random.nextBoolean() ? data.cached(KERNELS) : data;
      }
    }
    assertEquals(rows, rows(data));
    assertEquals(rows.getLast(), rows(data.get(rows.size() - 1)).getFirst());
    List<Row> iterated = new ArrayList<>();
    for (Numbers each : data.iterate()) {
      iterated.addAll(rows(each.data()));
    }
    assertEquals(rows, iterated);
  }

  private static Data numbered(int n) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      rows.add(new Row(i, i % 3, "row " + i));
    }
    return data(rows);
  }

  @Test
  void shufflingIsAFunctionOfSeedAndEpoch() {
    Data data = numbered(20);
    assertEquals(rows(data.shuffled(1, 0)), rows(data.shuffled(1, 0)));
    List<List<Row>> orders =
        List.of(
            rows(data),
            rows(data.shuffled(1, 0)),
            rows(data.shuffled(1, 1)),
            rows(data.shuffled(2, 0)));
    assertEquals(4, orders.stream().distinct().count());
    for (List<Row> order : orders) {
      assertEquals(20, order.stream().distinct().count());
    }
  }

  @Test
  void foldsDivideTheSamples() {
    Data data = numbered(21);
    TreeSet<Float> tested = new TreeSet<>();
    for (int fold = 0; fold < 3; fold++) {
      Data.Split split = data.split(3, fold, 5, KERNELS);
      assertEquals(14, split.train().size());
      assertEquals(7, split.test().size());
      rows(split.test()).forEach(row -> tested.add(row.value));
    }
    assertEquals(21, tested.size());
  }

  @Test
  void labelsAndCountsMeetFractions() {
    Data data = numbered(10);
    assertEquals(4 + 3, rows(data.filter(s -> s.target().lessThan(1.5f))).size());
    assertEquals(4 + 3, rows(data.filter(s -> Expr.constant(1.5f).greaterThan(s.target()))).size());
    Expr most = data.count().times(0.75f).floor();
    Data train = data.gather(Expr.sequence(Expr.constant(0), Integer.MAX_VALUE, most));
    assertEquals(rows(data).subList(0, 7), rows(train));
  }

  @Test
  void anIndexMayBeASymbol() {
    Expr i = Expr.integer("i");
    Data sample = numbered(5).map("input", x -> x.times(10f)).get(i);
    Function f =
        Function.compile(
            KERNELS, List.of(i), List.of(sample.input(), sample.get("name")), Map.of());
    assertEquals(List.of(Value.of(1, 1, 30), Value.ofTexts("row 3")), f.call(3));
  }

  @Test
  void errorsNameTheFields() {
    Data data = numbered(2);
    Exception e = assertThrows(IllegalArgumentException.class, () -> data.get("inptu"));
    assertEquals(
        "there is no field \"inptu\" in data of input (2 x 1), target (2 x 1 INT), name (2 x 1"
            + " TEXT)",
        e.getMessage());
    e =
        assertThrows(
            IllegalArgumentException.class,
            () -> data.with("weight", Expr.constant(Value.of(3, 1, 1, 2, 3))));
    assertEquals("field \"weight\" has 3 samples, but field \"input\" has 2", e.getMessage());
    Data symbols = Data.of("input", Expr.input("x", ElementType.FLOAT, Shape.samples(2)));
    e = assertThrows(IllegalStateException.class, symbols::size);
    assertEquals(
        "the number of samples is known only when it is computed; cached(..) computes it:"
            + " data of input (n x 2)",
        e.getMessage());
  }

  @Test
  void theWeightOfASampleIsOneUnlessItHasOne() {
    Data data = numbered(2);
    assertEquals(Value.of(2, 1, 0, 1), value(data.input().times(data.weight())));
    Data weighted = data.with("weight", Expr.constant(Value.of(2, 1, 3, 4)));
    assertEquals(Value.of(2, 1, 0, 4), value(weighted.input().times(weighted.weight())));
  }

  private static Value value(Expr e) {
    return Function.compile(KERNELS, List.of(), List.of(e), Map.of()).call().getFirst();
  }
}
