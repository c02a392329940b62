package jacquard.vm;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import jacquard.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Frames: their locals, how they are put back and how they are used again. */
class FrameTest {
  /** Locals of several kinds. */
  static class Base extends Frame {
    int count;
    private String name = "a";
  }

  /** More of them, and fields that are none. */
  static final class Locals extends Base {
    static int made;
    transient int cache = 3;
    List<Object> list = new ArrayList<>();
    boolean resets;
    boolean refuses;

    Locals() {
      made++;
    }

    @Override
    protected boolean reset() {
      if (refuses) {
        refuses = false;
        throw new IllegalStateException("not now");
      }
      count = 0;
      list.clear();
      return resets;
    }
  }

  @Test
  void localsAreFieldsThatAreNeitherStaticNorTransient() {
    assertEquals(
        "{args=(), count=0, name=a, list=[], resets=false, refuses=false}",
        new Locals().locals().toString());
    assertEquals(
        List.of("count", "name", "list", "resets", "refuses"),
        Frame.fields(Locals.class).stream().map(field -> field.getName()).toList());
  }

  private static Node counts(boolean resets) {
    return generate(
        new Written<>(
            Locals::new,
            (f, self) -> {
              f.resets = resets;
              while (f.count < 2) {
                self.yield(f.count);
                f.count++;
              }
            }));
  }

  @Test
  void aFrameThatResetsItselfIsUsedAgain() {
    for (boolean resets : new boolean[] {true, false}) {
      Locals.made = 0;
      List<Object> said = new ArrayList<>();
      Node say = call("say", (Args a) -> said.add(a.size() == 0 ? "end" : a.get(0)));
      Program.of(repeat(7, counts(resets), say)).start().run();
      assertEquals(List.of(0, 1, "end", 0, 1, "end", 0), said);
      assertEquals(resets ? 1 : 3, Locals.made);
    }
  }

  @Test
  void aResetThatThrowsFailsTheEntry() {
    Node refuses =
        generate(
            new Written<>(
                Locals::new,
                (f, self) -> {
                  f.resets = true;
                  f.refuses = true;
                }));
    Vm run = Program.of(repeat(2, refuses)).start();
    StepException e = Expect.stepFails(run::run, "step 3 failed at /0", "not now");
    assertEquals(StepException.Kind.PROGRAM, e.kind());
    run.run();
    assertEquals(5, run.steps());
  }

  @Test
  void aStartThatThrowsOrGivesNothingFailsTheEntry() {
    int[] starts = new int[1];
    Node fails =
        generate(
            new Written<>(
                () -> {
                  if (starts[0]++ == 0) {
                    throw new IllegalStateException("no frame");
                  }
                  return new Locals();
                },
                (f, self) -> self.yield(f.count)));
    Vm run = Program.of(seq(fails)).start();
    Expect.stepFails(run::run, "step 1 failed at /0", "no frame");
    assertEquals(Args.of(0), run.run());
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless generator does
  void aStartThatGivesNullIsTold() {
    Node none = generate(new Written<Locals>(() -> null, (f, self) -> {}));
    Expect.stepFails(Program.of(none).start()::run, "start() gave no frame");
  }

  @Test
  void whatABodyChangedBeforeItThrewIsPutBack() {
    boolean[] fails = new boolean[1];
    Node generator =
        generate(
            new Written<>(
                Locals::new,
                (f, self) -> {
                  while (true) {
                    self.yield(f.count);
                    f.count += 10;
                    ((Base) f).name = "changed";
                    if (fails[0]) {
                      throw new IllegalStateException("halfway");
                    }
                    f.count -= 9;
                  }
                }));
    Vm run = Program.of(buffer(4, generator)).start();
    run.run(3);
    fails[0] = true;
    Frame before = Objects.requireNonNull(run.root().child(0).frame());
    for (int i = 0; i < 3; i++) {
      String state = State.of(run);
      Expect.stepFails(run::run, "step 3 failed at /0", "halfway");
      assertEquals(state, State.of(run));
    }
    assertNotSame(before, run.root().child(0).frame());
    fails[0] = false;
    assertEquals(Args.of(new int[] {0, 1, 2, 3}), run.run());
  }

  @Test
  void aFirstEntryThatThrowsStartsAnew() {
    boolean[] fails = {true};
    Node generator =
        generate(
            new Written<>(
                Locals::new,
                (f, self) -> {
                  f.count++;
                  if (fails[0]) {
                    throw new IllegalStateException("at once");
                  }
                  self.yield(f.count);
                }));
    Vm run = Program.of(seq(generator)).start();
    for (int i = 0; i < 3; i++) {
      Expect.stepFails(run::run, "step 1 failed at /0", "at once");
    }
    fails[0] = false;
    assertEquals(Args.of(1), run.run());
  }

  @Test
  void aTaskThatIsActiveMayNotBeEnteredAgain() {
    Vm run = Program.of(seq(repeat(2, seq(seq())), weave(seq()))).start();
    run.run(3);
    Task inner = run.root().child(0).child(0);
    Jump second = new Jump(inner, run.root().child(1), Args.EMPTY);
    String before = State.of(run);
    Expect.stepFails(
        () -> inner.step(second),
        "/0/0 (seq) is active, entered by /0 (repeat 2), and may not be entered again by /1"
            + " (weave)");
    Expect.stepFails(
        () -> run.root().child(1).step(new Jump(run.root().child(1), null, Args.EMPTY)),
        "a reply came to a task that waits for none");
    assertEquals(before, State.of(run));
    run.run();
  }

  @Test
  void constructsUseTheirFramesAgain() {
    Vm run = Program.of(repeat(3, seq(seq(), seq()))).start();
    run.run(3);
    Frame first = run.root().child(0).frame();
    run.run(6);
    assertSame(Objects.requireNonNull(first), run.root().child(0).frame());
  }
}
