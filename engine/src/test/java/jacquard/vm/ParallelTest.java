package jacquard.vm;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.parallel;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.Checkpoint;
import jacquard.checkpoint.Payload;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.checkpoint.ThreadCarrier;
import jacquard.experiment.Crew;
import jacquard.experiment.Experiment;
import jacquard.laws.Spec;
import jacquard.laws.SpecFunctions;
import jacquard.laws.Specs;
import jacquard.program.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Threads that run to the end of all, by turns or taken ahead by a crew: it makes no difference.
 */
class ParallelTest {
  private static final long LIMIT = 400;
  private static final Class<?>[] TYPES = {
    SpecFunctions.class, SpecFunctions.Named.class, Tally.class
  };

  /** A component that counts, and may fail. */
  public static final class Tally implements Stateful {
    private long count;
    private long failsAt = -1;

    private Tally() {}

    Tally(long failsAt) {
      this.failsAt = failsAt;
    }

    @Override
    public void state(State s) {
      count = s.value("count", count);
      failsAt = s.value("failsAt", failsAt);
    }

    @Atomic
    public long add() {
      if (count == failsAt) {
        throw new IllegalStateException("no more than " + count);
      }
      return ++count;
    }
  }

  /** The workers' part in this thread, in any order. */
  private static Crew crew(Random order, AtomicInteger taken) {
    Payload payload = new Payload(TYPES);
    return threads -> {
      List<Integer> indices = new ArrayList<>();
      List<byte @Nullable []> back = new ArrayList<>(Collections.nCopies(threads.size(), null));
      for (int i = 0; i < threads.size(); i++) {
        indices.add(i);
      }
      Collections.shuffle(indices, order);
      indices.forEach(i -> back.set(i, ThreadCarrier.takeSteps(threads.get(i), payload)));
      taken.incrementAndGet();
      List<byte[]> all = new ArrayList<>();
      back.forEach(bytes -> all.add(java.util.Objects.requireNonNull(bytes)));
      return all;
    };
  }

  @Provide
  Arbitrary<List<Spec>> threads() {
    return Specs.programs().list().ofMinSize(2).ofMaxSize(4);
  }

  @Provide
  Arbitrary<Args> arguments() {
    return Specs.arguments();
  }

  /** Threads over functions of their own, between other things. */
  private static Experiment experiment(List<Spec> threads) {
    List<Node> nodes = new ArrayList<>();
    Experiment experiment = new Experiment().types(TYPES);
    for (Spec thread : threads) {
      SpecFunctions functions = new SpecFunctions();
      experiment.component("f" + nodes.size(), functions);
      nodes.add(thread.node(functions));
    }
    SpecFunctions around = new SpecFunctions();
    experiment.component("around", around);
    Node count = around.call("next:5");
    return experiment.program("main", repeat(2, count, parallel(nodes), around.call("inc"), count));
  }

  /**
   * Stopped at the same numbers of steps, the whole state is the same with a crew and without:
   * whoever joins or leaves in between, and whichever steps fail.
   */
  @Property(tries = 300)
  void aCrewChangesNothing(
      @ForAll("threads") List<Spec> threads, @ForAll("arguments") Args args, @ForAll long seed) {
    Random random = new Random(seed);
    Experiment alone = experiment(threads);
    Experiment helped = experiment(threads);
    Vm one = alone.start("main", args.values().toArray());
    Vm other = helped.start("main", args.values().toArray());
    Crew crew = crew(random, new AtomicInteger());
    while (!one.isDone() && one.steps() < LIMIT) {
      helped.on(random.nextInt(4) == 0 ? null : crew).optimize(random.nextBoolean());
      long stretch = 1L + random.nextInt(80);
      String failure = take(one, stretch);
      assertEquals(failure, take(other, stretch));
      assertEquals(one.steps(), other.steps());
      assertEquals(state(alone.checkpoint()), state(helped.checkpoint()));
      if (failure != null) {
        return;
      }
    }
  }

  /** All that a checkpoint holds, but not which values are one object. */
  private static List<String> state(Checkpoint checkpoint) {
    List<String> state = new ArrayList<>(List.of(checkpoint.jump("main").split(" ", -1)[0]));
    for (String path : checkpoint.frames("main")) {
      state.add(path + " " + shown(checkpoint.frame(path)));
    }
    checkpoint.components().keySet().forEach(c -> state.add(c + shown(checkpoint.component(c))));
    return state;
  }

  private static String shown(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, String> shown = new TreeMap<>();
        map.forEach((key, each) -> shown.put(String.valueOf(key), shown(each)));
        yield shown.toString();
      }
      case List<?> list -> list.stream().map(ParallelTest::shown).toList().toString();
      case null, default -> {
        String text = Arrays.deepToString(new Object[] {value});
        yield text.replaceAll("o:[0-9]+", "o").replaceAll("a:[0-9]+", "a");
      }
    };
  }

  private static @Nullable String take(Vm run, long steps) {
    try {
      run.runHere(steps);
      return null;
    } catch (StepException e) {
      return e.getMessage();
    }
  }

  @Example
  void itGivesTheValuesOfAllThreadsInOrder() {
    Args result =
        Program.of(
                parallel(
                    repeat(3, call("one", () -> 1)),
                    call("nothing", () -> {}),
                    seq(call("two", () -> "two"))))
            .start(7)
            .run();
    assertEquals(Args.of(1, "two"), result);
    assertEquals(Args.EMPTY, Program.of(parallel()).start(7).run());
  }

  @Example
  void everyThreadGetsTheSameNumberOfSteps() {
    Tally[] tallies = {new Tally(-1), new Tally(-1), new Tally(-1)};
    Vm run =
        Program.of(
                parallel(
                    loop(call(tallies[0]::add)),
                    repeat(2, call(tallies[1]::add)),
                    loop(call(tallies[2]::add))))
            .start();
    run.runHere(1 + 3 * 5);
    assertEquals(List.of(2L, 2L, 2L), counts(tallies));
    run.runHere(10);
    assertEquals(List.of(5L, 2L, 5L), counts(tallies));
  }

  private static List<Long> counts(Tally... tallies) {
    List<Long> counts = new ArrayList<>();
    for (Tally tally : tallies) {
      counts.add(tally.count);
    }
    return counts;
  }

  @Example
  void aThreadThatFailsWaitsUntilTheOthersHaveEnded() {
    Tally failing = new Tally(2);
    Tally other = new Tally(-1);
    Vm run = Program.of(parallel(loop(call(failing::add)), repeat(50, call(other::add)))).start();
    StepException e = assertThrows(StepException.class, run::run);
    assertTrue(String.valueOf(e.getMessage()).contains("no more than 2"), e.getMessage());
    assertEquals("/0/0", e.path());
    assertEquals(50, other.count);
    failing.failsAt = -1; // mended
    run.run(4);
    assertEquals(4, failing.count);
  }

  @Example
  void aCrewTakesWhatItCanAndIsAskedForNothingElse() {
    Tally a = new Tally(-1);
    Tally b = new Tally(-1);
    AtomicInteger taken = new AtomicInteger();
    Experiment experiment =
        new Experiment()
            .types(TYPES)
            .component("a", a)
            .component("b", b)
            .program("main", parallel(repeat(1000, call(a::add)), repeat(3000, call(b::add))))
            .on(crew(new Random(1), taken));
    Vm run = experiment.start("main");
    run.run(1);
    assertEquals(0, taken.get());
    run.run(1001);
    assertTrue(taken.get() > 0);
    assertEquals(List.of(250L, 250L), counts(a, b));
    int before = taken.get();
    Observer watching = new Observer() {};
    run.observe(watching);
    run.run(100);
    assertEquals(before, taken.get(), "an observer of every step was not told of some");
    run.unobserve(watching);
    run.run();
    assertEquals(List.of(1000L, 3000L), counts(a, b));
    assertEquals(experiment.program("main").cost().most(), run.steps());
  }

  @Example
  void threadsThatShareAComponentAreRefusedToACrewAndGoOnWithoutIt() {
    Tally both = new Tally(-1);
    Experiment experiment =
        new Experiment()
            .types(TYPES)
            .component("both", both)
            .program("main", parallel(repeat(5, call(both::add)), repeat(5, call(both::add))))
            .on(crew(new Random(1), new AtomicInteger()));
    Vm run = experiment.start("main");
    StepException e = assertThrows(StepException.class, run::run);
    assertTrue(
        String.valueOf(e.getMessage()).contains("both reach the component both"), e.getMessage());
    experiment.on(null);
    run.run();
    assertEquals(10, both.count);
  }

  @Example
  void aCrewThatFailsLeavesTheThreadsWhereTheyWere() {
    Tally a = new Tally(-1);
    Tally b = new Tally(-1);
    Experiment experiment =
        new Experiment()
            .types(TYPES)
            .component("a", a)
            .component("b", b)
            .program("main", seq(parallel(repeat(20, call(a::add)), repeat(20, call(b::add)))));
    Vm run = experiment.start("main");
    run.run(20);
    String before = experiment.checkpoint().fingerprint();
    experiment.on(
        threads -> {
          throw new IllegalStateException("all are gone");
        });
    StepException e = assertThrows(StepException.class, run::run);
    assertTrue(String.valueOf(e.getMessage()).contains("all are gone"), e.getMessage());
    assertEquals(before, experiment.checkpoint().fingerprint());
    experiment.on(crew(new Random(1), new AtomicInteger()));
    run.run();
    assertEquals(List.of(20L, 20L), counts(a, b));
  }

  @Example
  void aParallelWithinAWeaveIsTakenByTurns() {
    Tally a = new Tally(-1);
    Tally b = new Tally(-1);
    AtomicInteger taken = new AtomicInteger();
    Experiment experiment =
        new Experiment()
            .types(TYPES)
            .component("a", a)
            .component("b", b)
            .program(
                "main",
                weave(
                    seq(parallel(repeat(20, call(a::add)), repeat(20, call(b::add)))), loop(seq())))
            .on(crew(new Random(1), taken));
    experiment.start("main").run();
    assertEquals(0, taken.get());
    assertEquals(List.of(20L, 20L), counts(a, b));
    assertFalse(experiment.run("main").result().size() > 0);
  }
}
