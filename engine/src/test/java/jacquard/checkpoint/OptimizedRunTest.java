package jacquard.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.experiment.Experiment;
import jacquard.laws.Spec;
import jacquard.laws.Specs;
import jacquard.program.Selector;
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

  /** A world that is hooked at some steps, unhooked at others, and whose hooks may fail. */
  private record Setting(Spec spec, Args args, long seed, boolean hooks, int failEvery) {
    private static final int FAILURES = 12;

    Experiment start() {
      Experiment experiment =
          World.experiment(spec).component("witness", Witness.failing(failEvery));
      experiment.start("main", args.values().toArray());
      return experiment;
    }

    /** Whether something is rewritten before so many attempts at a step. */
    boolean rewrites(int attempts) {
      return hooks && (attempts == 0 || new Random(seed * 31 + attempts).nextInt(20) == 0);
    }

    void rewrite(Experiment experiment, int attempts) {
      Random random = new Random(seed * 37 + attempts);
      if (attempts > 0 && random.nextInt(3) == 0) {
        Selector some = Witness.randomPlaces(random);
        experiment.rewrite("main", p -> p.find(some).orNone().unhook());
      } else {
        experiment.rewrite("main", Witness.randomHook(experiment, random));
      }
    }

    /** What a run that takes single steps stands like after each try, and how it fails there. */
    List<String> states() {
      Experiment plain = start();
      Vm run = plain.run("main");
      List<String> states = new ArrayList<>();
      int failures = 0;
      while (!run.isDone() && run.steps() < LIMIT && failures < FAILURES) {
        if (rewrites(states.size())) {
          rewrite(plain, states.size());
        }
        String state = plain.checkpoint().fingerprint();
        String failed = take(run, 1);
        failures += failed.isEmpty() ? 0 : 1;
        states.add(run.steps() + (failed.isEmpty() ? "" : " failed " + failed) + " " + state);
      }
      states.add("end " + plain.checkpoint().fingerprint());
      return states;
    }
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
  private static void follow(Setting setting, Random random, boolean loads, boolean mixes) {
    List<String> states = setting.states();
    Experiment now = setting.start();
    Vm run = now.run("main");
    run.optimize(true);
    int at = 0;
    while (at < states.size() - 1) {
      if (setting.rewrites(at)) {
        setting.rewrite(now, at);
      }
      String expected = states.get(at);
      assertEquals(
          expected.substring(expected.lastIndexOf(' ')),
          " " + now.checkpoint().fingerprint(),
          () -> "at step " + now(expected) + " of " + setting);
      int next = Math.min(at + 1 + random.nextInt(40), states.size() - 1);
      int until = at;
      while (until < next
          && !states.get(until).contains("failed")
          && (until == at || !setting.rewrites(until))) {
        until++;
      }
      boolean fails =
          until < next
              && (until == at || !setting.rewrites(until))
              && states.get(until).contains("failed");
      String failed = take(run, until - at + (fails ? 1 : 0));
      assertEquals(fails, !failed.isEmpty(), () -> failed + " in " + setting);
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
    assertEquals(states.getLast(), "end " + now.checkpoint().fingerprint(), setting::toString);
  }

  private static String now(String state) {
    return state.substring(0, state.indexOf(' '));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void anOptimizedRunStandsAsAPlainOneDoes(
      @ForAll("programs") Spec spec, @ForAll("arguments") Args args, @ForAll Random random) {
    follow(unhooked(spec, args), random, false, false);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void eitherGoesOnFromACheckpointOfTheOther(
      @ForAll("programs") Spec spec, @ForAll("arguments") Args args, @ForAll Random random) {
    follow(unhooked(spec, args), random, true, true);
  }

  private static Setting unhooked(Spec spec, Args args) {
    return new Setting(spec, args, 0, false, Integer.MAX_VALUE);
  }

  /** The checkpoint has every moment the hooks were told of, in order. */
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void hooksOfAnOptimizedRunAreToldTheSame(
      @ForAll("programs") Spec spec, @ForAll("arguments") Args args, @ForAll Random random) {
    int failEvery = random.nextBoolean() ? Integer.MAX_VALUE : 2 + random.nextInt(12);
    Setting setting = new Setting(spec, args, random.nextLong(), true, failEvery);
    follow(setting, random, random.nextBoolean(), random.nextBoolean());
  }
}
