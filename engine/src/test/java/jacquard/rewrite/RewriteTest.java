package jacquard.rewrite;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static jacquard.program.Selectors.at;
import static jacquard.program.Selectors.buffers;
import static jacquard.program.Selectors.calls;
import static jacquard.program.Selectors.repeats;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.program.Program;
import jacquard.program.Rewrite;
import jacquard.vm.Args;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import jacquard.vm.Vm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs with nodes replaced, and what a run that is under way makes of it. */
class RewriteTest {
  /** A diary of calls. */
  static final class Diary {
    final List<String> lines = new ArrayList<>();

    long a(long x) {
      lines.add("a" + x);
      return x + 1;
    }

    long b(long x) {
      lines.add("b" + x);
      return 10 * x;
    }

    void debugInt(int x) {
      lines.add("int" + x);
    }

    void debug(long x) {
      lines.add("debug" + x);
    }
  }

  private final Diary diary = new Diary();

  private Program program(Node root) {
    return Program.of(root).naming("d", diary);
  }

  @Test
  void theDraftsDebugCallIsPutIn() {
    Program program = program(repeat(2, call(diary::a), call(diary::b)));
    Rewrite rewrite =
        program.find(calls(diary::b)).replaceWith(b -> seq(b, call("debug", diary::debug)));
    assertEquals("/1  call d.b  ->  now seq", rewrite.toString());
    assertEquals("/1/0", rewrite.place("/1"));
    assertEquals("/0", rewrite.place("/0"));
    assertEquals("call debug", rewrite.program().at("/1/1").label(program.components()));
    assertSame(program.at("/0"), rewrite.program().at("/0"));
    assertEquals("call d.b", program.at("/1").label(program.components()), "the old one is kept");
  }

  @Test
  void aNodeBeforeOrAfterLeavesTheValuesAlone() {
    Program program = program(seq(call(diary::a), call(diary::b)));
    Program more = program.find(calls(diary::b)).before(call(diary::debug)).program();
    more = more.find(calls(diary::b)).after(call(diary::debug)).program();
    assertEquals(Args.of(20L), more.start(1L).run());
    assertEquals(List.of("a1", "debug2", "b2", "debug20"), diary.lines);
  }

  @Test
  void whatIsRemovedPassesItsValuesOn() {
    Program program = program(seq(call(diary::a), call(diary::b), call(diary::a)));
    Program less = program.find(calls(diary::b)).remove().program();
    assertEquals(Args.of(3L), less.start(1L).run());
    Program threads = program(weave(call(diary::a), call(diary::b)));
    ProgramException e =
        assertThrows(ProgramException.class, () -> threads.find(calls(diary::a)).remove());
    assertTrue(
        message(e).startsWith("/0 (call d.a) is a thread of the weave at /"), e.getMessage());
  }

  @Test
  void wiringThatAConstructRefusesIsRefusedByPath() {
    Program program = program(seq(buffer(2, call(diary::a))));
    ProgramException e =
        assertThrows(
            ProgramException.class,
            () -> program.find(calls(diary::a)).replaceWith(call(diary::debug)));
    assertTrue(message(e).startsWith("at /0 (buffer 2): a buffer stacks"), e.getMessage());
    assertThrows(
        ProgramException.class,
        () ->
            program(weave(seq(call(diary::a)), seq(call(diary::b)))).find("seq").replaceWith(seq()),
        "one node in two threads");
    assertThrows(ProgramException.class, () -> program.find("call").every(2).remove());
  }

  @Test
  void innerMatchesAreRewrittenFirst() {
    Program program = program(repeat(1, repeat(2, call(diary::a))));
    Rewrite rewrite = program.find(repeats()).around(node -> seq(node));
    assertEquals("/0", rewrite.place("/"));
    assertEquals("/0/0/0", rewrite.place("/0"));
    assertEquals("/0/0/0/0", rewrite.place("/0/0"));
    assertEquals(Args.of(3L), rewrite.program().start(1L).run());
    Rewrite outer = program.find(repeats()).replaceWith(node -> seq());
    assertEquals(2, outer.changes().size());
    assertNull(outer.place("/0/0"));
  }

  @Test
  void sharedNodesStaySharedWhereTheSameBecameOfThem() {
    Node batch = buffer(2, call(diary::a));
    Node other = seq(call(diary::b));
    Program program = program(seq(repeat(1, batch), repeat(1, batch), other, repeat(1, other)));
    Program hooked = program.find(calls(diary::a)).after(() -> {}).program();
    assertSame(hooked.at("/0/0"), hooked.at("/1/0"));
    assertNotEquals(batch, hooked.at("/0/0"));
    assertSame(other, hooked.at("/2"));
    assertSame(program.at("/3"), hooked.at("/3"));
    Program half = program.find(at("/0/0/0")).after(() -> {}).program();
    assertSame(batch, half.at("/1/0"));
  }

  // ---- under way --------------------------------------------------------------------------------

  @Test
  void whatIsNotActiveIsReplacedUnderARun() {
    Program program = program(repeat(2, call(diary::a), call(diary::b)));
    Vm run = program.start(1L);
    run.run(2); // the first call is made, its reply is pending
    program.find(calls(diary::b)).replaceWith(seq()).apply(run);
    assertEquals(2, run.steps());
    assertEquals(Args.of(3L), run.run());
    assertEquals(List.of("a1", "a2"), diary.lines);
  }

  @Test
  void anEntryThatIsPendingGoesToWhatStandsThereNow() {
    Program program = program(repeat(2, call(diary::a), seq(call(diary::b))));
    Vm run = program.start(1L);
    run.run(3); // about to enter the seq
    assertEquals("/1", run.jump().to().path());
    program.find("seq").around(node -> seq(call(diary::a), node)).apply(run);
    assertEquals("/1 <- / (2)", run.jump().toString());
    run.run();
    assertEquals(List.of("a1", "a2", "b3", "a30", "a31", "b32"), diary.lines);
  }

  @Test
  void whatIsActiveRefusesWithTheStepsThatAreLeft() {
    Program program = program(seq(repeat(4, call(diary::a)).named("train"), call(diary::b)));
    Vm run = program.start(1L);
    run.run(5);
    Rewrite rewrite = program.find("train").around(node -> seq(node));
    ProgramException e = assertThrows(ProgramException.class, () -> rewrite.apply(run));
    assertEquals(
        "the run cannot go on under the rewritten program: /0 (train: repeat 4), round 2 of 4, is"
            + " active and would lose its place; it is done in 5 steps, at step 10. applyWhenFree"
            + " takes these steps first",
        e.getMessage());
    assertSame(program.root(), run.root().node());
    assertThrows(ProgramException.class, () -> rewrite.applyWhenFree(run, 2));
    assertEquals(7, run.steps());
    assertEquals(3, rewrite.applyWhenFree(run, 100));
    assertEquals(10, run.steps());
    assertEquals(Args.of(50L), run.run());
  }

  @Test
  void aThreadOfAWeaveIsReplacedInTheMiddleOfAPass() {
    Program program = program(weave(repeat(2, call(diary::a)), repeat(9, call("c", diary::b))));
    Vm run = program.start(1L);
    run.run(4); // both threads are entered, the first one's call is made
    assertEquals(List.of("a1"), diary.lines);
    ProgramException e =
        assertThrows(ProgramException.class, () -> program.find(at("/1")).remove());
    assertTrue(message(e).contains("thread"), e.getMessage());
    Rewrite whole = program.find(at("/1")).replaceWith(repeat(9, call(diary::a)));
    assertThrows(ProgramException.class, () -> whole.apply(run));
    program.find("c").replaceWith(seq(call(diary::a))).apply(run);
    assertEquals(Args.of(1L), run.run());
    assertEquals(List.of("a1", "a1", "a2"), diary.lines);
  }

  @Test
  void aGeneratorAtRestIsWrappedOrGivenUp() {
    Node root = repeat(3, generate(new HookTest.Counting()), call("add", diary::debugInt));
    Program program = program(root);
    Vm run = program.start();
    run.run(4);
    Rewrite wrapped = program.find("generate").around(node -> seq(node));
    wrapped.apply(run);
    run.run(8);
    assertEquals(List.of("int0", "int1"), diary.lines.subList(0, 2));
    Rewrite replaced =
        wrapped.program().find("generate").replaceWith(generate(new HookTest.Counting()));
    replaced.applyWhenFree(run, 10);
    run.run();
    assertEquals("int0", diary.lines.get(2));
  }

  @Test
  void aRunOfAnotherProgramIsRefused() {
    Program program = program(seq(call(diary::a)));
    Vm run = program(seq(call(diary::a))).start(1L);
    Rewrite rewrite = program.find("call").after(() -> {});
    assertThrows(ProgramException.class, () -> rewrite.apply(run));
  }

  @Test
  void aRunThatHasEndedIsRewrittenToo() {
    Program program = program(seq(call(diary::a)));
    Vm run = program.start(1L);
    run.run();
    program.find(buffers()).orNone().after(() -> {}).apply(run);
    assertEquals(Args.of(2L), run.result());
  }

  private static String message(Throwable t) {
    return String.valueOf(t.getMessage());
  }
}
