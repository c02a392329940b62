package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What holds for all workers that do jobs while their caller does something else. */
abstract class PooledContract extends WorkersContract {
  @Test
  void aJobThatInterruptsItsThreadDoesNotHarmTheNext() {
    try (Workers workers = workers()) {
      assertEquals(Collections.nCopies(6, true), workers.run(new Tasks.Interrupts(), SIX));
    } finally {
      assertFalse(Thread.interrupted());
    }
  }

  @Test
  void closingWhileJobsAreUnderWaySettlesAll() {
    Workers workers = workers();
    List<Future<Integer>> futures = new ArrayList<>();
    Tasks.Waits work = new Tasks.Waits();
    for (int x : SIX) {
      futures.add(workers.submit(new Job<>(work, x, x)));
    }
    workers.close();
    for (Future<Integer> future : futures) {
      ExecutionException e = assertThrows(ExecutionException.class, future::get);
      assertTrue(e.getCause() instanceof JobException);
    }
  }
}
