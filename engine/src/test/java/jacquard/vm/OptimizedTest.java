package jacquard.vm;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.program.Optimized;
import jacquard.program.Program;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each rule of an optimized run by itself. */
class OptimizedTest {
  /** A stream of numbers that fails once at a number, and counts what was asked of it. */
  static class Stream {
    int position;
    int singles;
    int batches;
    int failsAt = -1;

    @Batched(by = "nextBatch")
    public long next() {
      singles++;
      fail(position);
      return position++;
    }

    public long[] nextBatch(int count) {
      batches++;
      for (int i = 0; i < count; i++) {
        if (position + i == failsAt) {
          throw new IllegalStateException("not now");
        }
      }
      long[] values = new long[count];
      for (int i = 0; i < count; i++) {
        values[i] = position++;
      }
      return values;
    }

    private void fail(int at) {
      if (at == failsAt) {
        failsAt = -1;
        throw new IllegalStateException("not now");
      }
    }
  }

  /** A stream whose numbers are not those its superclass would batch. */
  static final class Doubled extends Stream {
    @Override
    public long next() {
      return 2 * super.next();
    }
  }

  /** A stream whose mark names nothing. */
  static final class Wrong {
    @Batched(by = "nextOnes")
    public int next() {
      return 1;
    }
  }

  /** A map that joins with its like. */
  static final class Plus implements Chained {
    final double term;
    static int chained;
    int calls;

    Plus(double term) {
      this.term = term;
    }

    public double filt(double x) {
      calls++;
      if (x < 0) {
        throw new IllegalArgumentException("below 0");
      }
      return x * 3 + term;
    }

    @Override
    public @Nullable UnaryOperator<Object> chain(List<Method> calls) {
      List<Plus> all = new ArrayList<>();
      for (Method call : calls) {
        if (!(call.receiver() instanceof Plus plus) || !call.name().equals("filt")) {
          return null;
        }
        all.add(plus);
      }
      return x -> {
        chained++;
        double y = (Double) x;
        for (Plus plus : all) {
          if (y < 0) {
            throw new IllegalArgumentException("below 0");
          }
          y = y * 3 + plus.term;
        }
        return y;
      };
    }
  }

  private static Vm run(Node root, boolean optimized, Object... values) {
    Vm run = Program.of(root).start(values);
    run.optimize(optimized);
    return run;
  }

  @Property(tries = 200)
  void aBatchIsItsCalls(
      @ForAll @IntRange(max = 9) int count,
      @ForAll @IntRange(max = 30) int stop,
      @ForAll @IntRange(min = -1, max = 12) int failsAt) {
    Stream plain = new Stream();
    Stream batched = new Stream();
    plain.failsAt = failsAt;
    batched.failsAt = failsAt;
    Vm a = run(repeat(3, buffer(count, call(plain::next))), false);
    Vm b = run(repeat(3, buffer(count, call(batched::next))), true);
    assertEquals(attempt(a, stop), attempt(b, stop));
    assertEquals(State.of(a), State.of(b));
    assertEquals(plain.position, batched.position);
    finish(a);
    finish(b);
    assertEquals(a.steps(), b.steps());
    assertEquals(a.result(), b.result());
    assertEquals(plain.position, batched.position);
    assertTrue(batched.batches > 0 || stop > 0 || failsAt >= 0 || count == 0);
  }

  private static String attempt(Vm run, long steps) {
    try {
      run.runHere(run.isDone() ? 0 : steps);
      return "";
    } catch (StepException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static void finish(Vm run) {
    while (!run.isDone()) {
      attempt(run, Long.MAX_VALUE);
    }
  }

  @Test
  void anOverriddenMethodIsNotBatched() {
    Stream doubled = new Doubled();
    Vm run = run(buffer(3, call(doubled::next)), true);
    assertArrayEquals(new long[] {0, 2, 4}, (long[]) run.run().get(0));
    assertEquals(0, doubled.batches);
  }

  @Test
  void aWrongMarkIsRefusedByPath() {
    Program program = Program.of(seq(buffer(3, call(new Wrong()::next))));
    ProgramException e = assertThrows(ProgramException.class, program::optimized);
    assertEquals(
        "/0: Wrong.next is marked as batched by nextOnes, but Wrong declares no nextOnes(int) that"
            + " gives a stack",
        e.getMessage());
  }

  @Property(tries = 200)
  void aChainIsItsCalls(
      @ForAll @IntRange(min = -3, max = 5) int x,
      @ForAll @IntRange(min = -20, max = 5) int term,
      @ForAll @IntRange(max = 25) int stop) {
    Node root =
        repeat(
            2,
            call(new Plus(1)::filt),
            call(new Plus(term)::filt),
            seq(call(new Plus(2)::filt)),
            call(new Plus(5)::filt));
    Vm a = run(root, false, (double) x);
    Vm b = run(root, true, (double) x);
    assertEquals(attempt(a, stop), attempt(b, stop));
    assertEquals(State.of(a), State.of(b));
    assertEquals(attempt(a, 100), attempt(b, 100));
    assertEquals(State.of(a), State.of(b));
  }

  @Test
  void aChainIsOneFunction() {
    Plus first = new Plus(1);
    int before = Plus.chained;
    Node root = repeat(4, call(first::filt), call(new Plus(2)::filt));
    assertEquals(run(root, false, 1.0).run(), run(root, true, 1.0).run());
    assertEquals(before + 4, Plus.chained);
    assertEquals(4, first.calls);
  }

  @Test
  void aPauseWithinACallIsAnsweredAfterItsStep() {
    List<Vm> runs = new ArrayList<>();
    int[] calls = {0};
    Node root =
        repeat(
            100,
            call(
                "pause",
                () -> {
                  if (++calls[0] % 10 == 0) {
                    runs.get(0).pause();
                  }
                }));
    runs.add(run(root, false));
    List<String> states = new ArrayList<>();
    runs.get(0).runHere(1000);
    states.add(State.of(runs.get(0)));
    calls[0] = 0;
    runs.set(0, run(root, true));
    runs.get(0).runHere(1000);
    assertEquals(states.get(0), State.of(runs.get(0)));
    assertEquals(10, calls[0]);
  }

  @Test
  void whoMustBeToldOfEveryStepIs() {
    Stream stream = new Stream();
    ObserverTest.Log log = new ObserverTest.Log();
    ObserverTest.Log plain = new ObserverTest.Log();
    Vm a = run(buffer(5, call(stream::next)), true);
    a.observe(log);
    a.runHere(100);
    Vm b = run(buffer(5, call(new Stream()::next)), false);
    b.observe(plain);
    b.runHere(100);
    assertEquals(plain.lines, log.lines);
    assertEquals(5, stream.singles);
    assertEquals(0, stream.batches);
  }

  @Test
  void depthIsNoProblem() {
    Stream stream = new Stream();
    Node node = call(stream::next);
    for (int i = 0; i < 10_000; i++) {
      node = seq(node);
    }
    Vm a = run(repeat(3, node), true);
    a.runHere(Long.MAX_VALUE);
    Vm b = run(repeat(3, node), false);
    b.runHere(Long.MAX_VALUE);
    assertEquals(b.steps(), a.steps());
    assertEquals(6, stream.position);
  }

  @Test
  void theAccountTellsEachRuleByPath() {
    Stream stream = new Stream();
    Plus plus = new Plus(1);
    Node root =
        seq(
            buffer(3, call(stream::next)),
            repeat(4, call(plus::filt), call(new Plus(2)::filt)),
            weave(loop(call(stream::next))));
    Optimized optimized = Program.of(root).naming("stream", stream).optimized();
    assertEquals(
        """
        /  in place: seq -> no continuation (bodies are re-enterable)
        /0  batch: buffer 3 -> one call of stream.nextBatch (the component promises the same stack and state)
        /1  fuse: repeat 4 -> one loop over 2 calls (same calls, same order, same count of steps)
        /1/0  chain: Plus.filt, Plus.filt -> one function (the components promise equal values)
        /2  in place: weave -> its threads, a step a pass (they see each other's steps)
        """,
        optimized.explain());
    assertTrue(optimized.start().isOptimized());
    assertFalse(optimized.program().start().isOptimized());
    assertEquals(Collections.emptyList(), Program.of(call(stream::next)).optimized().rewrites());
  }
}
