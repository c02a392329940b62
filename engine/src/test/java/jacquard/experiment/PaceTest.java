package jacquard.experiment;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Runs that other threads hold and let take some steps: exactly as many, to the same bits. */
class PaceTest {
  private static final long ROUNDS = 40;

  private static Experiment experiment() {
    AutosaveTest.Counter counter = new AutosaveTest.Counter();
    Experiment experiment =
        new Experiment()
            .types(AutosaveTest.Counter.class)
            .component("counter", counter)
            .program("main", repeat(ROUNDS, call(counter::tick)));
    experiment.start("main");
    return experiment;
  }

  @Property(tries = 20)
  void stepsAreExactAndTheBitsAreThoseOfARunThatWasLeftAlone(
      @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 12) Integer> portions) throws Exception {
    Experiment alone = experiment();
    alone.run("main").run(Long.MAX_VALUE);

    Experiment held = experiment();
    BlockingQueue<Long> waits = new LinkedBlockingQueue<>();
    try (Autosave autosave = new Autosave(scratch(), line -> {})) {
      autosave.whenHeld(() -> waits.add(held.run("main").steps())).hold();
      CompletableFuture<Boolean> ended =
          CompletableFuture.supplyAsync(() -> autosave.run(held, "main", Long.MAX_VALUE));
      long steps = 0;
      for (int portion : portions) {
        assertEquals(steps, Objects.requireNonNull(waits.poll(60, TimeUnit.SECONDS)));
        assertTrue(autosave.isHeld());
        autosave.step(portion);
        steps += portion;
      }
      assertEquals(steps, Objects.requireNonNull(waits.poll(60, TimeUnit.SECONDS)));
      assertFalse(ended.isDone());
      autosave.goOn();
      assertTrue(ended.get(60, TimeUnit.SECONDS));
      assertFalse(autosave.isHeld());
    }
    assertEquals(alone.checkpoint().fingerprint(), held.checkpoint().fingerprint());
  }

  private @Nullable Path scratch;

  private Path scratch() throws IOException {
    scratch = Files.createTempDirectory("pace");
    return scratch;
  }

  @AfterTry
  void clean() throws IOException {
    Path path = scratch;
    if (path != null) {
      try (var files = Files.walk(path)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
      scratch = null;
    }
  }

  @Test
  void stepsAddUpAndHoldAgain() {
    Pace pace = new Pace();
    assertFalse(holds(pace, 5));
    pace.step(3);
    pace.step(4);
    assertEquals(12, pace.limit(5));
    assertEquals(12, pace.limit(8));
    assertTrue(holds(pace, 12) && pace.isHeld());
    pace.step(Long.MAX_VALUE);
    assertFalse(holds(pace, 12));
    pace.hold();
    assertEquals(20, pace.limit(20));
    pace.goOn();
    assertEquals(Long.MAX_VALUE, pace.limit(20));
    assertThrows(IllegalArgumentException.class, () -> pace.step(0));
  }

  private static boolean holds(Pace pace, long steps) {
    return pace.limit(steps) <= steps;
  }
}
