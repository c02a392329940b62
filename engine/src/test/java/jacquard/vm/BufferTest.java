package jacquard.vm;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.program.Program;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Buffers with odd counts, and rows that cannot be stacked. */
class BufferTest {
  private int count;

  int next() {
    return count++;
  }

  private int[] stacked(long n) {
    return (int[]) Program.of(buffer(n, call(this::next))).start().run().get(0);
  }

  @Test
  void aCountOfZeroOrLessGivesAnEmptyArrayInOneStep() {
    for (long n : new long[] {0, -1, Long.MIN_VALUE}) {
      Vm run = Program.of(buffer(n, call(this::next))).start("passed");
      assertEquals(Args.of(new double[0]), run.run());
      assertEquals(1, run.steps());
    }
    assertArrayEquals(new int[] {0}, stacked(1));
  }

  @Test
  void moreThanAnArrayHoldsIsRefusedWhenBuilt() {
    Node child = call(this::next);
    Expect.refused(
        () -> buffer(1L << 31, child),
        "a buffer of 2147483648 values; an array holds at most 2147483639");
    Expect.refused(() -> buffer(Long.MAX_VALUE, child), "an array holds at most");
    buffer(Integer.MAX_VALUE - 8, child);
  }

  private Number supplied = 0;
  private boolean missing;

  Number size() {
    return supplied;
  }

  @SuppressWarnings("NullAway") // what a careless component does
  Number careless() {
    return missing ? null : supplied;
  }

  @Test
  void aSuppliedCountIsReadAtEachEntry() {
    Node sizes = buffer(this::size, call(this::next));
    Vm run = Program.of(repeat(2, sizes, call("note", (Object rows) -> rows))).start();
    supplied = 2;
    run.runHere(9);
    assertEquals("/0 <- / (int[2]{0, 1})", run.jump().toString());
    supplied = (byte) 3;
    assertArrayEquals(new int[] {2, 3, 4}, (int[]) run.run().get(0));
  }

  @Test
  void aSuppliedCountThatIsNoWholeNumberOrTooLargeFailsTheStep() {
    for (Number wrong :
        List.of(2.5, Double.NaN, Float.POSITIVE_INFINITY, 1L << 31, BigInteger.ONE.shiftLeft(80))) {
      supplied = wrong;
      Vm run = Program.of(seq(buffer(this::size, call(this::next)))).start();
      StepException e = Expect.stepFails(run::run, "BufferTest.size gave " + wrong);
      assertEquals("/0", e.path());
      assertEquals(1, e.step());
      supplied = 2.0;
      assertEquals(2, ((int[]) run.run().get(0)).length);
    }
  }

  @Test
  void aSuppliedCountOfNothingFailsTheStep() {
    missing = true;
    Vm run = Program.of(buffer(this::careless, call(this::next))).start();
    Expect.stepFails(run::run, "BufferTest.careless gave no number");
    missing = false;
    supplied = -4;
    assertEquals(Args.of(new double[0]), run.run());
  }

  /** Rows that refuse to be stacked the first time. */
  static final class Rows implements Stackable {
    private static int refusals;

    @Override
    public Object stack(List<?> rows) {
      if (refusals-- > 0) {
        throw new IllegalArgumentException("unequal shapes");
      }
      return rows.size();
    }
  }

  Rows row() {
    return new Rows();
  }

  @Test
  void rowsThatCannotBeStackedFailTheStepAndLeaveTheFrameAsItWas() {
    Vm run = Program.of(repeat(2, buffer(3, call(this::row)))).start();
    Rows.refusals = 2;
    run.runHere(7);
    for (int i = 0; i < 2; i++) {
      String before = State.of(run);
      StepException e = Expect.stepFails(() -> run.runHere(1), "unequal shapes");
      assertEquals("/0", e.path());
      assertEquals(before, State.of(run));
    }
    assertEquals(Args.of(3), run.run());
    assertEquals(1 + 2 * (1 + 7), run.steps());
  }

  @Test
  @SuppressWarnings("NullAway")
  void aStackOfNothingIsAnError() {
    Stackable none = rows -> null;
    Vm run = Program.of(buffer(1, call("none", () -> none))).start();
    Expect.stepFails(run::run, "BufferTest$$Lambda", "stacked its rows to null");
  }

  @Test
  void aChildThatGivesNoValueOrTwoIsTold() {
    Vm none = Program.of(buffer(2, repeat(this.count, call("noop", () -> {})))).start();
    Expect.stepFails(none::run, "BUFFER child must return exactly one value, but gave ()");
    Vm two = Program.of(buffer(2, seq())).start(1, 2);
    Expect.stepFails(two::run, "/", "but gave (1, 2)");
    Vm named = Program.of(buffer(2, seq())).start(Args.of(1).with("k", 2));
    Expect.stepFails(named::run, "but gave (1, k=2)");
  }

  @Test
  void aStackDoesNotShareTheBuffersRows() {
    List<Object> stacks = new ArrayList<>();
    Node note = call("note", (Object rows) -> stacks.add(rows));
    Program.of(repeat(2, buffer(2, call(this::next)), note)).start().run();
    assertArrayEquals(new int[] {0, 1}, (int[]) stacks.get(0));
    assertArrayEquals(new int[] {2, 3}, (int[]) stacks.get(1));
  }
}
