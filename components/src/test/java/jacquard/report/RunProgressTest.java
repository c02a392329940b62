package jacquard.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What the bar of a run says. */
class RunProgressTest {
  @Test
  void itTellsTimesRateAndWhatWasMeasured() {
    assertEquals("0:04, 0:12 to go, 25k steps/s, ", RunProgress.pace(100_000, 4, 0.25, 0.75));
    assertEquals("0:04, 10 steps/s, ", RunProgress.pace(40, 4, 0, 1));
    assertEquals(
        "2:00 h, 1:00 h to go, 14M steps/s, ", RunProgress.pace(100_000_000_000L, 7200, 0.5, 0.25));
    assertEquals("", RunProgress.measured(List.of()));
    assertEquals(
        "loss 0.1235, accuracy NaN, ",
        RunProgress.measured(
            List.of(
                new MetricRow(1, 0, 0, Map.of(), "loss", 0.123456),
                new MetricRow(1, 0, 0, Map.of(), "accuracy", Double.NaN))));
  }

  @Test
  void theBarGrows() {
    assertEquals("r 0:01", TerminalBar.line("r", 0, "0:01", 80));
    assertEquals("r   1 % [>          ] 0:01", TerminalBar.line("r", 0.0199, "0:01", 80));
    assertEquals("r  50 % [=====>     ] ", TerminalBar.line("r", 0.5, "", 80));
    assertEquals("r 100 % [==========>] ", TerminalBar.line("r", 1, "", 80));
  }

  @Property
  void noLineIsWiderThanTheTerminal(
      @ForAll String words,
      @ForAll @DoubleRange(min = 0, max = 1) double done,
      @ForAll @IntRange(min = 20, max = 300) int width) {
    String line = TerminalBar.line("name", done, words, width);
    assertTrue(line.length() <= width, line);
  }
}
