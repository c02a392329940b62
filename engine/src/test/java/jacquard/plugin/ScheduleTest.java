package jacquard.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.vm.ProgramException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The schedules of rates. */
class ScheduleTest {
  @Test
  void stepsFallByTheirFactor() {
    Schedule steps = Schedule.step(8, 0.5, 3);
    assertEquals(8, steps.at(2));
    assertEquals(4, steps.at(3));
    assertEquals(1, steps.at(9));
    assertEquals(2, Schedule.exponential(8, 0.5).at(2));
    assertEquals(8, Schedule.constant(8).at(1_000_000));
  }

  @Property(tries = 100)
  void aCosineFallsFromItsFirstToItsLast(@ForAll @IntRange(min = 1, max = 100) int length) {
    Schedule cosine = Schedule.cosine(1, 0.1, length);
    assertEquals(1, cosine.at(0), 1e-12);
    assertEquals(0.1, cosine.at(length), 1e-12);
    assertEquals(0.1, cosine.at(10L * length), 1e-12);
    assertEquals(0.55, Schedule.cosine(1, 0.1, 2L * length).at(length), 1e-12);
    for (int i = 0; i < length; i++) {
      assertTrue(cosine.at(i + 1) < cosine.at(i));
    }
  }

  @Property(tries = 100)
  void aWarmUpRisesInEqualParts(@ForAll @IntRange(min = 1, max = 100) int length) {
    Schedule warm = Schedule.exponential(1, 0.5).warmedUp(length);
    for (int i = 0; i < length; i++) {
      assertEquals((i + 1.0) / length, warm.at(i), 1e-12);
    }
    assertEquals(1, warm.at(length));
    assertEquals(0.5, warm.at(length + 1));
  }

  @Test
  void theRateIsThatOfTheCount() {
    LearningRate rate = new LearningRate(Schedule.exponential(8, 0.5));
    Event any = new Event("x", "next", null);
    assertEquals(8, rate.rate());
    assertEquals(Fired.next(8.0), rate.act(any));
    assertEquals(Fired.next(4.0), rate.act(any));
    assertEquals(4, rate.rate());
    rate.clear();
    assertEquals(Fired.next(8.0), rate.act(any));
  }

  @Test
  void badNumbersAreRefused() {
    assertThrows(ProgramException.class, () -> Schedule.constant(0));
    assertThrows(ProgramException.class, () -> Schedule.constant(Double.NaN));
    assertThrows(ProgramException.class, () -> Schedule.step(1, 0.5, 0));
    assertThrows(ProgramException.class, () -> Schedule.cosine(1, 0, 5));
    assertThrows(ProgramException.class, () -> Schedule.constant(1).warmedUp(0));
  }
}
