package jacquard.vm;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.choose;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import jacquard.program.Program;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A component that throws on its k-th call, in every construct. */
class FailingComponentTest {
  /** Counts, but throws on one of its calls. */
  static final class Flaky {
    private final int failing;
    private final @Nullable Throwable thrown;
    private int calls;
    private int count;

    Flaky(int failing, @Nullable Throwable thrown) {
      this.failing = failing;
      this.thrown = thrown;
    }

    int next() throws Exception {
      if (calls++ == failing && thrown != null) {
        throw Thrown.<RuntimeException>unchecked(thrown);
      }
      return count++;
    }

    int either() throws Exception {
      return next() % 2;
    }

    int plus(int x) throws Exception {
      return next() + x;
    }
  }

  /** A program over a component. */
  record Case(String name, Function<Flaky, Node> node) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case("call", f -> call(f::next)),
        new Case("seq", f -> seq(call(f::next), call(f::plus), call(f::plus))),
        new Case("repeat", f -> repeat(4, call(f::next), call(f::plus))),
        new Case("buffer", f -> buffer(5, call(f::next))),
        new Case("buffer's count", f -> repeat(3, buffer(f::next, call(f::next)))),
        new Case("choose", f -> repeat(4, choose(call(f::either), call(f::next), seq()))),
        new Case("weave", f -> weave(repeat(3, call(f::next)), loop(call(f::next), seq()))),
        new Case(
            "weaves",
            f -> repeat(2, weave(weave(repeat(3, call(f::next))), repeat(9, call(f::next))))),
        new Case("generator", f -> buffer(4, generate(sums(), call(f::next)))),
        new Case("woven generator", f -> weave(repeat(3, generate(sums(), call(f::next))))));
  }

  /** Yields the sum of what its child gives. */
  private static Written<Written.Counting> sums() {
    return Written.counting(
        (f, self) -> {
          while (true) {
            f.args = self.call(0, f.args);
            f.i += (Integer) f.args.get(0);
            f.args = Args.EMPTY;
            self.yield(f.i);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theRunStaysBeforeTheStepAndGoesOnToTheSameEnd(Case program) {
    Flaky sound = new Flaky(-1, null);
    Vm undisturbed = Program.of(program.node.apply(sound)).start();
    Args result = undisturbed.run();
    for (int k = 0; k < sound.calls; k++) {
      Flaky flaky = new Flaky(k, new IllegalStateException("call " + k));
      Vm run = Program.of(program.node.apply(flaky)).start();
      while (flaky.calls <= k) {
        String before = State.of(run);
        try {
          run.runHere(1);
        } catch (StepException e) {
          assertEquals(before, State.of(run));
          assertEquals(run.steps(), e.step());
          assertEquals(run.jump().to().path(), e.dispatched());
        }
      }
      assertEquals(k, flaky.count);
      assertEquals(result, run.run());
      assertEquals(undisturbed.steps(), run.steps());
      assertEquals(sound.count, flaky.count);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theRetryMayFailToo(Case program) {
    Flaky flaky = new Flaky(0, new IllegalStateException("call"));
    Vm run = Program.of(program.node.apply(flaky)).start();
    Expect.stepFails(run::run, "IllegalStateException: call");
    String state = State.of(run);
    for (int i = 0; i < 3; i++) {
      flaky.calls = 0;
      Expect.stepFails(run::run, "IllegalStateException: call");
      assertEquals(state, State.of(run));
    }
    run.run();
  }

  @Test
  void whateverItThrowsIsTheCause() {
    for (Throwable thrown :
        List.of(
            new IOException("checked"),
            new IllegalStateException("unchecked"),
            new OutOfMemoryError("error"),
            new StackOverflowError("deep"),
            new AssertionError("assertion"),
            new InterruptedException("interrupted"),
            new Throwable("neither"))) {
      for (Case program : cases()) {
        Vm run = Program.of(program.node.apply(new Flaky(0, thrown))).start();
        StepException e = Expect.stepFails(run::run, thrown.toString());
        assertSame(thrown, e.getCause());
        run.run();
      }
    }
  }

  /** Recurses without end, once. */
  static final class Deep {
    private boolean sound;

    int next() {
      if (!sound) {
        sound = true;
        return recurse(0);
      }
      return 7;
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int recurse(int n) {
      return recurse(n + 1) + 1;
    }
  }

  @Test
  void aRealStackOverflowIsAFailedStepToo() {
    for (boolean here : new boolean[] {true, false}) {
      Deep deep = new Deep();
      Node twoDeep = weave(weave(seq(call(deep::next)), loop(seq())));
      Vm run = Program.of(seq(twoDeep, call(deep::next))).start();
      Expect.stepFails(
          () -> {
            if (here) {
              run.runHere(1000);
            } else {
              run.run(1000);
            }
          },
          "at /0/0/0/0 (call Deep.next) (within /0 (weave)): java.lang.StackOverflowError");
      assertEquals(Args.of(7), run.run());
    }
  }

  @Test
  void anErrorTwoWeavesDeepSaysWhereItHappened() {
    Flaky flaky = new Flaky(2, new IllegalStateException("no"));
    Node inner = weave(seq(), repeat(3, call(flaky::next)));
    Node thread = seq(weave(repeat(2, call(flaky::next)), loop(inner)));
    Vm run = Program.of(seq(call(flaky::next), weave(loop(seq()), thread))).start();
    StepException e = Expect.stepFails(run::run, "no");
    assertEquals(StepException.Kind.CALL, e.kind());
    assertEquals("/1", e.dispatched());
    assertEquals("/1/1/0/0/0", e.path());
    assertEquals(run.steps(), e.step());
    Expect.stepFails(() -> again(run, flaky), "step " + run.steps() + " failed at /1/1/0/0/0");
    run.run();
  }

  private static void again(Vm run, Flaky flaky) {
    flaky.calls--;
    run.runHere(1);
  }

  @Test
  void aRefusalTwoWeavesDeepIsTheProgramsFault() {
    Flaky flaky = new Flaky(-1, null);
    Node chooses = choose(call(flaky::next), seq(), seq());
    Vm run = Program.of(weave(weave(loop(chooses)), loop(seq()))).start();
    StepException e = Expect.stepFails(run::run, "CHOOSE index 2 not in 0..1");
    assertEquals(StepException.Kind.PROGRAM, e.kind());
    assertEquals("/", e.dispatched());
    assertEquals("/0/0/0", e.path());
    String before = State.of(run);
    Expect.stepFails(run::run, "CHOOSE index 2");
    assertEquals(before, State.of(run));
  }
}
