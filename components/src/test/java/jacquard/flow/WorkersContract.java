package jacquard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.CheckpointException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for all workers. */
abstract class WorkersContract {
  static final List<Integer> SIX = List.of(1, 2, 3, 4, 5, 6);

  private Set<Thread> threadsBefore = Set.of();
  private Set<Long> processesBefore = Set.of();

  /** Two workers, where there can be two. */
  abstract Workers workers();

  /** Whether a job can wait for a later one. */
  boolean areSeveral() {
    return true;
  }

  @BeforeEach
  void lookAround() {
    threadsBefore = threads();
    processesBefore = processes();
  }

  @AfterEach
  void nothingIsLeftRunning() {
    assertEquals(threadsBefore, threads());
    assertEquals(processesBefore, processes());
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().startsWith("jacquard-"))
        .collect(Collectors.toSet());
  }

  private static Set<Long> processes() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  /** Each odd number's job ends only after that of the next number. */
  @Test
  void sixSquaresComeInOrderThoughTheyFinishInReverse(@TempDir Path directory) {
    try (Workers workers = workers()) {
      Tasks.Square square = new Tasks.Square(directory.toString(), areSeveral());
      assertEquals(List.of(1, 4, 9, 16, 25, 36), workers.run(square, SIX));
    }
  }

  @Test
  void manyJobsComeInOrder() {
    try (Workers workers = workers()) {
      List<Integer> data = IntStream.range(0, 500).boxed().toList();
      assertEquals(data, workers.run(new Tasks.Fails(-1), data));
    }
  }

  @Test
  void noJobsGiveNoResults() {
    try (Workers workers = workers()) {
      assertEquals(List.of(), workers.run(new Tasks.Square("", false), List.of()));
    }
  }

  @Test
  void aJobThatThrowsIsNamedWithItsDatum() {
    try (Workers workers = workers()) {
      JobException e = assertThrows(JobException.class, () -> workers.run(new Tasks.Fails(4), SIX));
      assertEquals(3, e.index());
      assertEquals(
          "job 3, Fails of (4): java.lang.ArithmeticException: no root of 4", e.getMessage());
    }
  }

  @Test
  void ofAJobThatThrowsAllOthersSettle() throws Exception {
    try (Workers workers = workers()) {
      Tasks.Fails work = new Tasks.Fails(2);
      List<Future<Integer>> futures = new ArrayList<>();
      for (int x : SIX) {
        futures.add(workers.submit(new Job<>(work, x - 1, x)));
      }
      for (int x : SIX) {
        if (x == 2) {
          ExecutionException e = assertThrows(ExecutionException.class, () -> futures.get(1).get());
          assertTrue(e.getCause() instanceof JobException);
        } else {
          assertEquals(x, futures.get(x - 1).get());
        }
      }
    }
  }

  @Test
  void afterAFailureTheNextRowHasNoStaleResults() {
    try (Workers workers = workers()) {
      assertThrows(JobException.class, () -> workers.run(new Tasks.Fails(1), SIX));
      assertEquals(SIX, workers.run(new Tasks.Fails(-1), SIX));
    }
  }

  @Test
  void rowsOfDifferentWorkMayAlternate() throws Exception {
    try (Workers workers = workers()) {
      Tasks.Numbered ten = new Tasks.Numbered(10);
      Tasks.Numbered twenty = new Tasks.Numbered(20);
      List<Future<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        futures.add(workers.submit(new Job<>(i % 2 == 0 ? ten : twenty, i, i)));
      }
      for (int i = 0; i < 20; i++) {
        assertEquals((i % 2 == 0 ? 10 : 20) + i, futures.get(i).get());
      }
    }
  }

  @Test
  void workOfAClassThatIsNotRegisteredIsRefused() {
    record Foreign() implements Work<Integer, Integer> {
      @Override
      public Integer apply(Integer x) {
        return x;
      }
    }
    try (Workers workers = workers()) {
      assertThrows(CheckpointException.class, () -> workers.run(new Foreign(), SIX));
    }
  }

  @Test
  void theDataAreReadNoFurtherThanTheWorkersAreWide() {
    try (Workers workers = workers()) {
      int[] read = {0};
      Iterator<Integer> endless =
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              return true;
            }

            @Override
            public Integer next() {
              return read[0]++;
            }
          };
      try (var row = new InOrder<>(workers, new Tasks.Fails(-1), endless, 0)) {
        for (int i = 0; i < 10; i++) {
          assertEquals(i, row.next());
          assertTrue(read[0] <= i + workers.width());
        }
      }
    }
  }

  @Test
  void closingTwiceIsClosingOnceAndNothingIsTakenOnAfterwards() {
    Workers workers = workers();
    assertEquals(SIX, workers.run(new Tasks.Fails(-1), SIX));
    workers.close();
    workers.close();
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> workers.run(new Tasks.Fails(-1), SIX));
    assertTrue(String.valueOf(e.getMessage()).contains("these workers are closed"));
  }
}
