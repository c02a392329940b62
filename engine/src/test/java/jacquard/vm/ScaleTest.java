package jacquard.vm;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.choose;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.program.Position;
import jacquard.program.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs far deeper and wider than anyone writes. */
@Timeout(120)
class ScaleTest {
  private static final int DEEP = 10_000;
  private static final int WIDE = 1_000_000;

  private int count;

  int next() {
    return count++;
  }

  static int zero() {
    return 0;
  }

  static int first(int[] rows) {
    return rows[0];
  }

  private static Node nested(int depth, Node innermost, UnaryOperator<Node> around) {
    Node node = innermost;
    for (int i = 0; i < depth; i++) {
      node = around.apply(node);
    }
    return node;
  }

  static Stream<Arguments> constructs() {
    Node zero = call(ScaleTest::zero);
    return Stream.of(
        around("seq", x -> seq(x)),
        around("repeat", x -> repeat(1, x)),
        around("buffer", x -> seq(buffer(1, x), call(ScaleTest::first))),
        around("choose", x -> choose(zero, x)),
        around("selector", x -> choose(x, zero)));
  }

  private static Arguments around(String name, UnaryOperator<Node> around) {
    return Arguments.of(name, around);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("constructs")
  void tenThousandConstructsDeepRunFailAndGoOn(String name, UnaryOperator<Node> around) {
    boolean[] sound = new boolean[1];
    Node fails =
        call(
            "zero",
            () -> {
              if (!sound[0]) {
                throw new IllegalStateException("deep down");
              }
              return 0;
            });
    Program program = Program.of(nested(DEEP, fails, around));
    Vm run = program.start();
    StepException e = Expect.stepFails(run::run, "deep down");
    assertTrue(e.path().length() >= 2 * DEEP);
    assertEquals(fails, program.at(e.path()));
    assertTrue(Position.of(run).tasks().size() >= DEEP);
    run.dropContinuations();
    sound[0] = true;
    assertEquals(Args.of(0), run.run());
    assertTrue(program.cost().isExact());
    assertEquals(program.cost().least(), run.steps());
    assertTrue(program.print().lines().count() >= DEEP);
  }

  @Test
  void anErrorAMillionConstructsDeepIsToldAtOnce() {
    Node fails = call("fails", (Object x) -> x);
    Program program = Program.of(nested(WIDE, fails, x -> seq(x)));
    Vm run = program.start();
    StepException e =
        assertTimeout(
            Duration.ofSeconds(20), () -> Expect.stepFails(run::run, "fails takes 1 value"));
    assertEquals(2 * WIDE, e.path().length());
    assertEquals(fails, program.at(e.path()));
  }

  @Test
  void buffersOfBuffersMayNestAsDeep() {
    Vm run = Program.of(nested(DEEP, call(ScaleTest::zero), x -> buffer(1, x))).start();
    Object stack = run.run().get(0);
    for (int i = 0; i < DEEP - 1; i++) {
      stack = ((Object[]) stack)[0];
    }
    assertEquals(Args.of(new int[] {0}), Args.of(stack));
    assertTrue(run.result().toString().length() < 1000);
  }

  @Test
  void weavesMayNestToTheirLimitAndNoFurther() {
    Node deepest = nested(Node.WEAVE_DEPTH, seq(call(this::next)), x -> weave(x));
    assertEquals(Node.WEAVE_DEPTH, deepest.weaveDepth());
    Vm run = Program.of(deepest).start("end");
    assertEquals(Args.of("end"), run.run());
    assertEquals(1, count);
    assertEquals(3 + Node.WEAVE_DEPTH, run.steps());
    Expect.refused(
        () -> weave(call(this::next), seq(deepest)),
        "more than 200 weaves and parallels within one another");
    Expect.refused(() -> weave(seq()).withChildren(List.of(deepest)), "more than 200 weaves");
  }

  @Test
  void theDeepestWeaveWorksBesideGenerators() {
    Written<Written.Counting> counts =
        Written.counting(
            (f, self) -> {
              while (true) {
                self.call(0, Args.EMPTY);
                f.i++;
              }
            });
    Node deepest =
        nested(
            Node.WEAVE_DEPTH - 1,
            repeat(2, call(this::next)),
            x -> weave(jacquard.program.Programs.generate(counts, x)));
    Vm run = Program.of(weave(deepest, loop(seq()))).start();
    assertFalse(run.run(5000));
    run.dropContinuations();
    assertFalse(run.run(5000));
    assertTrue(count > 2, () -> count + " calls");
  }

  @Test
  void aMillionChildrenOfASeq() {
    Vm run = Program.of(seq(Collections.nCopies(WIDE, call(this::next)))).start();
    assertEquals(Args.of(WIDE - 1), run.run());
    assertEquals(1 + 2L * WIDE, run.steps());
  }

  @Test
  void aMillionThreadsOfAWeave() {
    List<Node> threads = new ArrayList<>();
    Node next = call(this::next);
    for (int i = 0; i < WIDE; i++) {
      threads.add(seq(next));
    }
    Vm run = Program.of(weave(threads)).start("end");
    assertFalse(run.run(1 + 2L * WIDE));
    assertEquals(WIDE, count);
    assertEquals("weave, next", words(run));
    assertEquals(Args.of("end"), run.run());
    assertEquals(1 + 3L * WIDE, run.steps());
  }

  private static String words(Vm run) {
    return run.root().node().construct().word() + ", " + (run.jump().isReturn() ? "end" : "next");
  }

  @Test
  void aMillionRoundsOfALoopLeaveNothingBehind() {
    Vm run = Program.of(loop(weave(seq(), seq(seq())), buffer(2, call(this::next)))).start();
    assertFalse(run.run(3_000_000));
    assertTrue(count > 100_000);
  }
}
