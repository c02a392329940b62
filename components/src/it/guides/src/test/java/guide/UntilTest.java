package guide;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.generate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.laws.Laws;
import jacquard.program.Program;
import jacquard.vm.Args;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class UntilTest {
  private static Program program(int limit) {
    Node add = call("add", (Integer x) -> x + 3);
    Node isLarge = call("isLarge", (Integer x) -> x > limit);
    return Program.of(generate(new Until(), add, isLarge));
  }

  @Example
  void itRunsUntilTheTestHolds() {
    assertEquals(Args.of(12), program(10).start(Args.of(0)).run());
  }

  @Example
  void itIsPrintedByItsWord() {
    assertEquals("until", program(1).print().lines().findFirst().orElseThrow().split(" +")[1]);
  }

  @Example
  void otherChildrenAreRefused() {
    assertThrows(ProgramException.class, () -> generate(new Until(), call("one", () -> 1)));
  }

  @Property(tries = 20)
  void pausesChangeNothing(@ForAll @IntRange(min = 0, max = 100) int limit) {
    Laws.check(() -> program(limit), Args.of(1), 500);
  }
}
