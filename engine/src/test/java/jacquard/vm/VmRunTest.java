package jacquard.vm;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.program.Program;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Running, stopping and going on. */
@Timeout(60)
class VmRunTest {
  private int count;

  int next() {
    return count++;
  }

  private Vm six() {
    return Program.of(seq(call(this::next), repeat(2, call(this::next)))).start();
  }

  @Test
  void runTakesUpToSoManyStepsAndSaysWhetherTheProgramHasEnded() {
    Vm run = six();
    assertFalse(run.run(0));
    assertEquals(0, run.steps());
    assertFalse(run.run(7));
    assertEquals(7, run.steps());
    assertTrue(run.run(100));
    assertEquals(9, run.steps());
    assertEquals(Args.of(2), run.result());
  }

  @Test
  void aNegativeNumberOfStepsIsRefused() {
    Vm run = six();
    Expect.thrown(
        IllegalArgumentException.class, () -> run.run(-1), "steps must be 0 or more, not -1");
    Expect.thrown(IllegalArgumentException.class, () -> run.runHere(Long.MIN_VALUE), "0 or more");
    assertEquals(0, run.steps());
  }

  @Test
  void anAbsurdNumberOfStepsIsAsManyAsThereAre() {
    Vm run = six();
    run.run(3);
    assertTrue(run.run(Long.MAX_VALUE));
    assertEquals(9, run.steps());
  }

  @Test
  void aProgramThatHasEndedIsNotRunAgain() {
    Vm run = six();
    run.run();
    for (int i = 0; i < 2; i++) {
      Expect.thrown(
          IllegalStateException.class,
          run::run,
          "this program has ended after 9 steps",
          "start it again for another run");
      Expect.thrown(IllegalStateException.class, () -> run.runHere(1), "has ended after 9 steps");
    }
    assertTrue(run.run(0));
    assertEquals(Args.of(2), run.result());
    assertEquals(9, run.steps());
  }

  @Test
  void aProgramMayBeStartedAgainAndAgain() {
    Program program = Program.of(repeat(2, weave(seq(call(this::next)), loop(seq()))));
    Vm one = program.start(1);
    Vm two = program.start(2);
    while (!one.isDone()) {
      one.runHere(1);
      two.runHere(1);
    }
    assertEquals(Args.of(1), one.result());
    assertEquals(Args.of(2), two.result());
    assertEquals(one.steps(), two.steps());
    assertEquals(4, count);
    assertEquals(Args.of(3), program.start(3).run());
  }

  @Test
  void theResultIsAskedForTooEarly() {
    Vm run = six();
    run.run(2);
    Expect.thrown(
        IllegalStateException.class,
        run::result,
        "the program has not ended; it stands at step 2, / (0)");
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless caller does
  void nullValuesAreRefusedByTheirPlace() {
    Program program = Program.of(seq());
    Expect.thrown(IllegalArgumentException.class, () -> program.start(1, null), "value 1 is null");
    Expect.thrown(
        IllegalArgumentException.class, () -> Args.EMPTY.with("k", null), "value k is null");
    Expect.thrown(NullPointerException.class, () -> program.start((Args) null), "args");
    Expect.thrown(NullPointerException.class, () -> Program.of(null), "root");
    Expect.thrown(NullPointerException.class, () -> Args.EMPTY.with(null, 1), "name");
  }

  @Test
  void onlyOneThreadDrivesARun() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Node waits =
        call(
            "wait",
            () -> {
              entered.countDown();
              leave.await();
            });
    Vm run = Program.of(seq(waits, call(this::next))).start();
    Thread first = Thread.ofPlatform().start(run::run);
    assertTrue(entered.await(10, TimeUnit.SECONDS));
    for (int i = 0; i < 2; i++) {
      Expect.thrown(
          IllegalStateException.class,
          () -> run.run(1),
          "this run is being driven by Thread[#",
          "one thread drives a run at a time",
          "pause()");
      Expect.thrown(IllegalStateException.class, () -> run.runHere(1), "is being driven by");
    }
    leave.countDown();
    first.join();
    assertEquals(Args.of(0), run.result());
  }

  private Vm self = six();

  @Test
  void aComponentMayNotRunTheRunItIsPartOf() {
    boolean[] sound = new boolean[1];
    Node runsItself =
        call(
            "itself",
            () -> {
              if (!sound[0]) {
                self.run(1);
              }
            });
    self = Program.of(weave(seq(runsItself))).start();
    StepException e = Expect.stepFails(self::run, "this run is being driven by");
    assertEquals("/0/0", e.path());
    sound[0] = true;
    self.run();
  }

  private Args inner() {
    Vm vm = Program.of(weave(buffer(2, call(this::next)), loop(seq()))).start("inner");
    while (!vm.run(3)) {
      vm.dropContinuations();
    }
    return vm.result();
  }

  @Test
  void aComponentMayRunAProgramOfItsOwn() {
    Node runsInner = call("inner", () -> inner().get(0));
    Vm run = Program.of(seq(weave(repeat(2, runsInner), loop(runsInner)), runsInner)).start();
    assertEquals(Args.of("inner"), run.run());
    assertTrue(count >= 8, () -> count + " calls");
  }

  @Test
  void aFailureOfAnInnerRunIsTheCallsOwn() {
    Node fails =
        call(
            "inner",
            () -> {
              Program.of(seq(seq(), buffer(1, seq()))).start().run();
            });
    Vm run = Program.of(seq(weave(fails))).start();
    StepException e = Expect.stepFails(run::run, "step 2 failed at /0/0 (call inner)");
    assertEquals(StepException.Kind.CALL, e.kind());
    StepException cause = assertInstanceOf(StepException.class, e.getCause());
    assertSame(StepException.Kind.PROGRAM, cause.kind());
    assertEquals("/1", cause.path());
  }

  @Test
  void pauseFromWithinStopsAfterTheStep() {
    Vm[] run = new Vm[1];
    Node pauses = call("pause", () -> run[0].pause());
    run[0] = Program.of(repeat(3, pauses)).start();
    assertFalse(run[0].run(100));
    assertEquals(2, run[0].steps());
    assertFalse(run[0].runHere(100));
    assertEquals(4, run[0].steps());
  }
}
