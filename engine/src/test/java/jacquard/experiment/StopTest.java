package jacquard.experiment;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.vm.StepException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are interrupted, cancelled and stopped: saved after the present step, and back. */
class StopTest {
  @TempDir private Path directory = Path.of("");

  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  /** A component that does something in its tenth call. */
  static final class Work implements Stateful {
    private long calls;
    private transient Blocking action = () -> {};
    private transient Blocking inEach = () -> {};
    private transient Runnable inState = () -> {};

    /** What may be interrupted. */
    @FunctionalInterface
    interface Blocking {
      void run() throws InterruptedException;
    }

    @Override
    public void state(State s) {
      inState.run();
      calls = s.value("calls", calls);
    }

    void call() throws InterruptedException {
      inEach.run();
      if (calls == 10) {
        action.run();
      }
      calls++;
    }
  }

  private final Work work = new Work();
  private final Experiment experiment =
      new Experiment()
          .types(Work.class)
          .component("work", work)
          .program("main", repeat(1_000_000_000, call(work::call)));

  /** What a run came to. */
  private record Ended(boolean isDone, boolean isInterrupted) {}

  private Ended run(Autosave autosave) {
    boolean isDone = autosave.run(experiment, "main", Long.MAX_VALUE);
    return new Ended(isDone, Thread.currentThread().isInterrupted());
  }

  private Experiment resumed() {
    return CheckpointDirectory.resume(directory, Map.of(), Work.class).experiment();
  }

  private void isSavedAt(long steps) {
    assertEquals(steps, experiment.run("main").steps());
    assertEquals(steps, resumed().run("main").steps());
    assertEquals(work.calls, resumed().component("work", Work.class).calls);
    assertEquals(List.of(), warnings);
  }

  private Autosave autosave() {
    experiment.start("main");
    return new Autosave(directory, warnings::add).every(Duration.ofMillis(5)).everySteps(7);
  }

  /** The thread is interrupted within a step, which does not notice. */
  @Test
  void anInterruptStopsTheRunAfterTheStep() throws Exception {
    try (Autosave autosave = autosave();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Thread[] driver = {null};
      work.action =
          () -> {
            driver[0].interrupt();
            while (!Thread.currentThread().isInterrupted()) {
              Thread.onSpinWait();
            }
          };
      Future<Ended> end =
          thread.submit(
              () -> {
                driver[0] = Thread.currentThread();
                return run(autosave);
              });
      assertEquals(new Ended(false, true), end.get(60, TimeUnit.SECONDS));
      assertTrue(autosave.isStopped());
      isSavedAt(22);
    }
  }

  @Test
  void aCancelledFutureAndAnExecutorThatIsShutDownAreSaved() throws Exception {
    for (boolean isCancelled : new boolean[] {true, false}) {
      work.calls = 0;
      CountDownLatch begun = new CountDownLatch(1);
      work.action =
          () -> {
            begun.countDown();
            while (!Thread.currentThread().isInterrupted()) {
              Thread.onSpinWait();
            }
          };
      ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
      try (Autosave autosave = autosave()) {
        Future<Ended> end = thread.submit(() -> run(autosave));
        begun.await();
        if (isCancelled) {
          end.cancel(true);
          thread.shutdown();
        } else {
          thread.shutdownNow();
        }
        assertTrue(thread.awaitTermination(60, TimeUnit.SECONDS));
        isSavedAt(22);
      }
    }
  }

  @Test
  void aComponentThatBlocksGetsTheInterruptAndTheStateBeforeIsSaved() throws Exception {
    try (Autosave autosave = autosave();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      CountDownLatch begun = new CountDownLatch(1);
      work.action =
          () -> {
            begun.countDown();
            Thread.sleep(Duration.ofHours(1));
          };
      Future<Ended> end = thread.submit(() -> run(autosave));
      begun.await();
      thread.shutdownNow();
      ExecutionException e = assertThrows(ExecutionException.class, end::get);
      StepException failed = assertInstanceOf(StepException.class, e.getCause());
      assertTrue(failed.getCause() instanceof InterruptedException, failed.toString());
      if (failed.changedNothing()) {
        isSavedAt(21);
      } else {
        assertTrue(resumed().run("main").steps() <= 21); // the newest good one
      }
    }
  }

  /** It would throw at an interrupt, half-way, and its step could not be saved. */
  @Test
  void aComponentThatWaitsForAMomentMayEndItsStep() throws Exception {
    try (Autosave autosave = autosave();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch moment = new CountDownLatch(1);
      work.action =
          () -> {
            begun.countDown();
            moment.await();
          };
      Future<Ended> end = thread.submit(() -> run(autosave));
      begun.await();
      thread.shutdownNow();
      moment.countDown();
      assertEquals(new Ended(false, true), end.get(60, TimeUnit.SECONDS));
      isSavedAt(22);
    }
  }

  @Test
  void aComponentThatSwallowsTheInterruptStopsNoLess() throws Exception {
    try (Autosave autosave = autosave();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      CountDownLatch begun = new CountDownLatch(1);
      work.action =
          () -> {
            begun.countDown();
            try {
              Thread.sleep(Duration.ofHours(1));
            } catch (InterruptedException e) {
              // as careless code does
            }
          };
      Future<Ended> end = thread.submit(() -> run(autosave));
      begun.await();
      thread.shutdownNow();
      assertEquals(new Ended(false, true), end.get(60, TimeUnit.SECONDS));
      isSavedAt(22);
    }
  }

  @Test
  void aThreadThatIsInterruptedAlreadySavesAndTakesNoStep() throws Exception {
    try (Autosave autosave = autosave();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Ended> end =
          thread.submit(
              () -> {
                Thread.currentThread().interrupt();
                return run(autosave);
              });
      assertEquals(new Ended(false, true), end.get(60, TimeUnit.SECONDS));
      isSavedAt(0);
    }
  }

  @Test
  void aRunThatIsHeldIsInterrupted() throws Exception {
    try (Autosave autosave = autosave();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      CountDownLatch held = new CountDownLatch(1);
      autosave.whenHeld(held::countDown).hold();
      Future<Ended> end = thread.submit(() -> run(autosave));
      held.await();
      thread.shutdownNow();
      assertEquals(new Ended(false, true), end.get(60, TimeUnit.SECONDS));
      assertTrue(autosave.isHeld());
      isSavedAt(0);
    }
  }

  @Test
  void anInterruptedThreadWritesItsCheckpoints() {
    experiment.start("main");
    Path file = directory.resolve("x.jqd");
    Thread.currentThread().interrupt();
    try {
      experiment.save(file);
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals(0, Experiment.load(file, Work.class).run("main").steps());
  }

  @Test
  void aRunThatWasStoppedCanBeRunAgain() {
    try (Autosave autosave = autosave()) {
      work.action = autosave::stop;
      assertFalse(autosave.run(experiment, "main", 1000));
      assertTrue(autosave.isStopped());
      isSavedAt(22);
      assertFalse(autosave.run(experiment, "main", 1000));
      assertFalse(autosave.isStopped());
      isSavedAt(1000);
      autosave.stop(); // before it is run: it is not forgotten
      assertFalse(autosave.run(experiment, "main", 2000));
      isSavedAt(1000);
    }
  }

  @Test
  void aStateThatIsChangedByHandIsSavedAtTheSameStep() {
    try (Autosave autosave = autosave()) {
      autosave.run(experiment, "main", 100);
      work.calls = -1000;
      autosave.run(experiment, "main", 100);
      isSavedAt(100);
    }
  }

  @Test
  void oneRunAtATime() {
    try (Autosave autosave = autosave()) {
      boolean[] refused = {false};
      work.action =
          () -> {
            assertThrows(IllegalStateException.class, () -> autosave.run(experiment, "main", 1000));
            refused[0] = true;
          };
      autosave.run(experiment, "main", 100);
      assertTrue(refused[0]);
    }
  }

  // ---- time

  /** Hours pass between two steps; copies take a part of the time that is their share, no more. */
  @Property(tries = 200)
  void copiesDueBySteps(
      @ForAll @LongRange(min = 1, max = 3_600_000_000_000L) long perStep,
      @ForAll @LongRange(min = 1, max = 3_000_000_000L) long perCopy,
      @ForAll @LongRange(min = Long.MIN_VALUE / 2, max = Long.MAX_VALUE / 2) long begin) {
    long[] now = {begin};
    CopyShare share = new CopyShare(() -> now[0]);
    long spent = 0;
    long last = begin;
    long longest = 0;
    for (int i = 0; i < 1000; i++) {
      now[0] += perStep;
      if (share.isLeft()) {
        share.spend(Duration.ofNanos(perCopy));
        now[0] += perCopy;
        spent += perCopy;
        longest = Math.max(longest, now[0] - last);
        last = now[0];
      }
    }
    long elapsed = now[0] - begin;
    assertTrue(spent <= 20_000_000 + elapsed / 200 + perCopy, "too many copies");
    longest = Math.max(longest, now[0] - last);
    assertTrue(longest <= 201 * perCopy + 2 * perStep, "it stopped saving");
  }

  /** A clock that has run for hours, and overflows. */
  @Test
  void afterHoursMultiplesOfStepsAreStillSaved() {
    experiment.start("main");
    long[] now = {Long.MAX_VALUE - 5};
    List<Long> saved = Collections.synchronizedList(new ArrayList<>());
    work.inEach =
        () -> {
          now[0] += Duration.ofMinutes(5).toNanos();
          awaitMultiple(1000, saved);
        };
    try (Autosave autosave =
        new Autosave(
            directory, warnings::add, (checkpoint, file) -> checkpoint.write(file), () -> now[0])) {
      autosave.everySteps(1000).whenSaved(each -> saved.add(each.steps()));
      autosave.run(experiment, "main", 8500);
    }
    assertEquals(List.of(0L, 1000L, 2000L, 3000L, 4000L, 5000L, 6000L, 7000L, 8000L, 8500L), saved);
  }

  /** Lets the disk catch up: a call of the component waits until the multiple before is saved. */
  private void awaitMultiple(long every, List<Long> saved) {
    long multiple = 2 * work.calls / every * every;
    if (multiple > 0 && 2 * work.calls - multiple > 4) {
      await(multiple, saved);
    }
  }

  private static void await(long steps, List<Long> saved) {
    long patience = System.nanoTime() + 30_000_000_000L;
    while (!saved.contains(steps)) {
      assertTrue(System.nanoTime() < patience, steps + " is missing in " + saved);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Copies that others ask for cost more than steps may, on a clock that stands still. */
  @Test
  void otherPoliciesTakeNothingFromTheShareOfSteps() {
    experiment.start("main");
    List<Long> saved = Collections.synchronizedList(new ArrayList<>());
    work.inState =
        () -> {
          long end = System.nanoTime() + 15_000_000;
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
        };
    try (Autosave autosave =
        new Autosave(
            directory, warnings::add, (checkpoint, file) -> checkpoint.write(file), () -> 0)) {
      work.inEach =
          () -> {
            if (work.calls == 10 || work.calls == 20) {
              autosave.save();
            } else if (work.calls == 15 || work.calls == 25) {
              await(2 * work.calls - 8, saved);
            }
            awaitMultiple(100, saved);
          };
      autosave.everySteps(100).whenSaved(each -> saved.add(each.steps()));
      autosave.run(experiment, "main", 150);
    }
    assertTrue(saved.contains(100L), saved.toString());
  }
}
