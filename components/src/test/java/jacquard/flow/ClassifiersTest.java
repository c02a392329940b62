package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.data.Dataset;
import jacquard.data.Score;
import jacquard.kernels.Rates;
import jacquard.oracle.Tables;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Which class a row gets, and which rows get none. */
final class ClassifiersTest {
  private static final List<Supplier<ClassifierNode>> ALL =
      List.of(
          NearestMeanClassifier::new,
          GaussianClassifier::new,
          () -> new NearestNeighboursClassifier(1),
          () -> new NearestNeighboursClassifier(3),
          () -> new SoftmaxNode(2, 3, new Rates(0.1f, 0, 0), 3));

  private static final List<Supplier<ClassifierNode>> OF_ANY_LABELS = ALL.subList(0, 4);

  @Provide
  Arbitrary<Supplier<ClassifierNode>> classifiers() {
    return Arbitraries.of(ALL);
  }

  @Provide
  Arbitrary<Supplier<ClassifierNode>> ofAnyLabels() {
    return Arbitraries.of(OF_ANY_LABELS);
  }

  @Provide
  Arbitrary<Supplier<ClassifierNode>> byDistance() {
    return Arbitraries.of(ALL.get(0), ALL.get(2), ALL.get(3));
  }

  private static <N extends FlowNode> N trained(N node, Batch rows) {
    while (node.isTraining()) {
      node.train(rows);
      node.stopTraining();
    }
    return node;
  }

  /** Three clouds of eight rows with these labels. */
  private static Batch clouds(int... labels) {
    float[] values = new float[48];
    int[] each = new int[24];
    for (int r = 0; r < 24; r++) {
      each[r] = labels[r % 3];
      values[2 * r] = 10 * (r % 3) + (float) Math.cos(r);
      values[2 * r + 1] = -5 * (r % 3) + (float) Math.sin(2 * r);
    }
    return new Batch(2, values, each);
  }

  @Example
  void predictionsAreThoseOfScikitLearn() {
    double[][] expected = Tables.read("neighbours.csv");
    String[] names = {"iris", "wine", "breast_cancer"};
    for (int set = 0; set < names.length; set++) {
      double[][] table = Tables.read("data/" + names[set] + ".csv");
      Batch train = every(table, 0);
      Batch test = every(table, 1);
      List<ClassifierNode> nodes =
          List.of(
              new NearestMeanClassifier(),
              new NearestNeighboursClassifier(1),
              new NearestNeighboursClassifier(3),
              new NearestNeighboursClassifier(8));
      for (int i = 0; i < nodes.size(); i++) {
        int number = set;
        int column = 2 + i;
        int[] classes =
            Arrays.stream(expected)
                .filter(row -> row[0] == number)
                .mapToInt(row -> (int) row[column])
                .toArray();
        assertArrayEquals(
            classes, trained(nodes.get(i), train).label(test), names[set] + ", column " + column);
      }
    }
  }

  private static Batch every(double[][] table, int first) {
    double[][] rows =
        IntStream.range(0, table.length)
            .filter(i -> i % 2 == first)
            .mapToObj(i -> table[i])
            .toArray(double[][]::new);
    int columns = table[0].length - 1;
    int[] labels = Arrays.stream(Tables.last(rows)).mapToInt(each -> (int) each).toArray();
    return new Batch(columns, Tables.floats(Tables.columns(rows, 0, columns)), labels);
  }

  /** Labels are compared, never counted up to: their size costs neither time nor memory. */
  @Property(tries = 20)
  void anyLabelsFromZeroUpAreClasses(@ForAll("ofAnyLabels") Supplier<ClassifierNode> made) {
    int[] labels = {7, 1000, Integer.MAX_VALUE};
    Batch far = clouds(labels);
    Batch near = clouds(0, 1, 2);
    ClassifierNode node = trained(made.get(), far);
    ClassifierNode same = trained(made.get(), near);
    assertEquals(3, node.outputs());
    assertArrayEquals(same.execute(near).values(), node.execute(far).values());
    assertArrayEquals(
        IntStream.of(same.label(near)).map(c -> labels[c]).toArray(), node.label(far));
    assertEquals(new Score(24, 24), node.score(far));
    assertEquals(new Score(0, 24), node.score(near), "classes that were not met are wrong");
    ClassifierNode loaded = Flows.copy(node);
    assertArrayEquals(node.label(far), loaded.label(far));
  }

  @Property(tries = 40)
  void rowsThatAreNotFiniteHaveNoClassWhateverStandsBesideThem(
      @ForAll("classifiers") Supplier<ClassifierNode> made, @ForAll boolean isBefore) {
    ClassifierNode node = trained(made.get(), clouds(0, 1, 2));
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (float[] row : new float[][] {{bad, 0}, {20, bad}, {bad, bad}}) {
        float[] values =
            isBefore
                ? new float[] {20, -10, row[0], row[1]}
                : new float[] {row[0], row[1], 20, -10};
        int[] labels = node.label(new Batch(2, values, new int[2]));
        assertEquals(-1, labels[isBefore ? 1 : 0], () -> node.name() + Arrays.toString(row));
        assertEquals(2, labels[isBefore ? 0 : 1]);
        assertEquals(new Score(1, 2), node.score(new Batch(2, values, new int[] {2, 2})));
      }
    }
  }

  /** Of those that measure distances; a covariance has squares, and descent a fixed rate. */
  @Property(tries = 40)
  void classesOfTinyAndHugeValuesAreTold(@ForAll("byDistance") Supplier<ClassifierNode> made) {
    for (float size : new float[] {1e-30f, 1e-19f, 1e19f, 1e30f}) {
      Batch rows = clouds(0, 1, 2);
      float[] values = rows.values();
      for (int i = 0; i < values.length; i++) {
        values[i] *= size;
      }
      Batch scaled = new Batch(2, values, rows.labels());
      assertEquals(new Score(24, 24), trained(made.get(), scaled).score(scaled), "size " + size);
    }
  }

  @Property(tries = 20)
  void trainingThatDivergesEndsWithoutClasses(@ForAll boolean isNan) {
    Batch rows = clouds(0, 1, 2);
    float[] values = rows.values();
    values[3] = isNan ? Float.NaN : Float.POSITIVE_INFINITY;
    SoftmaxNode node = new SoftmaxNode(2, 3, new Rates(0.1f, 0, 0), 2);
    trained(node, new Batch(2, values, rows.labels()));
    assertEquals(new Score(0, 24), node.score(rows));
  }

  @Property(tries = 40)
  void whatCannotBeLearnedIsRefusedBeforeAnythingChanges(
      @ForAll("classifiers") Supplier<ClassifierNode> made) {
    ClassifierNode node = made.get();
    node.train(clouds(0, 1, 2));
    String before = Flows.fingerprint(node);
    assertThrows(IllegalArgumentException.class, () -> node.train(clouds(0, -1, 2)));
    if (OF_ANY_LABELS.contains(made)) {
      Batch rows = clouds(0, 1, 2);
      float[] values = rows.values();
      values[5] = Float.NaN;
      Exception error =
          assertThrows(
              IllegalArgumentException.class,
              () -> node.train(new Batch(2, values, rows.labels())));
      assertEquals(
          node.name()
              + " needs finite numbers, but row 2 has NaN in column 1 (counted from 0); replace it,"
              + " or leave the row out",
          error.getMessage());
    } else {
      assertThrows(IllegalArgumentException.class, () -> node.train(clouds(0, 1, 3)));
    }
    assertEquals(before, Flows.fingerprint(node));
    trained(node, clouds(0, 1, 2));
    assertThrows(IllegalArgumentException.class, () -> node.score(clouds(0, -1, 2)));
  }

  private static Batch named(List<String> columns, List<String> classes) {
    Batch rows = clouds(0, 1, 2);
    return new Dataset("rows", 2, rows.values(), rows.labels()).withNames(columns, classes).all();
  }

  @Property(tries = 40)
  void otherColumnsAndClassesThanThoseLearnedAreRefused(
      @ForAll("classifiers") Supplier<ClassifierNode> made) {
    List<String> columns = List.of("height", "weight");
    List<String> classes = List.of("cat", "dog", "hen");
    Batch learned = named(columns, classes);
    Batch swapped = named(List.of("weight", "height"), classes);
    Batch renumbered = named(columns, List.of("dog", "cat", "hen"));
    ClassifierNode half = made.get();
    half.train(learned);
    assertRefused(
        half.name()
            + ": column 0 of these rows is 'weight', it learned 'height' there; they have [weight,"
            + " height], it learned [height, weight]",
        () -> half.train(swapped));
    ClassifierNode node = Flows.copy(trained(made.get(), learned));
    assertRefused(
        node.name()
            + ": class 0 of these rows is 'dog', it learned 'cat' there; they have [dog, cat, hen],"
            + " it learned [cat, dog, hen]",
        () -> node.score(renumbered));
    assertThrows(IllegalArgumentException.class, () -> node.execute(swapped));
    Score all = node.score(learned);
    assertEquals(all, node.score(clouds(0, 1, 2)), "rows without names");
    assertEquals(all, node.score(named(columns, List.of())), "rows without classes");
    assertEquals(
        all, node.score(named(columns, List.of("cat", "dog", "hen", "owl"))), "more classes");
  }

  private static void assertRefused(String message, org.junit.jupiter.api.function.Executable act) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, act).getMessage());
  }

  @Example
  void forksOfOtherColumnsAreNotJoined() {
    NearestMeanClassifier node = new NearestMeanClassifier();
    FlowNode one = node.fork();
    FlowNode other = node.fork();
    one.train(named(List.of("height", "weight"), List.of()));
    other.train(named(List.of("weight", "height"), List.of()));
    node.join(one);
    assertThrows(IllegalArgumentException.class, () -> node.join(other));
  }

  @Example
  void aHistogramCountsWhatIsNoNumberBeside() {
    HistogramNode node = new HistogramNode(2, 0, 1);
    assertThrows(IndexOutOfBoundsException.class, () -> node.binsOf(0));
    float[] values = {
      0.2f, Float.NaN, Float.NEGATIVE_INFINITY, Float.NaN, Float.POSITIVE_INFINITY, 3e38f
    };
    node.execute(new Batch(2, values, new int[3]));
    FlowNode fork = node.fork();
    fork.execute(new Batch(2, new float[] {Float.NaN, 0.7f}, new int[1]));
    node.join(fork);
    HistogramNode loaded = Flows.copy(node);
    assertArrayEquals(new long[] {2, 1}, loaded.binsOf(0));
    assertArrayEquals(new long[] {0, 2}, loaded.binsOf(1));
    assertEquals(1, loaded.nansOf(0));
    assertEquals(2, loaded.nansOf(1));
    HistogramNode wide = new HistogramNode(2, -3e38f, 3e38f);
    wide.execute(new Batch(1, new float[] {-1e38f, 1e38f, 2e38f}, new int[3]));
    assertTrue(Arrays.equals(new long[] {1, 2}, wide.binsOf(0)));
  }

  @Example
  void sharesAreCountsDividedOnce() {
    int[] labels = IntStream.range(0, 100).map(i -> i < 70 ? 4 : 900_000).toArray();
    Batch rows = new Batch(1, new float[100], labels);
    ClassifierNode all = trained(new NearestNeighboursClassifier(100), rows);
    assertArrayEquals(new float[] {0.7f, 0.3f}, all.execute(rows.rows(0, 1)).values());
    ClassifierNode seven = trained(new NearestNeighboursClassifier(7), rows);
    assertArrayEquals(new float[] {1, 0}, seven.execute(rows.rows(0, 1)).values());
  }

  @Example
  void distancesOfFloatsAreNotRoundedToFloats() {
    float[] ofSmall = {-1e-9f, 0};
    Batch small = new Batch(1, ofSmall, new int[] {1, 0});
    ClassifierNode nearest = trained(new NearestNeighboursClassifier(1), small);
    assertArrayEquals(new int[] {0}, nearest.label(new Batch(1, new float[] {1}, new int[1])));
    Batch large = new Batch(1, new float[] {-3e38f, -2.9e38f}, new int[] {1, 0});
    nearest = trained(new NearestNeighboursClassifier(1), large);
    assertArrayEquals(new int[] {0}, nearest.label(new Batch(1, new float[] {3e38f}, new int[1])));
  }
}
