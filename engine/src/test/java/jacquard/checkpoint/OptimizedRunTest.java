package jacquard.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.experiment.Experiment;
import jacquard.laws.Spec;
import jacquard.laws.Specs;
import jacquard.vm.Args;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Random programs over random components, plain and optimized: whenever both have taken the same
 * number of steps, their checkpoints have the same bits.
 */
class OptimizedRunTest {
  private static final long LIMIT = 150;

  @Provide
  Arbitrary<Spec> programs() {
    return Arbitraries.oneOf(Specs.programs(), Specs.programs().map(OptimizedRunTest::calls));
  }

  @Provide
  Arbitrary<Args> arguments() {
    return Specs.arguments();
  }

  /** The program without weaves, and with most calls plain ones: what an optimizer likes. */
  private static Spec calls(Spec spec) {
    if (spec.word().equals("CALL")) {
      return switch (spec.function()) {
        case "next:5" -> Spec.call("next:7");
        case "say:a" -> Spec.call("inc");
        case "noop" -> Spec.call("next");
        default -> spec;
      };
    }
    List<Spec> children = spec.children().stream().map(OptimizedRunTest::calls).toList();
    return Spec.of(spec.word().equals("WEAVE") ? "SEQ" : spec.word(), spec.count(), children);
  }

  /** What a run that takes single steps stands like after each of them, and how it fails there. */
  private static List<String> states(Spec spec, Args args) {
    Experiment plain = World.experiment(spec);
    Vm run = plain.start("main", args.values().toArray());
    List<String> states = new ArrayList<>();
    int failures = 0;
    while (!run.isDone() && run.steps() < LIMIT && failures < 4) {
      String state = plain.checkpoint().fingerprint();
      String failed = take(run, 1);
      failures += failed.isEmpty() ? 0 : 1;
      states.add(run.steps() + (failed.isEmpty() ? "" : " failed " + failed) + " " + state);
    }
    states.add("end " + plain.checkpoint().fingerprint());
    return states;
  }

  private static String take(Vm run, long steps) {
    try {
      run.runHere(steps);
      return "";
    } catch (StepException e) {
      return e.getMessage() + e.kind() + e.step() + e.dispatched() + e.path();
    }
  }

  /** The states of the plain run that an optimized one must stand in, by what it has done. */
  private static void follow(
      List<String> states, Spec spec, Args args, Random random, boolean loads, boolean mixes) {
    Experiment now = World.experiment(spec);
    Vm run = now.start("main", args.values().toArray());
    run.optimize(true);
    int at = 0;
    while (at < states.size() - 1) {
      String expected = states.get(at);
      assertEquals(
          expected.substring(expected.lastIndexOf(' ')),
          " " + now.checkpoint().fingerprint(),
          () -> "at step " + now(expected) + " of " + spec);
      int next = at + 1 + random.nextInt(40);
      int until = at;
      while (until < Math.min(next, states.size() - 1) && !states.get(until).contains("failed")) {
        until++;
      }
      boolean fails = until < next && until < states.size() - 1;
      String failed = take(run, until - at + (fails ? 1 : 0));
      assertEquals(fails, !failed.isEmpty(), () -> failed + " in " + spec);
      at = until;
      if (fails) {
        String state = states.get(at);
        assertEquals(state.substring(0, state.lastIndexOf(' ')), run.steps() + " failed " + failed);
        at++;
      }
      if (loads && random.nextInt(3) == 0) {
        now = Experiment.restore(now.checkpoint(), Map.of(), World.TYPES);
        run = now.run("main");
        run.optimize(true);
      }
      if (mixes) {
        run.optimize(random.nextBoolean());
      }
    }
    assertEquals(states.getLast(), "end " + now.checkpoint().fingerprint(), spec::toString);
  }

  private static String now(String state) {
    return state.substring(0, state.indexOf(' '));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void anOptimizedRunStandsAsAPlainOneDoes(
      @ForAll("programs") Spec spec, @ForAll("arguments") Args args, @ForAll Random random) {
    follow(states(spec, args), spec, args, random, false, false);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void eitherGoesOnFromACheckpointOfTheOther(
      @ForAll("programs") Spec spec, @ForAll("arguments") Args args, @ForAll Random random) {
    follow(states(spec, args), spec, args, random, true, true);
  }
}
