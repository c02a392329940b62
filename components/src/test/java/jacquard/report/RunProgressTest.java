package jacquard.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What the line of a run's progress says, and that it fits. */
class RunProgressTest {
  private static final String POSITION =
      "fold 1 of 2, train_layer2, round 413 of 1000, next call x";

  private static MetricRow row(String metric, double value) {
    return new MetricRow(1, 0, 0, Map.of(), metric, value);
  }

  private static String text(int width, double done, List<MetricRow> measured) {
    return RunProgress.text(width, "kfold-digits", 100_000, 4, done, done, measured, POSITION);
  }

  @Test
  void wideEnoughItTellsAll() {
    assertEquals(
        "kfold-digits  25 % [======>                 ] 0:04, 0:12 to go, 25k steps/s, loss 0.1235,"
            + " accuracy NaN, "
            + POSITION,
        text(169, 0.25, List.of(row("loss", 0.123456), row("accuracy", Double.NaN))));
    assertEquals("kfold-digits 0:04, 25k steps/s, " + POSITION, text(169, 0, List.of()));
    assertEquals(
        "a 100 % [=======================>] 2:00 h, 0:00 to go, 14M steps/s, at the end",
        RunProgress.text(169, "a", 100_000_000_000L, 7200, 0.5, 1, List.of(), "at the end"));
    assertEquals(
        "a  25 % [======>                 ] 0:04, 10 steps/s, x",
        RunProgress.text(169, "a", 40, 4, 0, 0.25, List.of(), "x"));
  }

  @Test
  void whatWasMeasuredFitsIntoEightyColumns() {
    List<MetricRow> error = List.of(row("layer1 error", 613.3125));
    assertEquals(
        "kfold-digits  25 % [===>        ] 0:04, 0:12 to go, 25k steps/s, layer1 error 613.3",
        text(84, 0.25, error));
    for (double done : new double[] {0, 0.01, 0.5, 1}) {
      String line = text(79, done, error);
      assertTrue(line.contains("layer1 error 613.3") && line.length() <= 79, line);
      assertTrue(done == 0 || (line.contains(" to go") && line.contains("[")), line);
    }
    String both = text(79, 0.5, List.of(row("test accuracy", 0.9), row("loss of all", 1e-3)));
    assertTrue(both.contains("test accuracy 0.9") && both.contains("loss of all 0.001"), both);
    assertEquals("kfold-digits  25 % layer1 error 613.3", text(39, 0.25, error));
  }

  @Property(tries = 500)
  void noLineIsWiderThanTheTerminal(
      @ForAll String name,
      @ForAll String metric,
      @ForAll String position,
      @ForAll @DoubleRange(min = 0, max = 1) double done,
      @ForAll @IntRange(min = 1, max = 300) int width) {
    List<MetricRow> rows = List.of(row("m" + metric.replaceAll("[\\p{C}\\p{Z}]", "-"), 0.5));
    String line = RunProgress.text(width, name, 10, 1, done, done, rows, position);
    assertTrue(ProgressLine.columns(line) <= width, line);
    assertFalse(line.codePoints().anyMatch(Character::isISOControl), line);
  }
}
