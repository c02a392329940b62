package jacquard.vm;

import static jacquard.program.Programs.generate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.laws.Spec;
import jacquard.laws.SpecFunctions;
import jacquard.laws.Specs;
import jacquard.program.Program;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Random programs under all that may befall a run at once: pauses, failures, dropped continuations
 * and changes of thread. Whenever it stands still, it stands as an undisturbed run does.
 */
class DisturbanceTest {
  private static final int LIMIT = 150;

  @Provide
  Arbitrary<Spec> programs() {
    return Specs.programs();
  }

  /** Throws now and then, but only once for the same thing. */
  private static final class Trouble implements Observer {
    private final Random random;
    private final Set<String> seen = new HashSet<>();
    private final Vm run;

    Trouble(Random random, Vm run) {
      this.random = random;
      this.run = run;
    }

    private void maybe(String what) {
      if (seen.add(what)) {
        switch (random.nextInt(8)) {
          case 0 -> throw new IllegalStateException("trouble");
          case 1 -> run.pause();
          case 2 -> run.dropContinuations();
          default -> {}
        }
      }
    }

    @Override
    public void onStep(long step, Jump jump) {
      maybe("step " + step);
    }

    @Override
    public void onThread(long step, Task weave, long pass, int thread, Jump jump) {
      maybe("thread " + step + weave.path());
    }
  }

  /** The states of a run that takes one step after the other, and its end. */
  private static List<String> states(Vm run) {
    List<String> states = new ArrayList<>(List.of(State.of(run)));
    try {
      while (!run.isDone() && run.steps() < LIMIT) {
        run.runHere(1);
        states.add(State.of(run));
      }
    } catch (StepException e) {
      states.add(failure(e));
    }
    return states;
  }

  private static String failure(StepException e) {
    return e.kind() + " " + e.step() + " " + e.dispatched() + " " + e.path();
  }

  private static void compare(Supplier<Program> program, Random random) {
    List<String> states = states(program.get().start(7L));
    Vm run = program.get().start(7L);
    run.observe(new Trouble(random, run));
    while (!run.isDone() && run.steps() < LIMIT) {
      String end = take(run, random);
      assertEquals(states.get((int) run.steps()), State.of(run));
      if (!end.isEmpty()) {
        assertEquals(states.getLast(), end);
        return;
      }
    }
    assertEquals(states.getLast(), State.of(run));
  }

  /** Takes some steps; how the program failed, or nothing. */
  private static String take(Vm run, Random random) {
    long count = Math.min(LIMIT - run.steps(), 1 + random.nextInt(60));
    try {
      if (random.nextInt(20) == 0) {
        run.run(count);
      } else {
        run.runHere(count);
      }
    } catch (IllegalStateException trouble) {
      assertEquals("trouble", trouble.getMessage());
    } catch (StepException e) {
      return String.valueOf(e.getMessage()).contains("trouble") ? "" : failure(e);
    }
    if (random.nextInt(4) == 0) {
      run.dropContinuations();
    }
    return "";
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void noDisturbanceChangesWhereARunStands(@ForAll("programs") Spec spec, @ForAll Random random) {
    compare(spec::program, random);
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void norDoesItWithGenerators(
      @ForAll("programs") Spec inner, @ForAll("programs") Spec outer, @ForAll Random random) {
    compare(() -> Program.of(generating(outer, inner)), random);
  }

  /** A program whose calls of {@code next} are generators over another program. */
  private static Node generating(Spec outer, Spec inner) {
    SpecFunctions functions = new SpecFunctions();
    return replaced(outer.node(functions), inner, functions);
  }

  private static Node replaced(Node node, Spec inner, SpecFunctions functions) {
    if (node.construct() instanceof Call call) {
      return String.valueOf(call.name()).startsWith("next") ? yields(inner, functions) : node;
    }
    return node.withChildren(
        node.children().stream().map(child -> replaced(child, inner, functions)).toList());
  }

  private static Node yields(Spec inner, SpecFunctions functions) {
    return generate(
        Written.counting(
            (f, self) -> {
              while (f.i < 6) {
                if (f.i % 2 == 0) {
                  self.call(0, f.args);
                } else {
                  self.yield((long) f.i);
                }
                f.i++;
              }
            }),
        inner.node(functions));
  }
}
