package guide;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import jacquard.experiment.Experiment;
import jacquard.laws.Laws;
import jacquard.program.Program;
import jacquard.vm.Args;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DoublingTest {
  @Example
  void sizesDouble() {
    Program program = Program.of(seq(buffer(6, generate(new Doubling(10)))));
    Object sizes = program.start().run().get(0);
    assertArrayEquals(new int[] {1, 2, 4, 8, 10, 10}, (int[]) sizes);
  }

  @Property(tries = 20)
  void pausesChangeNothing(@ForAll @IntRange(min = 1, max = 50) int limit) {
    Laws.check(
        () ->
            Program.of(
                repeat(3, buffer(4, generate(new Doubling(limit))), call("id", (Object x) -> x))),
        Args.EMPTY,
        500);
  }

  @Property(tries = 5)
  void savingChangesNothing(@ForAll @IntRange(min = 1, max = 50) int limit) {
    Laws.savingChangesNothing(
        () -> {
          Doubling sizes = new Doubling(limit);
          return new Experiment()
              .types(Doubling.class)
              .component("sizes", sizes)
              .program("main", repeat(3, buffer(4, generate(sizes))));
        },
        "main",
        Args.EMPTY,
        500,
        Doubling.class);
  }
}
