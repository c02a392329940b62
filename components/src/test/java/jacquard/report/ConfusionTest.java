package jacquard.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.data.Batch;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

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
        2            0.5000  1.0000  0.6667         1
        3                 -       -       -         0
        mean         0.8333  0.8333  0.7778         4
        accuracy  0.7500\
        """,
        of(4, new int[] {0, 1, 2, 1}, new int[] {0, 2, 2, 1}).table());
  }

  @Test
  void ofNothingNothingCanBeTold() {
    Confusion nothing = new Confusion(1);
    assertTrue(Double.isNaN(nothing.accuracy()) && Double.isNaN(nothing.f1(0)));
    assertTrue(nothing.table().endsWith("accuracy  NaN"), nothing.table());
  }

  @Property(tries = 200)
  void theNumbersAreThoseOfTheirDefinitions(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 2) Integer> actual,
      @ForAll @Size(60) List<@IntRange(min = 0, max = 2) Integer> guesses) {
    List<Integer> predicted = guesses.subList(0, actual.size());
    Confusion confusion = of(3, ints(actual), ints(predicted));
    double right = 0;
    for (int c = 0; c < 3; c++) {
      double both = 0;
      double told = 0;
      double are = 0;
      for (int i = 0; i < actual.size(); i++) {
        both += actual.get(i) == c && predicted.get(i) == c ? 1 : 0;
        told += predicted.get(i) == c ? 1 : 0;
        are += actual.get(i) == c ? 1 : 0;
      }
      right += both;
      assertEquals(both / told, confusion.precision(c));
      assertEquals(both / are, confusion.recall(c));
      double f1 = 2 * both / (told + are);
      assertEquals(f1, confusion.f1(c));
    }
    assertEquals(right / actual.size(), confusion.accuracy());
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(each -> each).toArray();
  }
}
