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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.vm.Node;
import jacquard.vm.Vm;
import jacquard.vm.Written;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many steps programs take, as far as their trees tell. */
class CostTest {
  private final Node one = call("one", () -> 1);
  private final Node zero = call("zero", () -> 0);

  private static void costs(long steps, Node node) {
    assertEquals(new Cost(steps, steps), Cost.of(node));
    assertEquals(steps != Cost.ENDLESS, Cost.of(node).isExact());
    if (steps < 1000) {
      Vm run = Program.of(node).start();
      run.run();
      assertEquals(steps, run.steps());
    }
  }

  private static void costs(long least, long most, Node node) {
    assertEquals(new Cost(least, most), Cost.of(node));
    assertFalse(Cost.of(node).isExact());
  }

  @Test
  void everyConstructHasItsFormula() {
    costs(1, one);
    costs(1, seq());
    costs(7, seq(one, seq(one)));
    costs(1 + 3 * 4, repeat(3, one, one));
    costs(1, repeat(0, one));
    costs(1, repeat(Long.MIN_VALUE, one));
    costs(1, repeat(Long.MAX_VALUE));
    costs(1 + 3 * 2, buffer(3, one));
    costs(1, buffer(-3, one));
    costs(1, weave());
    costs(1 + 3, weave(seq(one)));
    costs(1 + 2 * 3, weave(loop(one), seq(one)));
    costs(1 + 3 * 1, weave(loop(one), seq(one), one));
    costs(1 + 2 + 2, choose(zero, one));
    costs(1 + 4 + 2, choose(seq(one), one, one));
  }

  @Test
  void whatNeverEndsIsEndless() {
    costs(Cost.ENDLESS, loop(one));
    costs(Cost.ENDLESS, seq(one, loop(one)));
    costs(Cost.ENDLESS, repeat(1, loop(one), one));
    costs(Cost.ENDLESS, weave(loop(one), loop(seq())));
    costs(Cost.ENDLESS, buffer(1, loop(one)));
    costs(1, repeat(0, loop(one)));
    costs(1, buffer(0, loop(one)));
    assertEquals("endless", Cost.of(loop(one)).toString());
  }

  @Test
  void hugeCountsDoNotOverflow() {
    costs(Cost.ENDLESS, repeat(Long.MAX_VALUE, one));
    costs(Cost.ENDLESS, repeat(Long.MAX_VALUE / 2, one));
    costs(Long.MAX_VALUE - 2, repeat(Long.MAX_VALUE / 2 - 1, one));
    costs(Cost.ENDLESS, repeat(1L << 32, repeat(1L << 32, one)));
    costs(Cost.ENDLESS, seq(repeat(1L << 61, one), repeat(1L << 61, one)));
    costs(Cost.ENDLESS, weave(repeat(1L << 61, one), repeat(1L << 61, one)));
    costs(Cost.ENDLESS, buffer(Integer.MAX_VALUE - 8, repeat(1L << 40, one)));
    costs(5, Cost.ENDLESS, choose(one, repeat(1L << 62, one), one));
  }

  @Test
  void choicesGiveARange() {
    costs(1 + 2 + 2, 1 + 2 + 4, choose(one, one, seq(one)));
    costs(5, Cost.ENDLESS, choose(one, loop(one), one));
    assertEquals("5 to 7 steps", Cost.of(choose(one, one, seq(one))).toString());
    assertEquals("5 or more steps", Cost.of(choose(one, loop(one), one)).toString());
    costs(1 + 2 * 6, 1 + 2 * 8, repeat(2, choose(one, one, seq(one))));
    costs(1 + 2 * 5, 1 + 2 * 7, weave(choose(one, one, seq(one)), loop(one)));
  }

  @Test
  void suppliedCountsAndGeneratorsAreOpen() {
    costs(1, Cost.ENDLESS, buffer(() -> 3, one));
    costs(1, Cost.ENDLESS, generate(Written.body((f, self) -> {})));
    costs(1 + 2 * 2, Cost.ENDLESS, repeat(2, generate(Written.body((f, self) -> {}))));
    Node open = generate(Written.body((f, self) -> {}));
    costs(1 + 2 * 1, 1 + 2 * 5, weave(choose(one, one), open));
  }

  @Test
  void stepsAreCountedInWords() {
    assertEquals("1 step", Cost.of(one).toString());
    assertEquals("3 steps", Cost.of(seq(one)).toString());
    assertEquals("2,000,001 steps", Cost.of(repeat(1_000_000, one)).toString());
  }

  @Test
  void sharedNodesAreCountedOnce() {
    Node node = one;
    for (int i = 0; i < 62; i++) {
      node = seq(node, node);
    }
    Node big = node;
    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> costs(Cost.ENDLESS, big));
    assertTrue(big.size() > 0);
  }
}
