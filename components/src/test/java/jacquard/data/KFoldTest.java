package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.event.Event;
import jacquard.event.Fired;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class KFoldTest {
  private static final Dataset DATA = numbered(10, 3);

  @Property(tries = 60)
  void everySampleIsTestedOnceAndNeverTrainedOnInThatFold(
      @ForAll @IntRange(min = 2, max = 7) int k,
      @ForAll @IntRange(min = 7, max = 40) int perClass,
      @ForAll @IntRange(min = 1, max = 4) int classes,
      @ForAll long seed) {
    Dataset data = numbered(perClass, classes);
    KFold kf = new KFold(data, k, seed);
    Set<Sample> testedEver = new HashSet<>();
    for (int fold = 0; fold < k; fold++) {
      kf.nextFold();
      Set<Sample> tested = new HashSet<>(take(kf.testSize(), kf::nextTest));
      assertTrue(testedEver.addAll(tested) && tested.size() == kf.testSize());
      assertEvenClasses(tested, perClass, k);
      List<Sample> epoch = take(kf.trainSize(), kf::next);
      Set<Sample> trained = new HashSet<>(epoch);
      assertEquals(data.size() - tested.size(), trained.size());
      assertTrue(trained.stream().noneMatch(tested::contains));
      List<Sample> second = take(kf.trainSize(), kf::next);
      assertEquals(trained, new HashSet<>(second));
      if (epoch.size() >= 20) { // fewer may come in the same order by chance
        assertNotEquals(epoch, second);
      }
    }
    assertEquals(data.size(), testedEver.size());
  }

  private static void assertEvenClasses(Set<Sample> tested, int perClass, int k) {
    int[] counts = new int[4];
    tested.forEach(s -> counts[s.label()]++);
    tested.forEach(
        s ->
            assertTrue(
                counts[s.label()] == perClass / k || counts[s.label()] == (perClass + k - 1) / k));
  }

  @Example
  void sameSeedSameStreamOtherSeedOtherStream() {
    Dataset data = numbered(20, 2);
    assertEquals(stream(new KFold(data, 4, 5)), stream(new KFold(data, 4, 5)));
    assertNotEquals(stream(new KFold(data, 4, 5)), stream(new KFold(data, 4, 6)));
  }

  @Example
  void clearStartsAgain() {
    KFold kf = new KFold(numbered(20, 2), 4, 5);
    List<Sample> before = stream(kf);
    kf.storeScores(new Score(1, 2));
    kf.clear();
    assertTrue(kf.scores().isEmpty());
    assertEquals(before, stream(kf));
  }

  @Example
  void testSamplesCanBeWalkedAgain() {
    KFold kf = new KFold(numbered(8, 1), 2, 5);
    kf.nextFold();
    List<Sample> first = take(4, kf::nextTest);
    assertFails("the 4 test samples of fold 0 are used up; initTest() starts again", kf::nextTest);
    kf.initTest();
    assertEquals(first, take(4, kf::nextTest));
  }

  @Example
  void scoresAreKeptByFold() {
    KFold kf = new KFold(numbered(8, 1), 2, 5);
    assertTrue(Double.isNaN(kf.meanAccuracy()));
    kf.nextFold();
    kf.storeScores(new Score(2, 4));
    kf.nextFold();
    kf.storeScores(new Score(3, 4));
    assertEquals(List.of(new Score(2, 4), new Score(3, 4)), kf.scores());
    assertEquals(0.625, kf.meanAccuracy());
    assertEquals(0.125, kf.accuracyDeviation());
    assertFails("all 2 folds are done; clear() starts again", kf::nextFold);
  }

  @Property(tries = 200)
  void aBatchIsItsSamplesAndLeavesTheSameState(
      @ForAll @IntRange(min = 1, max = 30) int first,
      @ForAll @IntRange(min = 1, max = 30) int count) {
    KFold singles = new KFold(numbered(8, 3), 2, 7);
    KFold batches = new KFold(numbered(8, 3), 2, 7);
    singles.nextFold();
    batches.nextFold();
    for (int n : new int[] {first, count, 1}) {
      assertEquals(Stacking.stack(take(n, singles::next)), batches.nextBatch(n));
    }
    int tests = Math.min(count, singles.testSize());
    assertEquals(Stacking.stack(take(tests, singles::nextTest)), batches.nextTestBatch(tests));
    int left = batches.testSize() - tests;
    assertFails("only " + left + " test samples are left", () -> batches.nextTestBatch(left + 1));
    if (left > 0) {
      assertEquals(singles.nextTest(), batches.nextTest());
    }
    assertEquals(singles.next(), batches.next());
  }

  @Example
  void nothingWorksBeforeTheFirstFold() {
    KFold kf = new KFold(numbered(8, 1), 2, 5);
    String message = "no fold yet: nextFold() comes first";
    assertFails(message, kf::next);
    assertFails(message, kf::nextTest);
    assertFails(message, kf::initTest);
    assertFails(message, kf::testSize);
    assertFails(message, () -> kf.storeScores(new Score(1, 1)));
  }

  @Example
  void impossibleNumbersOfFoldsAreRefused() {
    Dataset data = numbered(5, 3);
    assertEquals(
        "k-fold needs at least 2 folds, not 1",
        assertThrows(IllegalArgumentException.class, () -> new KFold(data, 1, 0)).getMessage());
    assertEquals(
        "numbered: 6 folds need 6 samples of each class, class 0 has 5",
        assertThrows(IllegalArgumentException.class, () -> new KFold(data, 6, 0)).getMessage());
    assertFalse(new KFold(data, 5, 0).fold() >= 0);
  }

  @Property(tries = 100)
  void emptyAndNegativeBatchesAreRefusedAndChangeNothing(
      @ForAll @IntRange(min = Integer.MIN_VALUE, max = 0) int count,
      @ForAll @IntRange(min = 1, max = 4) int before) {
    KFold kf = new KFold(numbered(8, 1), 2, 5);
    KFold same = new KFold(numbered(8, 1), 2, 5);
    kf.nextFold();
    same.nextFold();
    assertEquals(same.nextBatch(before), kf.nextBatch(before));
    assertEquals(same.nextTestBatch(1), kf.nextTestBatch(1));
    String message = "a batch needs at least 1 sample, not " + count;
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> kf.nextBatch(count)).getMessage());
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> kf.nextTestBatch(count)).getMessage());
    assertEquals(same.nextBatch(7), kf.nextBatch(7));
    assertEquals(same.nextTestBatch(2), kf.nextTestBatch(2));
  }

  /** Labels as far apart as they can be divide as those from 0 on: only their order counts. */
  @Property(tries = 50)
  void anyIntegersAreLabels(@ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int k) {
    int[] labels = {Integer.MIN_VALUE, -1, 0, 20_261_130, Integer.MAX_VALUE};
    int[] each = IntStream.range(0, 200).map(i -> labels[i % 5]).toArray();
    Folds folds = new Folds("ids", each, k, seed);
    Set<Integer> tested = new HashSet<>();
    for (int fold = 0; fold < k; fold++) {
      int[] test = folds.test(fold);
      for (int label : labels) {
        long count = IntStream.of(test).filter(i -> each[i] == label).count();
        assertTrue(count == 40 / k || count == (40 + k - 1) / k);
      }
      IntStream.of(test).forEach(i -> assertTrue(tested.add(i)));
      assertEquals(200, test.length + folds.train(fold, fold).length);
    }
    assertEquals(200, tested.size());
  }

  /** As the samples of one class are. */
  @Property(tries = 30)
  void realValuedTargetsAreDividedEvenly(
      @ForAll long seed, @ForAll @IntRange(min = 5, max = 60) int size) {
    float[] values = new float[size];
    IntStream.range(0, size).forEach(i -> values[i] = i);
    float[] targets = new float[size];
    IntStream.range(0, size).forEach(i -> targets[i] = -i / 7f);
    KFold real = KFold.withValidation(new Dataset("real", 1, values, targets), 5, seed);
    KFold one = KFold.withValidation(new Dataset("one", 1, values, new int[size]), 5, seed);
    for (int fold = 0; fold < 5; fold++) {
      real.nextFold();
      one.nextFold();
      int tests = real.testSize();
      assertTrue(tests == size / 5 || tests == (size + 4) / 5);
      Batch batch = real.nextTestBatch(tests);
      assertEquals(rows(one.nextTestBatch(tests)), rows(batch));
      assertEquals(rows(one.nextBatch(20)), rows(real.nextBatch(20)));
      assertEquals(rows(one.validation()), rows(real.validation()));
      assertEquals(targets[(int) batch.value(0, 0)], batch.target(0));
    }
    assertEquals(
        "few: 5 folds need 5 samples, there are 4",
        assertThrows(
                IllegalArgumentException.class,
                () -> new KFold(new Dataset("few", 1, new float[4], new float[4]), 5, 1))
            .getMessage());
  }

  /** Divisions of earlier versions, whose runs go on with them. */
  @Example
  void divisionsStayWhatTheyWere() {
    int[] labels = IntStream.range(0, 24).map(i -> i % 3 == 0 ? 0 : i % 3 * 2).toArray();
    Folds folds = new Folds("x", labels, 4, 9);
    assertArrayEquals(new int[] {6, 11, 14, 15, 19, 22}, folds.test(0));
    assertArrayEquals(new int[] {1, 3, 5, 9, 13, 17}, folds.test(1));
    assertArrayEquals(new int[] {8, 10, 12, 16, 18, 23}, folds.test(2));
  }

  @Example
  void whatCannotBeDividedSaysWhichClassIsTooSmall() {
    assertEquals(
        "ids: 3 folds need 3 samples of each class, class 2000000000 has 2",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Folds("ids", new int[] {7, 2_000_000_000, 7, 2_000_000_000, 7}, 3, 1))
            .getMessage());
    Dataset named =
        new Dataset("pets", 1, new float[5], new int[] {0, 0, 0, 1, 1})
            .withNames(List.of("weight"), List.of("cat", "dog"));
    assertEquals(
        "pets: 3 folds need 3 samples of each class, class 1 (dog) has 2",
        assertThrows(IllegalArgumentException.class, () -> new KFold(named, 3, 1)).getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> new Folds("x", new int[4], 1, 1), "one fold");
  }

  private static void assertFails(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalStateException.class, call::run).getMessage());
  }

  private static List<Sample> stream(KFold kf) {
    kf.nextFold();
    kf.nextFold();
    return take(2 * kf.trainSize(), kf::next);
  }

  private static List<Sample> take(int count, Supplier<Sample> source) {
    List<Sample> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(source.get());
    }
    return taken;
  }

  /** Samples that differ from each other, each class as often as the others. */
  private static Dataset numbered(int perClass, int classes) {
    float[] values = new float[perClass * classes];
    int[] labels = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
      labels[i] = i % classes;
    }
    return new Dataset("numbered", 1, values, labels);
  }

  @Property(tries = 20)
  void validationIsOneMoreFoldThatIsNotTrainedOn(
      @ForAll @IntRange(min = 3, max = 6) int k, @ForAll long seed) {
    KFold kf = KFold.withValidation(DATA, k, seed);
    KFold plain = new KFold(DATA, k, seed);
    Set<List<Float>> validated = new HashSet<>();
    for (int fold = 0; fold < k; fold++) {
      kf.nextFold();
      plain.nextFold();
      Set<List<Float>> held = rows(kf.validation());
      validated.addAll(held);
      held.addAll(rows(kf.nextTestBatch(kf.testSize())));
      assertEquals(kf.testSize(), plain.testSize());
      assertEquals(plain.trainSize(), kf.trainSize() + kf.validation().rows());
      assertTrue(Collections.disjoint(held, rows(kf.nextBatch(kf.trainSize()))));
    }
    assertEquals(rows(DATA.all()), validated);
    assertThrows(IllegalStateException.class, plain::validation);
    assertThrows(IllegalArgumentException.class, () -> KFold.withValidation(DATA, 2, seed));
  }

  private static Set<List<Float>> rows(Batch batch) {
    Set<List<Float>> rows = new HashSet<>();
    for (int row = 0; row < batch.rows(); row++) {
      List<Float> values = new ArrayList<>();
      for (int column = 0; column < batch.columns(); column++) {
        values.add(batch.value(row, column));
      }
      rows.add(values);
    }
    return rows;
  }

  @Example
  void asAPluginItEntersFoldsAndEndsWithTheMeanAccuracy() {
    KFold kf = new KFold(DATA, 3, 1);
    Event any = new Event("x", "next", null);
    for (int life = 0; life < 2; life++) {
      for (int fold = 0; fold < 3; fold++) {
        assertEquals(Fired.next(fold), kf.act(any));
        kf.storeScores(new Score(fold, 2));
      }
      assertEquals(Fired.end(0.5), kf.act(any));
      assertEquals(3, kf.scores().size()); // to be looked at until it begins again
    }
  }
}
