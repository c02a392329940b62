package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.jqwik.api.Example;

/** Loops on several threads. */
final class TurnsTest {
  @Example
  void everyTurnIsTakenOnce() {
    Turns turns = new Turns(3);
    for (int count = 0; count < 200; count++) {
      AtomicIntegerArray taken = new AtomicIntegerArray(count);
      turns.each(count, taken::incrementAndGet);
      turns.each(count, true, taken::incrementAndGet);
      turns.each(count, false, taken::incrementAndGet);
      for (int i = 0; i < count; i++) {
        assertEquals(3, taken.get(i));
      }
    }
  }

  @Example
  void aFailedTurnFailsTheLoop() {
    Turns turns = new Turns(2);
    assertThrows(
        IndexOutOfBoundsException.class, () -> turns.each(10, i -> Objects.checkIndex(i, 5)));
    assertThrows(IllegalArgumentException.class, () -> new Turns(0));
  }

  @Example
  void anInterruptIsKeptForLater() {
    Thread.currentThread().interrupt();
    new Turns(2).each(100, i -> Thread.onSpinWait());
    assertTrue(Thread.interrupted());
  }
}
