package jacquard.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DatasetTest {
  @Test
  void digitsAreWhatTheyWere() {
    Dataset digits = Digits.load();
    assertEquals(1797, digits.size());
    assertEquals(64, digits.columns());
    assertEquals(10, digits.classes());
    assertEquals("1797x64:af7e0b1c", digits.fingerprint());
  }

  @Test
  void fingerprintFollowsContentOnly() {
    Dataset a = new Dataset("a", 1, new float[] {1, 2}, new int[] {0, 1});
    Dataset same = new Dataset("b", 1, new float[] {1, 2}, new int[] {0, 1});
    Dataset value = new Dataset("a", 1, new float[] {1, 3}, new int[] {0, 1});
    Dataset label = new Dataset("a", 1, new float[] {1, 2}, new int[] {0, 0});
    assertEquals(a.fingerprint(), same.fingerprint());
    assertNotEquals(a.fingerprint(), value.fingerprint());
    assertNotEquals(a.fingerprint(), label.fingerprint());
  }

  @Test
  void badContentIsRefusedByRowAndColumn() {
    String advice =
        " is not finite; fill it or leave out the row, or let it in"
            + " (Dataset.allowingNonFinite, NpySettings.withNonFinite)";
    assertRefused("d, row 2, column 1: NaN" + advice, 2, new float[] {1, 2, Float.NaN, 4}, 0, 1);
    assertRefused("d, row 1, column 2: Infinity" + advice, 2, new float[] {1, 1f / 0}, 0);
    assertRefused("d, row 2: label -1 is out of range", 1, new float[] {1, 2}, 0, -1);
    assertRefused("d: 0 rows x 3 cannot have 0 values", 3, new float[0]);
    assertRefused("d: 1 rows x 3 cannot have 2 values", 3, new float[2], 0);
  }

  @Test
  void nonFiniteValuesComeInWhenAllowed() {
    float[] values = {1, Float.NaN, 1f / 0, 4};
    Dataset data = Dataset.allowingNonFinite("d", 2, values, new int[2]);
    assertArrayEquals(values, data.all().values());
    Exception error =
        assertThrows(
            IllegalArgumentException.class,
            () -> Dataset.allowingNonFinite("d", 2, values, new int[] {0, -1}));
    assertEquals("d, row 2: label -1 is out of range", error.getMessage());
  }

  @Test
  void arraysAreCopied() {
    float[] values = {1, 2};
    int[] labels = {0, 1};
    Dataset data = new Dataset("d", 1, values, labels);
    values[0] = 9;
    labels[0] = 9;
    data.all().values()[1] = 9;
    assertEquals(new Sample(new float[] {1}, 0), data.sample(0));
    assertEquals(new Sample(new float[] {2}, 1), data.sample(1));
  }

  @Test
  void samplesAndBatchesStack() {
    Sample a = new Sample(new float[] {1, 2}, 3);
    Sample b = new Sample(new float[] {4, 5}, 6);
    Batch both = a.stack(List.of(a, b));
    assertEquals(new Batch(2, new float[] {1, 2, 4, 5}, new int[] {3, 6}), both);
    assertEquals(3, both.stack(List.of(both, b.stack(List.of(b)))).rows());
    assertEquals(b, both.row(1));
    assertEquals(5, both.value(1, 1));
    Sample wide = new Sample(new float[3], 0);
    Exception error =
        assertThrows(IllegalArgumentException.class, () -> a.stack(List.of(a, b, wide)));
    assertEquals("cannot stack: value 0 has 2 columns, value 2 has 3", error.getMessage());
  }

  @Test
  void scoresAddUp() {
    Score score = new Score(1, 1).stack(List.of(new Score(1, 1), new Score(0, 1), new Score(2, 2)));
    assertEquals(new Score(3, 4), score);
    assertEquals(0.75, score.accuracy());
    assertThrows(IllegalArgumentException.class, () -> new Score(2, 1));
  }

  private static void assertRefused(String message, int columns, float[] values, int... labels) {
    Exception error =
        assertThrows(
            IllegalArgumentException.class, () -> new Dataset("d", columns, values, labels));
    assertEquals(message, error.getMessage());
  }
}
