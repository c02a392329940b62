package jacquard.vm;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Selectors.at;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.program.Program;
import jacquard.program.Rewrite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What is still made in one go where hooks hang, and what fails after it. */
class OptimizedHooksTest {
  private final OptimizedTest.Stream stream = new OptimizedTest.Stream();
  private final List<String> told = new ArrayList<>();

  private void tell(Moment m) {
    told.add(m + " " + m.where());
  }

  private Vm optimized(Program program) {
    return program.optimized().start();
  }

  @Test
  void whatHasNoHookIsStillBatched() {
    Node root = repeat(3, buffer(4, call(stream::next)), call("drop", (Object x) -> x));
    optimized(Program.of(root).find(at("/1")).after(this::tell).program()).run();
    assertEquals(3, stream.batches);
    assertEquals(0, stream.singles);
    assertEquals("after /1 (call drop) in step 11 round 1 of 3", told.get(0));
    assertEquals("after /1 (call drop) in step 35 round 3 of 3", told.get(2));
  }

  @Test
  void aHookThatIsPutInLaterIsToldAndOneTakenAwayIsNot() {
    Node root = loop(buffer(4, call(stream::next)));
    Program program = Program.of(root);
    Vm run = optimized(program);
    run.runHere(1003);
    int batches = stream.batches;
    Rewrite hooked = program.find(at("/0/0")).after(this::tell);
    hooked.apply(run);
    run.runHere(20);
    assertEquals(
        "after /0/0 (call Stream.next) in step 1004 round 101, buffer 2 of 4", told.get(0));
    assertEquals(8, told.size());
    assertEquals(batches, stream.batches);
    hooked.program().find(at("/0/0")).unhook().apply(run);
    run.runHere(1000);
    assertEquals(8, told.size());
    assertEquals(batches + 99, stream.batches);
  }

  @Test
  void theAccountSaysWhatHooksKeepSingle() {
    Node root = seq(buffer(3, call(stream::next)), repeat(4, call(stream::next)));
    Program program = Program.of(root).naming("stream", stream);
    program = program.find(at("/0")).after(this::tell).program();
    program = program.find(at("/1/0")).after(this::tell).program();
    assertEquals(
        """
        /  in place: seq -> no continuation (bodies are re-enterable)
        /0  fuse: buffer 3 -> one loop over the call, stacked as it goes (same calls, same order, same count of steps)
        /1  in place: repeat 4 -> no continuation (bodies are re-enterable)
        /1/0  keep: call stream.next (its hooks are told of single steps)
        """,
        program.optimized().explain());
  }

  /** A row that cannot be stacked the first time. */
  record Row(long value, AtomicBoolean fails) implements Stackable {
    @Override
    public Object stack(List<?> rows) {
      if (fails.getAndSet(false)) {
        throw new IllegalStateException("not now");
      }
      return rows.stream().mapToLong(r -> ((Row) r).value()).toArray();
    }
  }

  @Test
  void aStackThatFailsIsTriedAgainWithTheSameValues() {
    for (int stop = 0; stop < 11; stop++) {
      OptimizedTest.Stream rows = new OptimizedTest.Stream();
      AtomicBoolean fails = new AtomicBoolean(true);
      Vm run = optimized(Program.of(buffer(5, call("row", () -> new Row(rows.next(), fails)))));
      run.runHere(stop);
      StepException e = assertThrows(StepException.class, () -> run.runHere(1000));
      assertEquals(10, e.step());
      assertArrayEquals(new long[] {0, 1, 2, 3, 4}, (long[]) run.run().get(0));
    }
  }
}
