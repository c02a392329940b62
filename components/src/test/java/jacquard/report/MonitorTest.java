package jacquard.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.vm.ProgramException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

/** The monitor against statistics by hand. */
class MonitorTest {
  @Property(tries = 200)
  void itLooksBackAtItsWindow(
      @ForAll @IntRange(min = 1, max = 8) int window,
      @ForAll @NotEmpty List<@DoubleRange(min = -1e6, max = 1e6) Double> numbers) {
    Monitor monitor = new Monitor(window, Monitor.Statistic.BEST);
    for (int i = 0; i < numbers.size(); i++) {
      Fired fired = monitor.act(new Event("x", "next", numbers.get(i)));
      double[] latest =
          numbers.subList(Math.max(0, i + 1 - window), i + 1).stream()
              .mapToDouble(Double::doubleValue)
              .sorted()
              .toArray();
      int n = latest.length;
      double sum = 0;
      for (double each : latest) {
        sum += each;
      }
      assertEquals(Fired.next(latest[0]), fired);
      assertEquals(
          sum / n, monitor.mean(), 1e-9 * (1 + Math.abs(latest[0]) + Math.abs(latest[n - 1])));
      assertEquals((latest[(n - 1) / 2] + latest[n / 2]) / 2, monitor.median(), 1e-6);
    }
  }

  @Test
  void nothingAndNaN() {
    Monitor monitor = new Monitor(2, Monitor.Statistic.MEAN);
    assertEquals(Double.NaN, monitor.mean());
    assertEquals(Double.NaN, monitor.median());
    assertEquals(Double.NaN, monitor.best());
    monitor.act(new Event("x", "next", Double.NaN));
    monitor.act(new Event("x", "next", 1));
    assertEquals(Double.NaN, monitor.mean());
    assertEquals(Double.NaN, monitor.median());
    assertEquals(Double.NaN, monitor.best());
    assertEquals(Fired.next(1.5), monitor.act(new Event("x", "next", 2f)));
    assertThrows(ProgramException.class, () -> new Monitor(0, Monitor.Statistic.MEAN));
    assertThrows(ProgramException.class, () -> monitor.act(new Event("x", "next", "text")));
  }
}
