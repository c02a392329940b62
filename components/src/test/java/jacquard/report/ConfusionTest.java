package jacquard.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import jacquard.experiment.Experiment;
import jacquard.oracle.Tables;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a confusion matrix says of each class. */
class ConfusionTest {
  private static Confusion of(int classes, int[] actual, int[] predicted) {
    Confusion confusion = new Confusion(classes);
    confusion.count(new Batch(1, new float[actual.length], actual), predicted);
    return confusion;
  }

  @Test
  void theTableHasALineForEachClass() {
    assertEquals(
        """
        class     precision  recall      F1  examples
        0            1.0000  1.0000  1.0000         1
        1            1.0000  0.5000  0.6667         2
        2            0.3333  1.0000  0.5000         1
        3            0.0000  0.0000  0.0000         1
        4                 -       -       -         0
        macro        0.5833  0.6250  0.5417         5
        weighted     0.6667  0.6000  0.5667         5
        accuracy  0.6000\
        """,
        of(5, new int[] {0, 1, 2, 1, 3}, new int[] {0, 2, 2, 1, 2}).table());
  }

  @Test
  void ofNothingNothingCanBeTold() {
    Confusion nothing = new Confusion(1);
    assertTrue(Double.isNaN(nothing.accuracy()) && Double.isNaN(nothing.macro().f1()));
    assertEquals(0, nothing.f1(0));
    assertTrue(nothing.table().endsWith("accuracy  NaN"), nothing.table());
  }

  /** Never predicted, without examples, absent, single and unclassified classes among them. */
  @Test
  void theNumbersAreThoseOfScikitLearn() {
    double[][] cases = Tables.read("metrics.csv");
    assertEquals(60, cases.length);
    for (double[] row : cases) {
      int classes = (int) row[0];
      int rows = (int) row[1];
      Confusion confusion = of(classes, ints(row, 2, rows), ints(row, 2 + rows, rows));
      double[] numbers = Arrays.copyOfRange(row, 2 + 2 * rows, row.length);
      assertClose(numbers[0], confusion.accuracy(), row);
      assertClose(numbers, 1, confusion.macro(), row);
      assertClose(numbers, 4, confusion.weighted(), row);
      for (int c = 0; c < classes; c++) {
        Confusion.Averages own =
            new Confusion.Averages(confusion.precision(c), confusion.recall(c), confusion.f1(c));
        assertClose(numbers, 7 + 4 * c, own, row);
      }
    }
  }

  private static int[] ints(double[] row, int from, int count) {
    return Arrays.stream(row, from, from + count).mapToInt(each -> (int) each).toArray();
  }

  private static void assertClose(
      double[] expected, int at, Confusion.Averages found, double[] row) {
    assertClose(expected[at], found.precision(), row);
    assertClose(expected[at + 1], found.recall(), row);
    assertClose(expected[at + 2], found.f1(), row);
  }

  private static void assertClose(double expected, double found, double[] row) {
    assertEquals(expected, found, 1e-14, () -> Arrays.toString(row));
  }

  @Test
  void behindAFilterItCountsTheBestScores() {
    float nan = Float.NaN;
    float[] scores = {0.2f, 0.8f, 0.5f, 0.5f, nan, 1, 0.9f, 0.1f};
    Confusion confusion = new Confusion(2);
    confusion.countScores(new Batch(2, scores, new int[] {1, 1, 0, 0}));
    assertEquals(of(2, new int[] {1, 1, 0, 0}, new int[] {1, 0, -1, 0}).table(), confusion.table());
    Batch three = new Batch(3, new float[3], new int[1]);
    assertThrows(IllegalArgumentException.class, () -> confusion.countScores(three));
  }

  @Test
  void whatIsNoClassChangesNothing() {
    Confusion confusion = of(2, new int[] {0, 1}, new int[] {0, -1});
    String before = confusion.table();
    Batch three = new Batch(1, new float[3], new int[] {0, 1, 1});
    for (int bad : new int[] {2, -2}) {
      Exception error =
          assertThrows(
              IllegalArgumentException.class, () -> confusion.count(three, new int[] {0, 0, bad}));
      assertEquals(
          String.format(Locale.ROOT, "class 1 predicted as %d; classes are 0..1", bad),
          error.getMessage());
    }
    Batch labels = new Batch(1, new float[2], new int[] {0, -1});
    assertThrows(IllegalArgumentException.class, () -> confusion.count(labels, new int[] {-1, -1}));
    assertEquals(before, confusion.table());
    assertEquals(1, confusion.unclassified(1));
    Experiment saved = new Experiment().component("it", confusion);
    assertEquals(
        before,
        Experiment.restore(saved.checkpoint(), Map.of()).component("it", Confusion.class).table());
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 16385, 46341, 65536, 452601, Integer.MAX_VALUE})
  void aMatrixOfImpossiblyManyClassesIsRefused(int classes) {
    Exception error = assertThrows(IllegalArgumentException.class, () -> new Confusion(classes));
    assertEquals(
        "a confusion matrix has from 1 to 16384 classes, not "
            + classes
            + "; are the labels numbers of classes?",
        error.getMessage());
  }
}
