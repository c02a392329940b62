package jacquard.program;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.choose;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.trace.Profile;
import jacquard.vm.Expect;
import jacquard.vm.Node;
import jacquard.vm.Vm;
import org.junit.jupiter.api.Test;

/** Programs drawn, and marked with where a run stands. */
class GraphTest {
  int next() {
    return 0;
  }

  private Program program() {
    Node shared = repeat(2, call(this::next)).named("both");
    return Program.of(
            seq(
                shared,
                choose(call(this::next), call("\"a\\b\" <&lt;> #1", () -> {}), seq()),
                weave(seq(call(this::next)), loop(call("say", () -> {}))),
                shared))
        .naming("me", this);
  }

  @Test
  void graphviz() {
    assertEquals(
        """
        digraph program {
          graph [rankdir=LR, ordering=out];
          node [shape=box, style="rounded,filled", fillcolor=white, fontname=Helvetica];
          edge [fontname=Helvetica, fontsize=10];
          n0 [label="seq\\n/   27 steps"];
          n1 [label="both: repeat 2\\n/0   5 steps"];
          n2 [label="call me.next\\n/0/0   1 step", style=filled];
          n3 [label="choose\\n/1   5 steps"];
          n4 [label="call me.next\\n/1/0   1 step", style=filled];
          n5 [label="call \\"a\\\\b\\" <&amp;lt;> #1\\n/1/1   1 step", style=filled];
          n6 [label="seq\\n/1/2   1 step"];
          n7 [label="weave\\n/2   7 steps"];
          n8 [label="seq\\n/2/0   3 steps"];
          n9 [label="call me.next\\n/2/0/0   1 step", style=filled];
          n10 [label="loop\\n/2/1   endless"];
          n11 [label="call say\\n/2/1/0   1 step", style=filled];
          n12 [label="both: repeat 2\\n/3   5 steps\\nthe same node as /0"];
          n13 [label="call me.next\\n/3/0   1 step", style=filled];
          n0 -> n1;
          n1 -> n2;
          n0 -> n3;
          n3 -> n4 [label="selector"];
          n3 -> n5 [label="option 0"];
          n3 -> n6 [label="option 1"];
          n0 -> n7;
          n7 -> n8 [label="thread 0"];
          n8 -> n9;
          n7 -> n10 [label="thread 1"];
          n10 -> n11;
          n0 -> n12;
          n12 -> n13;
        }
        """,
        program().print(Format.DOT));
  }

  @Test
  void mermaid() {
    String page = program().print(Format.MERMAID);
    assertTrue(page.startsWith("flowchart LR\n  n0(\"seq<br/>/   27 steps\")\n"), page);
    assertTrue(
        page.contains("  n5[\"call #34;a#92;b#34; #60;#38;lt#59;#62; #35;1<br/>/1/1   1 step\"]\n"),
        page);
    assertTrue(page.contains("  n3 -->|option 0| n5\n"), page);
  }

  @Test
  void everyFormShowsHooks() {
    Program program = Program.of(repeat(2, call(this::next))).naming("me", this);
    Program hooked =
        HookLine.parse("after(call).every(2): print(me.next)", program.components())
            .in(program)
            .program();
    String label = "[after.every(2): print(me.next)]";
    assertTrue(hooked.print().contains("call me.next " + label + "   1 step"), hooked.print());
    assertTrue(hooked.print(Format.PLAIN).contains("call me.next " + label + "\n"));
    assertTrue(
        hooked.print(Format.DOT).contains("\"call me.next\\n" + label + "\\n/0   1 step\""),
        hooked.print(Format.DOT));
    assertTrue(
        hooked
            .print(Format.MERMAID)
            .contains("call me.next<br/>#91;after.every(2): print(me.next)#93;<br/>/0"),
        hooked.print(Format.MERMAID));
  }

  @Test
  void theTextTellsWhereARunStands() {
    Program program = Program.of(buffer(3, seq(call(this::next), call(this::next))));
    Vm run = program.start();
    assertTrue(program.print(Format.TEXT, run).startsWith("/     buffer 3"));
    run.run(7);
    assertEquals(
        """
        /     buffer 3                 19 steps  <- buffer 2 of 3
        /0      seq                     5 steps  <- next
        /0/0      call GraphTest.next    1 step
        /0/1      call GraphTest.next    1 step
        """,
        program.print(Format.TEXT, run));
    run.run();
    assertEquals(program.print(), program.print(Format.TEXT, run));
  }

  @Test
  void graphsTellWhereARunStandsAndWhatItTook() {
    Program program = program();
    Vm run = program.start();
    try (Profile profile = Profile.of(run)) {
      run.run(2);
      String dot = program.print(Format.DOT, profile);
      assertTrue(dot.contains("round 1 of 2\", penwidth=3, fillcolor=lightyellow];"), dot);
      assertTrue(dot.contains("\\nnext\", style=filled, penwidth=3, fillcolor=gold];"), dot);
      assertTrue(dot.contains("\\n2 steps taken\\n"), dot);
      String mermaid = program.print(Format.MERMAID, run);
      assertTrue(mermaid.contains("<br/>next\"]:::next\n"), mermaid);
      assertTrue(mermaid.contains("round 1 of 2\"):::active\n"), mermaid);
    }
  }

  @Test
  void ofAWeaveEveryThreadsNextStepIsMarked() {
    Program program = Program.of(weave(seq(call(this::next)), loop(call("say", () -> {}))));
    Vm run = program.start();
    run.run(5);
    assertEquals(
        """
        /     weave                    7 steps  <- active, next
        /0      seq                    3 steps  <- active, next of its thread
        /0/0      call GraphTest.next   1 step
        /1      loop                   endless  <- round 1, next of its thread
        /1/0      call say              1 step
        """,
        program.print(Format.TEXT, run));
  }

  @Test
  void aRunOfAnotherProgramIsRefused() {
    Expect.refused(
        () -> program().print(Format.TEXT, program().start()), "a run of another program");
  }
}
