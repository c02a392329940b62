package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.datalearn.Data;
import jacquard.datalearn.Numbers;
import jacquard.experiment.Experiment;
import jacquard.expression.Value;
import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.program.Programs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real-valued targets and names that travel with rows, against plain arrays. */
final class TargetsTest {
  private static final Kernels KERNELS = new JavaKernels();
  private static final List<String> COLUMNS = List.of("age", "size");
  private static final List<String> CLASSES = List.of("cat", "dog", "owl");

  @TempDir private Path directory = Path.of("");

  private static float[] values(int rows) {
    float[] values = new float[2 * rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return values;
  }

  private static float target(int row) {
    return 0.5f - 3 * row;
  }

  private static float[] targets(int first, int count) {
    float[] targets = new float[count];
    for (int i = 0; i < count; i++) {
      targets[i] = target(first + i);
    }
    return targets;
  }

  private static Dataset real(int rows) {
    return new Dataset("prices", 2, values(rows), targets(0, rows)).withNames(COLUMNS, List.of());
  }

  private static Dataset labelled(int rows) {
    int[] labels = new int[rows];
    Arrays.setAll(labels, i -> i % 3);
    return new Dataset("pets", 2, values(rows), labels).withNames(COLUMNS, CLASSES);
  }

  @Property(tries = 100)
  void windowsStacksAndFiltersCarryTargets(
      @ForAll @IntRange(min = 1, max = 12) int rows,
      @ForAll @IntRange(max = 50) int a,
      @ForAll @IntRange(max = 50) int b) {
    int first = a % rows;
    int count = 1 + b % (rows - first);
    Dataset data = real(rows);
    Batch window = data.all().rows(first, count);
    float[] expected = targets(first, count);
    assertTrue(window.hasTargets());
    assertArrayEquals(expected, window.targets());
    assertEquals(target(first), window.row(0).target());
    assertEquals(target(first), data.target(first));
    assertArrayEquals(expected, KERNELS.read(window.targetsOn(KERNELS)));
    assertEquals(new Batch(2, window.values(), expected), window);
    assertNotEquals(new Batch(2, window.values(), new float[count]), window);
    assertNotEquals(new Batch(2, window.values(), new int[count]), window);

    Batch filtered = Batch.under(window, 1, new float[count]);
    assertArrayEquals(expected, filtered.targets());
    assertEquals(List.of(), filtered.columnNames());

    Sample last = data.sample(rows - 1);
    Batch stacked = window.stack(List.of(last, window));
    assertEquals(target(rows - 1), stacked.target(0));
    assertArrayEquals(expected, stacked.rows(1, count).targets());
    assertEquals(COLUMNS, stacked.columnNames());
    assertEquals(
        window, Numbers.of(window).examples(), "as fields of numbers and as examples again");
  }

  @Test
  void aDataSetOfTargetsIsAFieldOfFloats() {
    Value target = Data.of(real(5)).numbers(KERNELS).get(Data.TARGET);
    assertArrayEquals(targets(0, 5), target.floats());
  }

  @Test
  void labelsOfTargetsAndTargetsOfLabelsAreRefusedByName() {
    String real =
        "prices has real-valued targets, not class labels: target(row) and targets() give them";
    assertState(real, () -> real(3).label(0));
    assertState(real, () -> real(3).classes());
    assertState(real, () -> real(3).all().rows(1, 2).labels());
    assertState(real, () -> Batch.under(real(3).all(), 1, new float[3]).label(2));
    assertState(real, () -> real(3).sample(1).labelsOn(KERNELS));
    assertState(
        "a batch has class labels, not real-valued targets: label(row) and labels() give them",
        () -> new Batch(1, new float[1], new int[1]).target(0));
    assertRefused(
        "cannot stack: some rows have class labels, others real-valued targets",
        () ->
            new Sample(new float[1], 1)
                .stack(List.of(new Sample(new float[1], 1), new Sample(new float[1], 1.5f))));
    assertRefused(
        "d, row 2: the target NaN is not finite",
        () -> Dataset.allowingNonFinite("d", 1, new float[2], new float[] {1, Float.NaN}));
  }

  private static void assertState(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalStateException.class, action::run).getMessage());
  }

  private static void assertRefused(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }

  @Test
  void namesTravelWithRows() {
    Dataset pets = labelled(12);
    KFold folds = new KFold(pets, 2, 1);
    folds.nextFold();
    for (Examples rows :
        List.of(pets.all().rows(2, 3), pets.sample(1), folds.next(), folds.nextBatch(3))) {
      assertEquals(COLUMNS, rows.columnNames());
      assertEquals(CLASSES, rows.classNames());
      Batch filtered = Batch.under(rows, 1, new float[rows.rows()]);
      assertEquals(List.of(), filtered.columnNames());
      assertEquals(CLASSES, filtered.classNames());
      assertEquals(CLASSES, rows.stack(List.of(rows, pets.sample(0))).classNames());
    }
    Batch unnamed = new Batch(2, new float[2], new int[1]);
    assertEquals(CLASSES, unnamed.stack(List.of(unnamed, pets.sample(0))).classNames());
  }

  @Test
  void differentNamesAreNotStacked() {
    Dataset pets = labelled(3);
    Dataset turned = pets.withNames(List.of("size", "age"), CLASSES);
    assertRefused(
        "cannot stack: some rows have the columns [age, size], others [size, age]",
        () -> pets.all().stack(List.of(pets.all(), turned.all())));
    Dataset others = pets.withNames(COLUMNS, List.of("dog", "cat", "owl"));
    assertRefused(
        "cannot stack: some rows have the classes [cat, dog, owl], others [dog, cat, owl]",
        () -> pets.all().stack(List.of(pets.all(), others.all())));
    assertRefused(
        "pets: two of its column names are 'a\\u00a0'",
        () -> pets.withNames(List.of("a\u00a0", "a\u00a0"), CLASSES));
    assertRefused("pets: 1 names for 3 classes", () -> pets.withNames(COLUMNS, List.of("cat")));
  }

  @Test
  void fingerprintsTellTargetsFromLabels() {
    float[] values = {1, 2};
    Dataset labels = new Dataset("d", 1, values, new int[] {0, 0});
    Dataset targets = new Dataset("d", 1, values, new float[] {0, 0});
    Dataset other = new Dataset("d", 1, values, new float[] {0, 1});
    assertEquals("2x1+1:", targets.fingerprint().substring(0, 6));
    assertNotEquals(labels.fingerprint(), targets.fingerprint());
    assertNotEquals(other.fingerprint(), targets.fingerprint());
  }

  @Test
  void targetsAndNamesAreSaved() {
    Dataset prices = real(6);
    Batch batch = Batch.under(labelled(4).all(), 1, new float[4]);
    Sample sample = prices.sample(2);
    Experiment experiment =
        new Experiment()
            .component("prices", prices)
            .component("window", prices.all().rows(1, 4))
            .component("batch", batch)
            .component("sample", sample)
            .program("main", Programs.seq());
    Path file = directory.resolve("x.jqd");
    experiment.save(file);
    Experiment loaded = Experiment.load(file);
    Dataset data = loaded.component("prices", Dataset.class);
    assertEquals(prices.all(), data.all());
    assertEquals(COLUMNS, data.columnNames());
    assertEquals(prices.all().rows(1, 4), loaded.component("window", Batch.class));
    assertEquals(batch, loaded.component("batch", Batch.class));
    assertEquals(CLASSES, loaded.component("batch", Batch.class).classNames());
    assertEquals(sample, loaded.component("sample", Sample.class));
    assertEquals(COLUMNS, loaded.component("sample", Sample.class).columnNames());
  }
}
