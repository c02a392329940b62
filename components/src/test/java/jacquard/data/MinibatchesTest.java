package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.experiment.Experiment;
import jacquard.laws.Laws;
import jacquard.program.Programs;
import jacquard.vm.Args;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class MinibatchesTest {
  private static final Dataset DIGITS = Digits.load();

  private static Dataset numbered(int rows) {
    float[] values = new float[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = i;
    }
    return new Dataset("d", 1, values, IntStream.range(0, rows).toArray());
  }

  @Property(tries = 300)
  void everyEpochGivesEveryRowOnceAndTheLastBatchWhatIsLeft(
      @ForAll @IntRange(min = 1, max = 30) int rows,
      @ForAll @IntRange(min = 1, max = 12) int size,
      @ForAll boolean shuffled,
      @ForAll long seed) {
    Batch all = numbered(rows).all();
    Minibatches source =
        shuffled ? Minibatches.shuffled(all, size, seed) : Minibatches.inOrder(all, size);
    for (int epoch = 0; epoch < 3; epoch++) {
      List<Integer> seen = new ArrayList<>();
      for (int i = 0; i < source.perEpoch(); i++) {
        Batch next = source.next();
        int left = rows - seen.size();
        assertEquals(Math.min(size, left), next.rows());
        for (int r = 0; r < next.rows(); r++) {
          assertEquals(next.label(r), next.value(r, 0));
          seen.add(next.label(r));
        }
        assertEquals(epoch, source.epoch());
        assertEquals(seen.size(), source.position());
      }
      List<Integer> wanted = IntStream.range(0, rows).boxed().toList();
      assertEquals(wanted, shuffled ? seen.stream().sorted().toList() : seen);
    }
  }

  @Test
  void epochsAndSeedsDiffer() {
    int[] first = epoch(Minibatches.shuffled(DIGITS.all(), 1797, 1), 0);
    assertNotEquals(
        Arrays.toString(first),
        Arrays.toString(epoch(Minibatches.shuffled(DIGITS.all(), 1797, 2), 0)));
    assertNotEquals(
        Arrays.toString(first),
        Arrays.toString(epoch(Minibatches.shuffled(DIGITS.all(), 1797, 1), 1)));
  }

  private static int[] epoch(Minibatches source, int epoch) {
    Batch batch = source.next();
    for (int i = 0; i < epoch; i++) {
      batch = source.next();
    }
    return batch.labels();
  }

  @Test
  void aPartOfTheRowsIsAllThatIsGiven() {
    Batch part = numbered(10).all().rows(4, 3);
    int[] labels = Minibatches.shuffled(part, 5, 1).next().labels();
    Arrays.sort(labels);
    assertArrayEquals(new int[] {4, 5, 6}, labels);
  }

  @Test
  void clearStartsAgain() {
    Minibatches source = Minibatches.shuffled(DIGITS.all(), 700, 3);
    Batch first = source.next();
    source.next();
    source.next();
    source.next();
    source.clear();
    assertEquals(first, source.next());
    assertEquals(0, source.epoch());
  }

  @Test
  void aBatchOfNothingIsRefused() {
    Exception error =
        assertThrows(IllegalArgumentException.class, () -> Minibatches.inOrder(DIGITS.all(), 0));
    assertEquals("a minibatch needs at least 1 row, not 0", error.getMessage());
  }

  private static Experiment experiment() {
    Minibatches source = Minibatches.shuffled(DIGITS.all(), 500, 3);
    return new Experiment()
        .component("digits", DIGITS)
        .component("source", source)
        .program("main", Programs.repeat(9, Programs.call(source::next)));
  }

  @Test
  void savingAnywhereChangesNothing() {
    Laws.savingOnceChangesNothing(
        MinibatchesTest::experiment, "main", Args.EMPTY, 100, 1, saved -> saved);
  }

  @Test
  void aCheckpointRefersToTheRowsOfADataSet() {
    Minibatches source = Minibatches.inOrder(DIGITS.all(), 500);
    Experiment experiment =
        new Experiment()
            .component("source", source)
            .program("main", Programs.repeat(9, Programs.call(source::next)));
    experiment.start("main").runHere(2);
    Checkpoint saved = experiment.checkpoint();
    assertTrue(saved.arrayBytes() < 100, () -> saved.arrayBytes() + " bytes");
    Experiment loaded = Experiment.restore(saved, Map.of());
    assertEquals(experiment.run("main").jump().args(), loaded.run("main").jump().args());
    assertEquals(saved.fingerprint(), loaded.checkpoint().fingerprint());
  }
}
