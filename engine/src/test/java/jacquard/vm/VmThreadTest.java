package jacquard.vm;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads a run goes on: one of its own by default, blocking, interrupted, changing. */
@Timeout(60)
class VmThreadTest {
  private final Node thread = call("thread", Thread::currentThread);

  @Test
  void aRunTakesAPlatformThreadOfItsOwn() throws Exception {
    AtomicReference<Object> used = new AtomicReference<>();
    Runnable runs = () -> used.set(Program.of(thread).start().run().get(0));
    for (Thread caller :
        List.of(Thread.ofPlatform().unstarted(runs), Thread.ofVirtual().unstarted(runs))) {
      caller.start();
      caller.join();
      Thread driver = assertInstanceOf(Thread.class, used.get());
      assertFalse(driver.isVirtual());
      assertTrue(driver.isDaemon());
      assertNotSame(caller, driver);
    }
  }

  @Test
  void aRunWithinARunTakesItsThread() {
    Node inner = call("inner", () -> Program.of(thread).start().run().get(0));
    List<?> both =
        List.of(
            Program.of(
                    buffer(
                        2,
                        call(
                            "both",
                            () ->
                                new Thread[] {
                                  Thread.currentThread(),
                                  (Thread) Program.of(inner).start().run().get(0)
                                })))
                .start()
                .run()
                .get(0));
    Thread[][] threads = (Thread[][]) both.get(0);
    assertSame(threads[0][0], threads[0][1]);
  }

  @Test
  void runHereTakesTheCallersThread() {
    Vm run = Program.of(thread).start();
    run.runHere(1);
    assertSame(Thread.currentThread(), run.result().get(0));
  }

  /** Sleeps inside a weave, a weave within it and a generator. */
  private static Node sleeps() {
    Node sleep =
        call(
            "sleep",
            () -> {
              Thread.sleep(50);
              return 1;
            });
    Written<Written.Empty> generator =
        Written.body(
            (f, self) -> {
              Thread.sleep(50);
              self.yield(1);
            });
    return seq(weave(seq(sleep)), weave(weave(seq(sleep))), generate(generator));
  }

  @Test
  void aSleepingRunLetsOthersGoOn() throws Exception {
    int count = 100 * Runtime.getRuntime().availableProcessors();
    long start = System.nanoTime();
    try (ExecutorService runs = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Args>> results = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        results.add(runs.submit(() -> Program.of(sleeps()).start().run()));
      }
      for (Future<Args> result : results) {
        assertEquals(Args.of(1), result.get());
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double serial = 100 * 3 * 0.05; // on each processor
    assertTrue(seconds < serial / 2, () -> seconds + " s, one after the other " + serial + " s");
  }

  @Test
  void aRunMovesBetweenThreadsOfAllKinds() throws Exception {
    Written<Written.Counting> counts =
        Written.counting(
            (f, self) -> {
              while (true) {
                self.call(0, Args.EMPTY);
                self.yield(f.i);
                f.i++;
              }
            });
    Node numbers = generate(counts, weave(seq(seq()), loop(seq())));
    Vm run = Program.of(weave(buffer(5, numbers), loop(weave(seq())))).start("end");
    int turn = 0;
    while (!run.isDone()) {
      switch (turn++ % 3) {
        case 0 -> run.run(1);
        case 1 -> run.runHere(2);
        default -> {
          Thread other = Thread.ofPlatform().start(() -> run.runHere(3));
          other.join();
        }
      }
    }
    assertEquals(Args.of("end"), run.result());
  }

  @Test
  void pauseStopsARunOfAnotherThread() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Vm run = Program.of(loop(call("start", started::countDown))).start();
    for (int i = 0; i < 2; i++) {
      Thread driver = Thread.ofPlatform().start(() -> run.run(Long.MAX_VALUE));
      started.await();
      long before = run.steps();
      while (i == 1 && run.steps() == before) {
        Thread.onSpinWait();
      }
      run.pause();
      driver.join();
      assertFalse(run.isDone());
    }
    long steps = run.steps();
    run.run(5);
    assertEquals(steps + 5, run.steps());
  }

  @Test
  void interruptingTheCallerWakesABlockedComponent() {
    CountDownLatch blocked = new CountDownLatch(1);
    Node sleeps =
        call(
            "sleep",
            () -> {
              blocked.countDown();
              Thread.sleep(60_000);
            });
    Vm run = Program.of(weave(loop(sleeps))).start();
    Thread caller = Thread.currentThread();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                blocked.await();
              } catch (InterruptedException e) {
                return;
              }
              caller.interrupt();
            });
    StepException e = Expect.stepFails(run::run, "java.lang.InterruptedException");
    assertInstanceOf(InterruptedException.class, e.getCause());
    assertTrue(Thread.interrupted());
    assertEquals("/0/0", e.path());
  }

  @Test
  void interruptingTheCallerPausesABusyRun() {
    CountDownLatch busy = new CountDownLatch(1);
    Vm run = Program.of(loop(call("busy", busy::countDown))).start();
    Thread caller = Thread.currentThread();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                busy.await();
              } catch (InterruptedException e) {
                return;
              }
              caller.interrupt();
            });
    assertFalse(run.run(Long.MAX_VALUE));
    assertTrue(Thread.interrupted());
    assertTrue(run.steps() > 0);
  }

  @Test
  void aCallerWhoIsInterruptedAlreadyPausesTheRunToo() {
    Vm run = Program.of(loop(seq())).start();
    for (int i = 0; i < 300; i++) {
      Thread.currentThread().interrupt();
      assertFalse(run.run(Long.MAX_VALUE));
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void interruptingAVirtualCallerPausesItsRunToo() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    Vm run = Program.of(weave(loop(call("busy", busy::countDown)))).start();
    boolean[] interrupted = new boolean[1];
    Thread driver =
        Thread.ofVirtual()
            .start(
                () -> {
                  run.run(Long.MAX_VALUE);
                  interrupted[0] = Thread.interrupted();
                });
    busy.await();
    driver.interrupt();
    driver.join();
    assertTrue(interrupted[0]);
    assertFalse(run.isDone());
  }

  @Test
  void anInterruptedComponentLeavesTheMarkOnItsThread() throws Exception {
    Vm run = Program.of(call("sleep", () -> Thread.sleep(60_000))).start();
    Throwable[] thrown = new Throwable[1];
    boolean[] interrupted = new boolean[1];
    Thread driver =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    run.runHere(1);
                  } catch (StepException e) {
                    thrown[0] = e.getCause();
                    interrupted[0] = Thread.currentThread().isInterrupted();
                  }
                });
    driver.interrupt();
    driver.join();
    assertInstanceOf(InterruptedException.class, thrown[0]);
    assertTrue(interrupted[0]);
  }

  @Test
  void aFailureOnTheRunsThreadReachesTheCaller() throws ExecutionException {
    AssertionError error = new AssertionError("no");
    Vm run =
        Program.of(
                repeat(
                    2,
                    call(
                        "fail",
                        () -> {
                          throw error;
                        })))
            .start();
    StepException e = Expect.stepFails(run::run, "no");
    assertSame(error, e.getCause());
    Expect.stepFails(() -> run.run(1), "step 1 failed");
  }
}
