package jacquard.program;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.choose;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import jacquard.vm.Args;
import jacquard.vm.Expect;
import jacquard.vm.Node;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import jacquard.vm.Written;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Programs that are wired wrongly: refused when built, if that can be known then. */
class WiringTest {
  private final List<Object> seen = new ArrayList<>();
  private @Nullable Object selected;

  void note(Object x) {
    seen.add(x);
  }

  void clear() {
    seen.clear();
  }

  int next() {
    return seen.size();
  }

  @Nullable Object select() {
    return selected;
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless caller does
  void aNullChildIsRefusedByItsPlace() {
    Node next = call(this::next);
    Expect.refused(() -> seq(next, null), "child 1 of a seq is null");
    Expect.refused(() -> repeat(3, null, next), "child 0 of a repeat is null");
    Expect.refused(() -> loop(next, next, null), "child 2 of a loop is null");
    Expect.refused(() -> weave((Node) null), "child 0 of a weave is null");
    Expect.refused(() -> buffer(3, null), "child 0 of a buffer is null");
    Expect.refused(() -> choose(null, next), "child 0 of a choose is null");
    Expect.refused(() -> choose(next, next, null), "child 2 of a choose is null");
    Expect.refused(() -> seq(Arrays.asList(next, null)), "child 1 of a seq is null");
    Expect.refused(
        () -> generate(Written.body((f, self) -> {}), next, null), "child 1 of a generate is null");
    Expect.refused(
        () -> seq(next).withChildren(Collections.nCopies(2, (Node) null)), "child 0 of a seq");
  }

  @Test
  void aLoopOfNothingIsRefused() {
    Expect.refused(() -> loop(), "a loop of nothing would never take a step", "at least one child");
    Expect.refused(() -> loop(seq()).withChildren(List.of()), "a loop of nothing");
    seq();
    repeat(3);
    weave();
  }

  @Test
  void aBufferOfACallThatGivesNothingIsRefused() {
    Node clear = call(this::clear);
    Node note = call(this::note);
    String advice = "never gives any; end the child with a call that returns a value";
    Expect.refused(() -> buffer(3, clear), "call WiringTest.clear", advice);
    Expect.refused(() -> buffer(3, note), "call WiringTest.note", advice);
    Expect.refused(() -> buffer(0, seq(call(this::next), note)), "seq never gives any");
    Expect.refused(() -> buffer(3, repeat(2, seq(loop(note)))), advice);
    buffer(3, seq(note, call(this::next)));
    buffer(3, repeat(0, note));
    buffer(3, seq());
    buffer(3, weave(note));
    buffer(3, choose(call(this::next), note));
  }

  @Test
  void aChooseWithoutOptionsIsRefused() {
    Expect.refused(
        () -> choose(call(this::next)), "a choose needs a selector and at least one option");
    Expect.refused(() -> choose(seq(), seq()).withChildren(List.of(seq())), "at least one option");
  }

  @Test
  void aCallHasNoChildren() {
    Expect.refused(
        () -> call(this::next).withChildren(List.of(seq())),
        "a call has no children; put them beside it in a seq");
    call(this::next).withChildren(List.of());
  }

  private void selects(@Nullable Object value, String... parts) {
    selected = value;
    Vm run = Program.of(seq(choose(call(this::select), seq(), call(this::note)))).start("x");
    StepException e = Expect.stepFails(run::run, parts);
    assertEquals("/0", e.path());
    assertEquals(StepException.Kind.PROGRAM, e.kind());
    selected = 1; // too late: the wrong value is on its way
    Expect.stepFails(run::run, parts);
    assertEquals(3, run.steps());
  }

  @Test
  void aSelectorThatGivesNoIndexFailsTheStep() {
    selects(2, "CHOOSE index 2 not in 0..1; add an option or correct it");
    selects(-1, "CHOOSE index -1 not in 0..1");
    selects(Long.MAX_VALUE, "CHOOSE index 9223372036854775807 not in 0..1");
    selects(1L << 32, "CHOOSE index 4294967296 not in 0..1");
    selects((byte) -128, "CHOOSE index -128 not in 0..1");
    selects(null, "CHOOSE selector must return exactly one value, but gave ()");
    String wrong = "CHOOSE selector must return a boolean or an integer, but gave ";
    selects("1", wrong + "\"1\"");
    selects(1.0, wrong + "1.0");
    selects('a', wrong + "a");
    selects(BigInteger.ONE, wrong + "1");
    selects(new int[] {1}, wrong + "int[1]{1}");
  }

  @Test
  void aSelectorThatGivesTwoValuesFailsTheStep() {
    Vm two = Program.of(choose(seq(), seq())).start(0, 0);
    Expect.stepFails(two::run, "step 2 failed at / (choose)", "but gave (0, 0)");
    Vm named = Program.of(choose(seq(), seq())).start(Args.of(0).with("k", 1));
    Expect.stepFails(named::run, "exactly one value, but gave (0, k=1)");
  }

  @Test
  void everyIntegerTypeAndBooleanSelects() {
    for (Object one : List.of(true, (byte) 1, (short) 1, 1, 1L)) {
      selected = one;
      Program.of(choose(call(this::select), seq(), call(this::note))).start(one).run();
      assertEquals(one, seen.removeLast());
    }
    selected = false;
    assertEquals(
        Args.of("kept"), Program.of(choose(call(this::select), seq())).start("kept").run());
  }

  @Test
  void zeroOrFewerRoundsPassTheValuesThrough() {
    for (long rounds : new long[] {0, -1, Long.MIN_VALUE}) {
      Vm run = Program.of(repeat(rounds, call(this::next))).start("x", "y");
      assertEquals(Args.of("x", "y"), run.run());
      assertEquals(1, run.steps());
    }
  }

  @Test
  void absurdlyManyRoundsRunAsFarAsOneLikes() {
    for (long rounds : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 1, 1L << 40}) {
      Vm run = Program.of(repeat(rounds, call(this::note))).start("x");
      Expect.stepFails(() -> run.run(1000), "WiringTest.note takes 1 value but was given ()");
      Vm longer = Program.of(repeat(rounds, call(this::next))).start();
      longer.run(1000);
      assertEquals(1000, longer.steps());
    }
    Vm empty = Program.of(repeat(Long.MAX_VALUE)).start("x");
    assertEquals(Args.of("x"), empty.run());
  }

  @Test
  void aGeneratorThatCallsAChildItDoesNotHaveIsTold() {
    Node calls = generate(Written.body((f, self) -> self.call(2, Args.EMPTY)), seq(), seq());
    Vm run = Program.of(calls).start();
    Expect.stepFails(run::run, "child 2 was called, but there are 2 children");
    Node negative = generate(Written.body((f, self) -> self.call(-1, Args.EMPTY)));
    Expect.stepFails(Program.of(negative).start()::run, "child -1 was called, but there are 0");
  }

  @Test
  void aNodeIsImmutable() {
    List<Node> children = new ArrayList<>(List.of(call(this::next)));
    Node node = seq(children);
    children.clear();
    assertEquals(1, node.children().size());
    Expect.thrown(UnsupportedOperationException.class, () -> node.children().clear());
    assertNotEquals(node.toString(), node.named("other").toString());
    assertEquals("seq", node.toString());
  }
}
