package jacquard.vm;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import jacquard.laws.Recording;
import jacquard.laws.Spec;
import jacquard.laws.Specs;
import jacquard.program.Program;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Observers: what they are told, and what happens when they throw. */
class ObserverTest {
  private int count;

  int next() {
    return count++;
  }

  /** Writes down what it is told. */
  static final class Log implements Observer {
    final List<String> lines = new ArrayList<>();

    @Override
    public void onStep(long step, Jump jump) {
      lines.add(step + ": " + jump);
    }

    @Override
    public void onThread(long step, Task weave, long pass, int thread, Jump jump) {
      lines.add(step + ":   " + weave.path() + " pass " + pass + " thread " + thread + ": " + jump);
    }

    @Override
    public void onCall(long step, Task call, Args args, @Nullable Object result) {
      lines.add(step + ": " + call + args + " = " + result);
    }
  }

  @Test
  void stepsThreadsAndCallsAreToldInOrder() {
    Log log = new Log();
    Vm run = Program.of(weave(seq(call(this::next)), loop(call("say", () -> {})))).start("x");
    run.observe(log);
    run.run(4);
    assertEquals(
        List.of(
            "0: / <- return (\"x\")",
            "1: / ()",
            "1:   / pass 0 thread 0: /0 <- return (\"x\")",
            "2: / ()",
            "2:   / pass 0 thread 1: /1 <- return (\"x\")",
            "3: / ()",
            "3:   / pass 1 thread 0: /0/0 <- /0 (\"x\")",
            "3: /0/0 (call ObserverTest.next)(\"x\") = 0"),
        log.lines);
    run.unobserve(log);
    run.run();
    assertEquals(8, log.lines.size());
  }

  /** Throws the first time it is told of something. */
  static final class Thrower implements Observer {
    private final Set<String> seen = new HashSet<>();
    private final RuntimeException thrown = new IllegalStateException("observer");

    private void throwOnce(String what) {
      if (seen.add(what)) {
        throw thrown;
      }
    }

    @Override
    public void onStep(long step, Jump jump) {
      throwOnce("step " + step);
    }

    @Override
    public void onThread(long step, Task weave, long pass, int thread, Jump jump) {
      throwOnce("thread " + step + weave.path());
    }
  }

  @Test
  void anObserverThatThrowsStopsTheRunBeforeTheStep() {
    Vm run = Program.of(repeat(2, call(this::next))).start();
    Thrower thrower = new Thrower();
    run.observe(thrower);
    for (int step = 0; step < 5; step++) {
      String before = State.of(run);
      assertSame(
          thrower.thrown, Expect.thrown(IllegalStateException.class, () -> run.run(1), "observer"));
      assertEquals(before, State.of(run));
      run.run(1);
    }
    assertEquals(Args.of(1), run.result());
    assertEquals(2, count);
  }

  @Test
  void oneThatThrowsWithinAWeaveFailsItsStep() {
    Vm run = Program.of(seq(weave(seq(call(this::next)), loop(seq())))).start();
    run.observe(
        new Observer() {
          @Override
          public void onThread(long step, Task weave, long pass, int thread, Jump jump) {
            if (step == 3 && count == 0) {
              count = 10;
              throw new IllegalStateException("observer");
            }
          }
        });
    Expect.stepFails(run::run, "step 3 failed at /0 (weave)", "observer");
    run.run();
    assertEquals(11, count);
  }

  @Test
  void oneThatThrowsAfterACallDoesNotHaveItCalledAgain() {
    Vm run = Program.of(seq(call(this::next))).start();
    boolean[] thrown = new boolean[1];
    run.observe(
        new Observer() {
          @Override
          public void onCall(long step, Task call, Args args, @Nullable Object result) {
            if (!thrown[0]) {
              thrown[0] = true;
              throw new IllegalStateException("observer");
            }
          }
        });
    Expect.thrown(IllegalStateException.class, run::run, "observer");
    assertEquals(1, run.steps());
    assertEquals(1, count);
    assertEquals(Args.of(0), run.run());
    assertEquals(1, count);
  }

  @Provide
  Arbitrary<Spec> programs() {
    return Specs.programs();
  }

  /** Every step and every thread's step of any program fails once, and nothing changes. */
  @Property(tries = 500)
  void failingOnceAtEveryStepChangesNothing(@ForAll("programs") Spec spec, @ForAll boolean drops) {
    int limit = 300;
    Recording plain = Recording.of(spec.program().start(), limit);
    Vm run = spec.program().start();
    run.observe(new Thrower());
    String ending = "";
    while (!run.isDone() && run.steps() < limit && ending.isEmpty()) {
      String before = State.of(run);
      try {
        run.runHere(1);
      } catch (RuntimeException e) {
        assertEquals(before, State.of(run));
        if (drops) {
          run.dropContinuations();
        }
        ending = String.valueOf(e.getMessage()).contains("observer") ? "" : "failed";
      }
    }
    assertEquals(plain.steps(), run.steps());
    assertEquals(plain.error() == null ? "" : "failed", ending);
    if (plain.result() != null) {
      assertEquals(plain.result(), run.result());
    }
  }

  @Test
  void tasksShowTheirStateWhileTheyAreActive() {
    Node counter =
        generate(
            Written.counting(
                (f, self) -> {
                  while (true) {
                    self.yield(self.call(0, Args.EMPTY));
                    f.i++;
                  }
                }),
            call(this::next));
    Vm run = Program.of(seq(buffer(3, counter), seq())).start("in");
    run.run(6);
    assertEquals(
        List.of("/ (seq)", "/0 (buffer 3)"), run.active().stream().map(Task::toString).toList());
    assertEquals(5, run.all().size());
    Task generator = run.root().child(0).child(0);
    assertEquals(false, generator.isActive());
    assertEquals(0, ((Written.Counting) java.util.Objects.requireNonNull(generator.frame())).i);
    assertEquals("{args=(\"in\"), i=0}", String.valueOf(generator.frame().locals()));
    assertEquals(List.of(), generator.threads());
    assertEquals(null, generator.progress());
    run.run();
    assertEquals(List.of(), run.active());
  }
}
