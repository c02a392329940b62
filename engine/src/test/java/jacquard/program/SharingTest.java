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
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import jacquard.vm.Args;
import jacquard.vm.Expect;
import jacquard.vm.Node;
import jacquard.vm.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One node in several places: fine, unless two threads of a weave would both be in it. */
class SharingTest {
  private int count;

  int next() {
    return count++;
  }

  private final Node shared = seq(call(this::next)).named("shared");

  @Test
  void twoThreadsOfAWeaveMayNotShareANode() {
    Expect.refused(
        () -> Program.of(weave(shared, shared)),
        "shared: seq stands at /0 and at /1, in two threads of the weave at /",
        "would be active twice; build one for each thread");
    Expect.refused(
        () -> Program.of(seq(call(this::next), weave(seq(), repeat(2, shared), loop(shared)))),
        "stands at /1/1/0 and at /1/2/0",
        "in two threads of the weave at /1,");
    Expect.refused(
        () -> Program.of(weave(weave(seq(shared), seq()), seq(shared))),
        "stands at /0/0/0 and at /1/0, in two threads of the weave at /,");
    Node inner = weave(seq(shared));
    Expect.refused(() -> Program.of(weave(inner, seq(inner))), "the weave at /");
  }

  @Test
  void theThirdPlaceIsFoundWhereTheFirstTwoAreFine() {
    Expect.refused(
        () -> Program.of(weave(seq(shared, shared), seq(), choose(seq(), shared))),
        "stands at /0/0 and at /2/1");
  }

  @Test
  void aSharedGeneratorOrWeaveIsRefusedLikewise() {
    Node generator = generate(Written.body((f, self) -> self.yield(1)));
    Expect.refused(
        () -> Program.of(weave(generator, generator)), "generate Written stands at /0 and at /1");
    Node inner = weave(call(this::next));
    Expect.refused(() -> Program.of(weave(inner, inner)), "weave stands at /0 and at /1");
  }

  @Test
  void anywhereElseANodeMayStandTwice() {
    Node option = choose(call("last", () -> 1), shared, shared);
    Node thread = weave(seq(shared, shared), loop(shared));
    Node program = seq(shared, repeat(2, shared, shared), buffer(2, shared), option, option);
    assertEquals(Args.of(8), Program.of(program).start().run());
    Expect.refused(() -> Program.of(seq(program, thread)), "stands at /1/0/0 and at /1/1/0");
    Program.of(seq(program, weave(seq(shared, shared)), weave(loop(shared), seq()))).start().run();
  }

  @Test
  void theSameCallMayStandInEveryThread() {
    Node next = call(this::next);
    Program.of(weave(seq(next), seq(next), repeat(2, next))).start().run();
    assertEquals(3, count);
  }

  @Test
  void eachPlaceOfAGeneratorHasLocalsOfItsOwn() {
    Node counts =
        generate(
            Written.counting(
                (f, self) -> {
                  while (true) {
                    self.yield(f.i);
                    f.i++;
                  }
                }));
    List<Object> said = new ArrayList<>();
    Node says = call("say", (Object x) -> said.add(x));
    Program.of(repeat(2, counts, says, repeat(2, counts, says))).start().run();
    assertEquals(List.of(0, 0, 1, 1, 2, 3), said);
  }

  @Test
  void exponentialSharingIsRefusedQuickly() {
    Node node = seq(call(this::next));
    for (int i = 0; i < 60; i++) {
      node = seq(node, node);
    }
    Node big = node;
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            Expect.refused(
                () -> Program.of(big),
                "a program of 3,458,764,513,820,540,927 nodes is more than 67,108,864",
                "count each time"));
    for (int i = 0; i < 1000; i++) {
      node = weave(seq(node.children()), seq());
      node = seq(node, node);
      if (node.weaveDepth() > 100) {
        break;
      }
    }
    Node bigger = node;
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> Expect.refused(() -> Program.of(bigger), "a program of"));
  }

  @Test
  void muchSharingIsCheckedInReasonableTime() {
    Node node = seq(call(this::next));
    for (int i = 0; i < 18; i++) {
      node = seq(node, node);
    }
    Node big = node;
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> Program.of(seq(weave(seq(big, big), seq()), weave(big))));
    List<Node> wide = Collections.nCopies(100_000, shared);
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Program.of(weave(seq(wide), seq())));
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> Expect.refused(() -> Program.of(weave(wide)), "stands at /0 and at /1"));
  }
}
