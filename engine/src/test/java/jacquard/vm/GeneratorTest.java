package jacquard.vm;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.choose;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import jacquard.program.Program;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Generators wherever a construct may stand. */
class GeneratorTest {
  private final List<Object> said = new ArrayList<>();
  private final Node say = call("say", (Object x) -> said.add(x));

  /** Yields 0, 1, ... and ends before {@code end}. */
  private static Node upTo(int end) {
    return generate(
        Written.counting(
            (f, self) -> {
              while (f.i < end) {
                self.yield(f.i);
                f.i++;
              }
            }));
  }

  private static Node counter() {
    return upTo(Integer.MAX_VALUE);
  }

  private static int[] ints(Node node) {
    return (int[]) Program.of(node).start().run().get(0);
  }

  @Test
  void aBufferGathersWhatIsYielded() {
    assertArrayEquals(new int[] {0, 1, 2, 3}, ints(buffer(4, counter())));
  }

  @Test
  void eachEntryCostsOneStep() {
    Vm run = Program.of(buffer(4, counter())).start();
    run.run();
    assertEquals(1 + 4 * (1 + 1), run.steps());
    Vm ended = Program.of(seq(upTo(1), upTo(0))).start();
    ended.run();
    assertEquals(1 + 2 * (1 + 1), ended.steps());
  }

  @Test
  void whatIsEnteredIsTheValueOfYield() {
    Node echo =
        generate(
            Written.body(
                (f, self) -> {
                  Args entered = f.args();
                  while (true) {
                    entered = self.yield(entered.with("echo", true));
                  }
                }));
    Node next = call("next", said::size);
    Program.of(repeat(3, next, echo, call("all", (Args a) -> said.add(a)))).start().run();
    assertEquals(
        List.of(
            Args.of(0).with("echo", true),
            Args.of(1).with("echo", true),
            Args.of(2).with("echo", true)),
        said);
  }

  @Test
  void atItsEndAGeneratorGivesNothingAndThenStartsAnew() {
    Node program = repeat(7, upTo(2), call("args", (Args a) -> said.add(a)));
    Program.of(program).start().run();
    Args zero = Args.of(0);
    Args one = Args.of(1);
    assertEquals(List.of(zero, one, Args.EMPTY, zero, one, Args.EMPTY, zero), said);
  }

  @Test
  void stateStaysBetweenEntriesOfLoopsAndChoices() {
    Node other = counter();
    Node which = call("which", () -> said.size() % 3 == 2);
    Vm run = Program.of(loop(choose(which, counter(), other), say)).start();
    run.run(60);
    assertEquals(List.of(0, 1, 0, 2, 3, 1, 4), said.subList(0, 7));
  }

  @Test
  void threadsOfAWeaveTakeTurnsWithGenerators() {
    Node one = loop(counter(), call("one", (Integer x) -> said.add("one " + x)));
    Node two = loop(counter(), call("two", (Integer x) -> said.add("two " + x)));
    Program.of(weave(one, two)).start().run(30);
    assertEquals(List.of("one 0", "two 0", "one 1", "two 1", "one 2", "two 2"), said.subList(0, 6));
  }

  @Test
  void aGeneratorAsAThreadEndsItWithItsFirstYield() {
    Node counter = counter();
    Node program = repeat(3, weave(seq(counter, say), loop(seq())), weave(counter, seq(seq())));
    Vm run = Program.of(program).start("end");
    assertEquals(Args.of("end"), run.run());
    assertEquals(List.of(0, 1, 2), said);
  }

  @Test
  void aRestingGeneratorKeepsItsStateWhenItsThreadIsAbandoned() {
    Node thread = loop(counter(), say);
    Program.of(repeat(3, weave(thread, seq(seq(), seq())))).start().run();
    assertEquals(List.of(0, 1, 2), said.stream().distinct().toList());
  }

  @Test
  void anActiveGeneratorIsAbandonedWithItsThreadAndStartsAnew() {
    Node slow = seq(seq(), seq(), seq(), seq());
    Node works =
        generate(
            Written.counting(
                (f, self) -> {
                  while (true) {
                    said.add(f.i);
                    self.call(0, Args.EMPTY);
                    f.i++;
                  }
                }),
            slow);
    Program program = Program.of(repeat(2, weave(works, seq(seq(), seq(), seq(), seq(), seq()))));
    Vm run = program.start();
    run.run();
    assertEquals(List.of(0, 1, 0, 1), said);
    assertNull(run.root().child(0).child(0).frame());
  }

  @Test
  void aGeneratorCallsItsChildrenWithWhatItLikes() {
    Node generator =
        generate(
            Written.counting(
                (f, self) -> {
                  while (f.i < 3) {
                    f.args = self.call(f.i % 2, Args.of(f.i));
                    f.i++;
                  }
                  self.yield(f.args);
                }),
            call("minus", (Integer x) -> -x - 1),
            seq(say, call("hundred", () -> 100)));
    Vm run = Program.of(generator).start();
    assertEquals(Args.of(-3), run.run());
    assertEquals(List.of(1), said);
    assertEquals(1 + 2 + 6 + 2, run.steps());
  }

  @Test
  void childrenMayBeWeavesAndGenerators() {
    Node inner = weave(loop(counter(), say), seq(seq(), seq()));
    Node outer =
        generate(
            Written.counting(
                (f, self) -> {
                  while (true) {
                    self.call(0, Args.of("in"));
                    self.yield(self.call(1, Args.EMPTY));
                  }
                }),
            inner,
            counter());
    assertArrayEquals(new int[] {0, 1, 2}, ints(buffer(3, outer)));
    assertEquals(List.of(0, 1, 2), said.stream().distinct().toList());
  }

  @Test
  void aSuspensionMayLieDeepInTheBodysMethods() {
    Node deep = generate(Written.counting((f, self) -> descend(f, self, 500)));
    assertArrayEquals(new int[] {0, 1, 2, 3}, ints(buffer(4, deep)));
    Vm run = Program.of(buffer(4, deep)).start();
    while (!run.isDone()) {
      run.dropContinuations();
      run.runHere(1);
    }
    assertArrayEquals(new int[] {0, 1, 2, 3}, (int[]) run.result().get(0));
  }

  private static void descend(Written.Counting f, Task self, int depth) {
    if (depth > 0) {
      descend(f, self, depth - 1);
      return;
    }
    while (true) {
      self.yield(f.i);
      f.i++;
    }
  }
}
