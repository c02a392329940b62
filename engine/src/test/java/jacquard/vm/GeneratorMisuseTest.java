package jacquard.vm;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.program.Program;
import org.junit.jupiter.api.Test;

/** Bodies that do what no body should, and one that may seem to. */
class GeneratorMisuseTest {
  @Test
  @SuppressWarnings("NullAway") // what a careless body does
  void nullIsNotYieldedOrSent() {
    Node yields = generate(Written.body((f, self) -> self.yield("a", null)));
    Expect.stepFails(Program.of(yields).start()::run, "value 1 is null");
    Node nothing = generate(Written.body((f, self) -> self.yield((Args) null)));
    Expect.stepFails(Program.of(nothing).start()::run, "at / (generate Written)", "values");
    Node sends = generate(Written.body((f, self) -> self.call(0, null)), seq());
    Expect.stepFails(Program.of(sends).start()::run, "at / (generate Written)", "args");
  }

  @Test
  void continuationsMayBeDroppedFromWithinAStep() {
    Vm[] run = new Vm[1];
    Node drop = call("drop", () -> run[0].dropContinuations());
    Node dropsInside =
        call(
            "inside",
            () ->
                Program.of(generate(Written.body((f, s) -> drops(s)), drop)).start().run().size());
    Node generator =
        generate(
            Written.counting(
                (f, self) -> {
                  while (true) {
                    Program.of(weave(seq(drop))).start().run();
                    self.call(0, Args.EMPTY);
                    run[0].dropContinuations();
                    self.yield(f.i);
                    run[0].dropContinuations();
                    f.i++;
                  }
                }),
            weave(seq(drop), loop(dropsInside)));
    run[0] = Program.of(buffer(4, generator)).start();
    assertEquals(Args.of(new int[] {0, 1, 2, 3}), run[0].run());
  }

  private static void drops(Task self) {
    self.call(0, Args.EMPTY);
  }

  @Test
  void onlyTheRunningBodyMaySuspend() {
    Task[] outer = new Task[1];
    Node inner = generate(Written.body((f, self) -> outer[0].yield("wrong")));
    Node calls =
        generate(
            Written.body(
                (f, self) -> {
                  outer[0] = self;
                  self.call(0, Args.EMPTY);
                }),
            inner);
    Vm run = Program.of(seq(calls)).start();
    Expect.stepFails(run::run, "/0/0", "/0 (generate Written) is not running");
    Node child = generate(Written.body((f, self) -> self.child(0).call(0, f.args())), seq(seq()));
    Expect.stepFails(Program.of(child).start()::run, "/0 (seq) is not running");
    Vm done = Program.of(seq()).start();
    done.run();
    Expect.refused(() -> done.root().yield("late"), "/ (seq) is not running");
  }
}
