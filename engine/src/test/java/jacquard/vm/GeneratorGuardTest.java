package jacquard.vm;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.generate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.program.Program;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bodies that cannot be re-entered: each gets an error that says which rule it breaks. */
class GeneratorGuardTest {
  /** Takes the program to its end with the continuations dropped before every step. */
  private static Args dropping(Vm run) {
    while (!run.isDone()) {
      run.dropContinuations();
      run.runHere(1);
    }
    return run.result();
  }

  private static Vm three(Generator<?> generator, Node... children) {
    return Program.of(buffer(3, generate(generator, children))).start();
  }

  @Test
  void aLocalChangedBeforeTheYieldIsNamed() {
    Written<Written.Counting> body =
        Written.counting(
            (f, self) -> {
              while (true) {
                f.i++;
                self.yield(f.i);
              }
            });
    assertEquals(Args.of(new int[] {1, 2, 3}), three(body).run());
    Expect.stepFails(
        () -> dropping(three(body)),
        "step 3 failed at /0 (generate Written)",
        "cannot be re-entered: it changed its local i from 1 to 2 on its way back",
        "change a local only after the suspension that used it",
        "see Routine");
  }

  @Test
  void theArgumentsAreALocalToo() {
    Written<Written.Empty> body =
        Written.body(
            (f, self) -> {
              f.args = Args.of((Integer) f.args.get(0) + 1);
              self.yield(f.args);
            });
    assertEquals(Args.of(8), Program.of(generate(body)).start(7).run());
    Vm run = Program.of(buffer(2, generate(body))).start(7);
    Expect.stepFails(() -> dropping(run), "it changed its local args from (8) to (9)");
  }

  @Test
  void aMissingPhaseIsToldByThePlaces() {
    Written<Written.Empty> body =
        Written.body(
            (f, self) -> {
              self.yield("same");
              self.yield("same");
              self.yield("same");
            });
    assertEquals(Args.of((Object) new String[] {"same", "same", "same"}), three(body).run());
    Expect.stepFails(
        () -> dropping(three(body)),
        "step 5 failed at /0",
        "cannot be re-entered: it waited at [",
        "but came to [",
        "GeneratorGuardTest.lambda$aMissingPhase",
        "keep a phase in the frame");
  }

  @Test
  void aCounterThatIsNotInTheFrameIsToldByWhatWasSent() {
    Written<Written.Empty> body =
        Written.body(
            (f, self) -> {
              for (int i = 0; i < 3; i++) {
                self.yield(i);
              }
            });
    assertEquals(Args.of(new int[] {0, 1, 2}), three(body).run());
    Expect.stepFails(
        () -> dropping(three(body)),
        "step 5 failed at /0",
        "cannot be re-entered: it had sent (1) but now came with (0)",
        "a local that these values depend on is missing from the frame");
  }

  @Test
  void theSameHoldsForWhatChildrenAreGiven() {
    Written<Written.Empty> body =
        Written.body(
            (f, self) -> {
              for (int i = 0; i < 3; i++) {
                self.call(0, Args.of(i));
              }
              self.yield("done");
            });
    Expect.stepFails(
        () -> dropping(three(body, call("id", (Object x) -> x))),
        "it had sent (1) but now came with (0)");
  }

  /** Keeps its phase in the generator, where it is not saved. */
  private static Written<Written.Empty> phaseElsewhere(List<String> said) {
    return Written.body(
        (f, self) -> {
          if (said.isEmpty()) {
            said.add("said");
            self.yield("said");
          }
        });
  }

  @Test
  void aBodyThatComesToNoSuspensionAtAllIsRefused() {
    Vm run = three(phaseElsewhere(new ArrayList<>()));
    Expect.stepFails(() -> dropping(run), "it ended without coming back to the point it waited at");
  }

  @Test
  void aRetryIsGuardedAgain() {
    Vm run =
        three(
            Written.body(
                (f, self) -> {
                  self.yield("same");
                  self.yield("same");
                  self.yield("same");
                }));
    run.runHere(5);
    run.dropContinuations();
    for (int i = 0; i < 3; i++) {
      Expect.stepFails(run::run, "it waited at [");
      assertEquals(5, run.steps());
    }
  }

  @Test
  void aRetryAfterAFailureOfItsOwnIsGuardedToo() {
    boolean[] fails = {true};
    Vm run =
        three(
            Written.body(
                (f, self) -> {
                  self.yield("one");
                  if (fails[0]) {
                    throw new IllegalStateException("once");
                  }
                  self.yield("two");
                  self.yield("three");
                }));
    run.runHere(3);
    run.dropContinuations();
    Expect.stepFails(run::run, "once");
    fails[0] = false;
    assertEquals(Args.of((Object) new String[] {"one", "two", "three"}), run.run());
  }

  /** A value that does not say when it equals another. */
  static final class Opaque {}

  @Test
  void valuesThatCannotBeComparedAreNotMistakenForOthers() {
    Written<Written.Counting> body =
        Written.counting(
            (f, self) -> {
              while (true) {
                self.yield(List.of(f.i, new Opaque()));
                f.i++;
              }
            });
    Vm run = three(body);
    dropping(run);
    assertEquals(6 + 1, run.steps());
  }

  @Test
  void namedArraysAreComparedByTheirElements() {
    Written<Written.Counting> body =
        Written.counting(
            (f, self) -> {
              while (f.i < 3) {
                self.call(0, Args.EMPTY.with("weights", new double[] {f.i}));
                f.i++;
              }
              self.yield("done");
            });
    Vm run = Program.of(generate(body, call("noop", () -> {}))).start();
    assertEquals(Args.of("done"), dropping(run));
  }

  @Test
  void anUnguardedRoutineIsNotChecked() {
    Routine<Written.Empty> body =
        new Routine<>() {
          @Override
          public Written.Empty start() {
            return new Written.Empty();
          }

          @Override
          public Args run(Written.Empty frame, Task self) {
            self.call(0, Args.of("first"));
            return self.call(0, Args.of("second"));
          }

          @Override
          public boolean guarded() {
            return false;
          }

          @Override
          public String word() {
            return "twice";
          }
        };
    List<Object> given = new ArrayList<>();
    Node child = call("note", (Object x) -> given.add(x));
    Vm run = Program.of(generate(body, child)).start();
    while (run.steps() < 8) {
      run.dropContinuations();
      run.runHere(1);
    }
    assertEquals(List.of("first", "second", "second", "second"), given);
  }
}
