package jacquard.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.datalearn.Descent;
import jacquard.experiment.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every component that learns. */
final class ComponentLawsTest {
  @Provide
  Arbitrary<Trained<?>> components() {
    return Arbitraries.of(Trained.all());
  }

  /** A block of random rows from 0 to 1 and, as its windows, batches of up to so many rows. */
  private static List<Batch> windows(long seed, int count, int rows) {
    Random random = new Random(seed);
    int height = rows + count;
    float[] values = new float[height * Trained.COLUMNS];
    int[] labels = new int[height];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
      labels[i / Trained.COLUMNS] = random.nextInt(Trained.CLASSES);
    }
    Batch block = new Batch(Trained.COLUMNS, values, labels);
    List<Batch> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int size = 2 + random.nextInt(rows - 1);
      windows.add(block.rows(random.nextInt(height - size), size));
    }
    return windows;
  }

  private static Batch copied(Batch batch) {
    return new Batch(batch.columns(), batch.values(), batch.labels());
  }

  @Property(tries = 200)
  void windowsGiveTheBitsOfCopies(
      @ForAll("components") Trained<?> component,
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 40) int rows) {
    List<Batch> windows = windows(seed, 4, rows);
    List<Batch> copies = windows.stream().map(ComponentLawsTest::copied).toList();
    assertEquals(component.run(copies), component.run(windows));
  }

  @Property(tries = 200)
  void savedAndLoadedAfterAnyUpdateItGoesOnToTheSameBits(
      @ForAll("components") Trained<?> component,
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 40) int rows,
      @ForAll @IntRange(max = 4) int savedAfter) {
    check(component, windows(seed, 5, rows), savedAfter);
  }

  private static <C extends Stateful> void check(
      Trained<C> component, List<Batch> batches, int savedAfter) {
    C plain = component.made().apply(component.kernels());
    C saved = component.made().apply(component.kernels());
    for (int i = 0; i < batches.size(); i++) {
      if (i == savedAfter) {
        saved = reloaded(saved);
      }
      component.update().accept(plain, batches.get(i));
      component.update().accept(saved, batches.get(i));
    }
    assertEquals(Trained.fingerprint(plain), Trained.fingerprint(saved));
    Batch last = batches.getLast();
    assertEquals(component.output().apply(plain, last), component.output().apply(saved, last));
  }

  @SuppressWarnings("unchecked")
  private static <C extends Stateful> C reloaded(C component) {
    Experiment loaded =
        Experiment.restore(new Experiment().component("it", component).checkpoint(), Map.of());
    return (C) loaded.component("it", component.getClass());
  }

  /** Reports read the error between updates, or not; a checkpoint must not show it. */
  @Property(tries = 100)
  void lookingChangesNothing(@ForAll("components") Trained<?> component, @ForAll long seed) {
    looking(component, windows(seed, 4, 10));
  }

  private static <C extends Stateful> void looking(Trained<C> component, List<Batch> batches) {
    C watched = component.made().apply(component.kernels());
    C alone = component.made().apply(component.kernels());
    for (Batch batch : batches) {
      component.update().accept(watched, batch);
      component.update().accept(alone, batch);
      Object unused = component.output().apply(watched, batches.getFirst());
    }
    assertEquals(Trained.fingerprint(alone), Trained.fingerprint(watched));
  }

  @Property(tries = 60)
  void batchesThatDoNotFitChangeNothing(@ForAll("components") Trained<?> component) {
    refuse(component);
  }

  private static <C extends Stateful> void refuse(Trained<C> trained) {
    C component = trained.made().apply(trained.kernels());
    trained.update().accept(component, windows(1, 1, 5).getFirst());
    String before = Trained.fingerprint(component);
    Batch wide = new Batch(7, new float[14], new int[2]);
    if (component instanceof Pca) {
      return; // it takes any width, and learns it anew
    }
    Exception error =
        assertThrows(
            IllegalArgumentException.class, () -> trained.update().accept(component, wide));
    String words =
        component instanceof Descent ? "input (n x 7) does not fit" : "takes rows of 6, not 2 x 7";
    assertEquals(true, String.valueOf(error.getMessage()).contains(words), error.getMessage());
    assertEquals(before, Trained.fingerprint(component));
  }

  @Example
  void trainingChangesEachComponent() {
    for (Trained<?> each : Trained.all()) {
      List<String> states = each.run(windows(1, 2, 5));
      assertNotEquals(states.get(0), states.get(1), each.name());
    }
  }
}
