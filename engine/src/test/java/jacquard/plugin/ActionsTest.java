package jacquard.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.vm.ProgramException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The actions that come with the engine. */
class ActionsTest {
  @Property(tries = 100)
  void countersCountExactly(
      @ForAll @IntRange(min = 1, max = 7) int next, @ForAll @IntRange(min = 1, max = 30) int end) {
    Counter counter = new Counter(next, end);
    for (int life = 0; life < 2; life++) {
      for (long i = 1; i <= end; i++) {
        Fired wanted = i == end ? Fired.end(i) : i % next == 0 ? Fired.next(i) : Fired.NOTHING;
        assertEquals(wanted, counter.act(new Event("x", "next", "any")));
      }
      assertEquals(0, counter.count());
    }
  }

  @Test
  void earlyStoppingEndsAfterItsPatience() {
    EarlyStopping stop = new EarlyStopping(2, 0.1);
    List<Fired> fired = new ArrayList<>();
    for (double error : new double[] {5, 4, 3.95, 3.8, 3.9, Double.NaN, 9}) {
      fired.add(stop.act(new Event("validate", "next", error)));
    }
    assertEquals(
        List.of(
            Fired.next(5.0),
            Fired.next(4.0),
            new Fired("wait", 4.0),
            Fired.next(3.8),
            new Fired("wait", 3.8),
            Fired.end(3.8),
            Fired.next(9.0)),
        fired);
  }

  @Test
  void badNumbersAreRefused() {
    assertThrows(ProgramException.class, () -> new Counter(0, 1));
    assertThrows(ProgramException.class, () -> new EarlyStopping(0, 0));
    assertThrows(ProgramException.class, () -> new EarlyStopping(1, Double.NaN));
    EarlyStopping stop = new EarlyStopping(1, 0);
    assertThrows(ProgramException.class, () -> stop.act(new Event("a", "next", "text")));
  }
}
