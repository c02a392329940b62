package jacquard.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Witness;
import jacquard.checkpoint.World;
import jacquard.experiment.Experiment;
import jacquard.laws.Recording;
import jacquard.laws.Spec;
import jacquard.laws.Specs;
import jacquard.program.Program;
import jacquard.program.Rewrite;
import jacquard.program.Selector;
import jacquard.program.Selectors;
import jacquard.vm.Args;
import jacquard.vm.ProgramException;
import jacquard.vm.StepException;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random programs, rewritten while they run. */
class RewriteLawsTest {
  private static final long LIMIT = 70;

  @Provide
  Arbitrary<Spec> programs() {
    return Specs.programs();
  }

  @Provide
  Arbitrary<Args> arguments() {
    return Specs.arguments();
  }

  private static Experiment experiment(Spec spec, Witness witness) {
    return World.experiment(spec).component("witness", witness);
  }

  private static Recording plain(Spec spec, Args args) {
    return Recording.of(World.experiment(spec).start("main", args.values().toArray()), LIMIT);
  }

  private static Recording between(Experiment experiment, Args args, UnaryOperator<Vm> before) {
    Vm run = experiment.start("main", args.values().toArray());
    return Recording.of(run, LIMIT, before, vm -> vm.runHere(1));
  }

  /** The same jumps, calls and result; nodes that were wrapped may have other paths. */
  private static void assertSame(Recording expected, Recording actual) {
    List<Object> a = expected.rows();
    List<Object> b = actual.rows();
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int at = i;
      assertEquals(
          a.get(i), b.get(i), () -> "row " + at + (actual.error() == null ? "" : actual.error()));
    }
    assertEquals(a.size(), b.size());
  }

  @Property(tries = 300)
  void rewritingNothingAtEveryStepChangesNothing(
      @ForAll("programs") Spec spec, @ForAll("arguments") Args args) {
    Experiment experiment = World.experiment(spec);
    Function<Program, Rewrite> nothing =
        p -> p.find(Selectors.where("all", q -> true)).around(node -> node);
    assertSame(
        plain(spec, args),
        between(
            experiment,
            args,
            run -> {
              experiment.rewrite("main", nothing);
              return run;
            }));
  }

  @Property(tries = 300)
  void hooksChangeNothingWheneverTheyArePutIn(
      @ForAll("programs") Spec spec, @ForAll("arguments") Args args, @ForAll long seed) {
    Random random = new Random(seed);
    Witness witness = new Witness();
    Experiment experiment = experiment(spec, witness);
    Recording plain = plain(spec, args);
    Recording hooked =
        between(
            experiment,
            args,
            run -> {
              if (random.nextInt(6) == 0) {
                experiment.rewrite("main", Witness.randomHook(experiment, random));
              } else if (random.nextInt(12) == 0) {
                experiment.rewrite(
                    "main", p -> p.find(Witness.randomPlaces(random)).orNone().unhook());
              }
              return run;
            });
    assertSame(plain, hooked);
  }

  /** What a hook is told does not depend on whether the run was saved, loaded or paused. */
  @Property(tries = 200)
  void savingAHookedRunChangesNeitherTheRunNorWhatHooksAreTold(
      @ForAll("programs") Spec spec, @ForAll("arguments") Args args, @ForAll long seed) {
    Witness undisturbed = new Witness();
    Experiment whole = experiment(spec, undisturbed);
    hooked(whole, seed);
    Vm run = whole.start("main", args.values().toArray());
    Recording plain = Recording.of(run, LIMIT, vm -> vm.runHere(LIMIT - vm.steps()));

    Witness witness = new Witness();
    Experiment[] now = {experiment(spec, witness)};
    hooked(now[0], seed);
    Recording saved =
        between(
            now[0],
            args,
            vm -> {
              var checkpoint = now[0].checkpoint();
              Class<?>[] types = types();
              now[0] = Experiment.restore(checkpoint, Map.of(), types);
              assertEquals(checkpoint.fingerprint(), now[0].checkpoint().fingerprint());
              return now[0].run("main");
            });
    assertSame(plain, saved);
    assertEquals(undisturbed.seen(), now[0].component("witness", Witness.class).seen());
  }

  /** Steps whose hooks fail are tried again, saved and loaded in between or not. */
  @Property(tries = 300)
  void hooksThatFailChangeNeitherTheCallsNorWhatHooksAreTold(
      @ForAll("programs") Spec spec, @ForAll("arguments") Args args, @ForAll long seed) {
    Random random = new Random(seed);
    Witness calm = new Witness();
    Experiment whole = experiment(spec, calm);
    hooked(whole, seed);
    Recording plain = between(whole, args, vm -> vm);

    Witness witness = Witness.failing(2 + random.nextInt(2));
    Experiment[] now = {experiment(spec, witness)};
    hooked(now[0], seed);
    List<Recording.CallRow> calls = new ArrayList<>();
    Vm run = now[0].start("main", args.values().toArray());
    StepException failed = null;
    while (!run.isDone() && run.steps() < LIMIT && failed == null) {
      Recording some = Recording.of(run, Math.min(LIMIT, run.steps() + 1), vm -> vm.runHere(1));
      calls.addAll(some.calls());
      failed =
          some.error() == null || some.error().kind() == StepException.Kind.HOOK
              ? null
              : some.error();
      switch (random.nextInt(4)) {
        case 0 -> run.dropContinuations();
        case 1 -> {
          now[0] = Experiment.restore(now[0].checkpoint(), Map.of(), types());
          run = now[0].run("main");
        }
        case 2 ->
            now[0].rewrite("main", p -> p.find(Selectors.where("", q -> true)).around(n -> n));
        default -> {}
      }
    }
    assertEquals(plain.calls(), calls, String.valueOf(failed));
    assertEquals(plain.steps(), run.steps());
    assertEquals(calm.seen(), now[0].component("witness", Witness.class).seen());
  }

  private static Class<?>[] types() {
    return World.types().toArray(Class<?>[]::new);
  }

  private static void hooked(Experiment experiment, long seed) {
    Random random = new Random(seed);
    experiment.rewrite("main", Witness.randomHook(experiment, random));
    experiment.rewrite("main", Witness.randomHook(experiment, random));
  }

  /** Each node that is not active is wrapped in an empty construct at some step. */
  @Property(tries = 300)
  void wrappingWhatIsNotActiveChangesNoCallOutsideOfThreads(
      @ForAll("programs") Spec spec, @ForAll("arguments") Args args, @ForAll long seed) {
    net.jqwik.api.Assume.that(!spec.toString().matches("(?s).*(WEAVE|PARALLEL).*"));
    Random random = new Random(seed);
    Experiment experiment = World.experiment(spec);
    Vm run = experiment.start("main", args.values().toArray());
    List<String> calls = new ArrayList<>();
    observe(run, calls);
    int refused = 0;
    try {
      while (!run.isDone() && run.steps() < 3 * LIMIT) {
        if (random.nextInt(8) == 0 && run.root().node().size() < 300) {
          refused += wrap(experiment, run, random) ? 0 : 1;
        }
        run.runHere(1);
      }
    } catch (StepException e) {
      calls.add(String.valueOf(e.kind()));
    }
    List<String> plain = new ArrayList<>();
    Vm undisturbed = World.experiment(spec).start("main", args.values().toArray());
    observe(undisturbed, plain);
    try {
      while (!undisturbed.isDone() && plain.size() < calls.size()) {
        undisturbed.runHere(1);
      }
    } catch (StepException e) {
      plain.add(String.valueOf(e.kind()));
    }
    assertEquals(plain, calls);
    assertTrue(refused >= 0);
    if (run.isDone() && undisturbed.isDone()) {
      assertEquals(undisturbed.result(), run.result());
    }
  }

  /** Wraps random places; the run refuses exactly when one of them is active. */
  private static boolean wrap(Experiment experiment, Vm run, Random random) {
    Selector selector = Witness.randomPlaces(random);
    boolean active =
        experiment.program("main").find(selector).places().stream()
            .anyMatch(p -> run.task(p.path()).isActive());
    try {
      experiment.rewrite(
          "main",
          p -> p.find(selector).orNone().around(node -> jacquard.program.Programs.seq(node)));
      assertTrue(!active, "a rewrite of something active was not refused");
      return true;
    } catch (ProgramException e) {
      assertTrue(active, e::getMessage);
      return false;
    }
  }

  private static void observe(Vm run, List<String> calls) {
    run.observe(
        new jacquard.vm.Observer() {
          @Override
          public void onCall(
              long step, Task call, Args args, @org.jspecify.annotations.Nullable Object result) {
            calls.add(call.label() + args + (result == null ? "" : Args.of(result)));
          }
        });
  }
}
