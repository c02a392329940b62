package jacquard.rewrite;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.choose;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static jacquard.program.Selectors.at;
import static jacquard.program.Selectors.buffers;
import static jacquard.program.Selectors.calls;
import static jacquard.program.Selectors.generators;
import static jacquard.program.Selectors.repeats;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.checkpoint.CheckpointException;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.experiment.Experiment;
import jacquard.program.Program;
import jacquard.program.Selectors;
import jacquard.vm.Args;
import jacquard.vm.Atomic;
import jacquard.vm.Frame;
import jacquard.vm.Generator;
import jacquard.vm.Hook;
import jacquard.vm.Moment;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import jacquard.vm.StepException;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What hooks are told, and when; and what becomes of a run whose hooks fail. */
class HookTest {
  /** A component that counts, and a hook that notes and fails when it is told to. */
  public static final class Bench implements Stateful {
    private long count;
    private boolean fails;
    private List<String> notes = new ArrayList<>();

    @Override
    public void state(State s) {
      count = s.value("count", count);
      fails = s.value("fails", fails);
      notes = s.value("notes", notes);
    }

    long next() {
      return ++count;
    }

    long twice(long x) {
      return 2 * x;
    }

    void note(Moment m) {
      notes.add(m + " " + m.args() + (m.isAfter() ? " -> " + m.result() : ""));
    }

    void where(Moment m) {
      notes.add(m.where());
    }

    @Atomic
    void stop(Moment m) {
      if (fails) {
        throw new IllegalStateException("stop at " + m.path());
      }
      notes.add("passed " + m.step());
    }
  }

  private final Bench bench = new Bench();

  private Experiment experiment(Node root) {
    return new Experiment().types(Bench.class).component("bench", bench).program("main", root);
  }

  @Test
  void aHookIsToldTheValuesThePathAndTheStep() {
    Program program = Program.of(seq(call(bench::next), call(bench::twice))).naming("bench", bench);
    Program hooked = program.find(calls(bench::twice)).before(bench::note).program();
    hooked = hooked.find(calls(bench::twice)).after(bench::note).program();
    Vm run = hooked.start();
    assertEquals(Args.of(2L), run.run());
    assertEquals(program.start().run(), Args.of(4L));
    assertEquals(
        List.of(
            "before /1 (call bench.twice) in step 3 (1)",
            "after /1 (call bench.twice) in step 3 (1) -> (2)"),
        bench.notes);
    assertEquals(5, run.steps());
  }

  @Test
  void constructsAreHookedWithTheValuesTheyWereEnteredWith() {
    Node root = seq(call(bench::next), repeat(2, call(bench::twice)));
    Program.of(root)
        .find(repeats())
        .hook(Hook.of(Hook.When.AROUND, (jacquard.vm.Fn.P1<Moment>) bench::note))
        .program()
        .start()
        .run();
    assertEquals(
        List.of("before /1 (repeat 2) in step 3 (1)", "after /1 (repeat 2) in step 7 (1) -> (4)"),
        bench.notes);
  }

  @Test
  void theProgramItselfCanBeHooked() {
    Program.of(call(bench::next)).find(at("/")).after(bench::note).program().start().run();
    Program.of(seq()).find(at("/")).after(bench::note).program().start(7L).run();
    assertEquals(
        List.of(
            "after / (call Bench.next) in step 0 () -> (1)", "after / (seq) in step 0 (7) -> (7)"),
        bench.notes);
  }

  @Test
  void aHookSeesRoundsAndLocalsAroundIt() {
    Node root =
        repeat(
                10,
                weave(
                    repeat(
                            2,
                            buffer(3, call(bench::next)).named("fill"),
                            call("drop", (Object x) -> x))
                        .named("train")))
            .counting("fold");
    List<Object> locals = new ArrayList<>();
    Vm run =
        Program.of(root)
            .find(calls(bench::next))
            .every(5)
            .after(
                m -> {
                  bench.where(m);
                  Moment.Enclosing buffer = m.enclosing().getLast();
                  Object values = buffer.locals().get("values");
                  locals.add(String.valueOf(values));
                  assertThrows(
                      UnsupportedOperationException.class,
                      () -> ((List<?>) java.util.Objects.requireNonNull(values)).clear());
                  assertThrows(
                      UnsupportedOperationException.class, () -> buffer.locals().put("count", 1L));
                })
            .program()
            .start();
    run.run(60);
    assertEquals("fold 1 of 10, train, round 2 of 2, fill, buffer 2 of 3", bench.notes.get(0));
    assertEquals("[4]", locals.get(0));
    assertEquals("fold 2 of 10, train, round 2 of 2, fill, buffer 1 of 3", bench.notes.get(1));
  }

  /** A generator that yields what it counts. */
  public static final class Counting extends Generator<Counting.Locals> {
    /** The locals. */
    public static final class Locals extends Frame {
      int n;
    }

    @Override
    public Locals start() {
      return new Locals();
    }

    @Override
    protected void generate(Locals f, Task self) {
      while (f.n < 2) {
        self.yield(f.n);
        f.n++;
      }
    }
  }

  @Test
  void aGeneratorAnswersWithEveryValueAndWithItsEnd() {
    Node root = repeat(4, generate(new Counting()));
    Program.of(root).find(generators()).after(bench::note).program().start().run();
    assertEquals(4, bench.notes.size());
    assertTrue(bench.notes.get(1).endsWith("(0) -> (1)"), bench.notes.get(1));
    assertTrue(bench.notes.get(2).endsWith("(1) -> ()"), bench.notes.get(2));
    assertTrue(bench.notes.get(3).endsWith("() -> (0)"), bench.notes.get(3));
  }

  @Test
  void aGeneratorsStepIsTriedAgainWhenAHookFails() {
    Node root = repeat(4, generate(new Counting()));
    Vm run = Program.of(root).find(generators()).after(bench::stop).program().start();
    run.run(3);
    bench.fails = true;
    StepException e = assertThrows(StepException.class, () -> run.run(1));
    assertEquals(StepException.Kind.HOOK, e.kind());
    run.dropContinuations();
    assertThrows(StepException.class, () -> run.run(1));
    bench.fails = false;
    run.run();
    assertEquals(List.of("passed 1", "passed 3", "passed 5", "passed 7"), bench.notes);
  }

  @Test
  void aGeneratorGoesOnWhenTheHookThatFailedIsTakenAway() {
    for (int failing = 1; failing <= 4; failing++) {
      bench.fails = false;
      Program program =
          Program.of(
              seq(repeat(failing, generate(new Counting())), call("id", (Args x) -> x.size())));
      Program hooked = program.find(generators()).after(bench::stop).program();
      Vm run = hooked.start();
      run.run(2L * failing);
      bench.fails = true;
      assertThrows(StepException.class, () -> run.run(1));
      hooked.find(generators()).unhook().apply(run);
      Vm plain = program.start();
      assertEquals(plain.run(), run.run());
      assertEquals(plain.steps(), run.steps());
    }
  }

  @Test
  void aFailedHookStopsTheRunAndTheCallIsNotMadeAgain() {
    Experiment experiment = experiment(repeat(3, call(bench::next)));
    experiment.rewrite("main", p -> p.find(calls(bench::next)).before(bench::note));
    experiment.rewrite("main", p -> p.find(calls(bench::next)).after(bench::stop));
    Vm run = experiment.start("main");
    bench.fails = true;
    StepException e = assertThrows(StepException.class, run::run);
    assertEquals(StepException.Kind.HOOK, e.kind());
    assertEquals(
        "step 1 failed at /0 (call bench.next): its hook \"after: bench.stop\" threw"
            + " java.lang.IllegalStateException: stop at /0. Nothing was changed: the run stays"
            + " before this step and can go on from there",
        e.getMessage());
    assertThrows(StepException.class, run::run);
    assertEquals(1, bench.count);

    Experiment loaded = Experiment.restore(experiment.checkpoint(), Map.of(), Bench.class);
    Bench other = loaded.component("bench", Bench.class);
    assertThrows(StepException.class, () -> loaded.run("main").run());
    other.fails = false;
    assertEquals(Args.of(3L), loaded.run("main").run());
    assertEquals(3, other.count);
    assertEquals(3, other.notes.stream().filter(n -> n.startsWith("before")).count());

    experiment.rewrite("main", p -> p.find(calls(bench::next)).unhook());
    assertEquals(Args.of(3L), run.run());
    assertEquals(3, bench.count);
  }

  @Test
  void aConstructIsNotRunAgainWhenAHookAfterItFails() {
    Node root =
        repeat(
            2,
            weave(call(bench::next)),
            seq(),
            buffer(2, call(bench::next)),
            choose(call("0", () -> 0), seq()));
    Program program = Program.of(root).find(Selectors.not(calls())).after(bench::stop).program();
    Vm run = program.start();
    int failures = 0;
    while (!run.isDone()) {
      bench.fails = !bench.fails;
      try {
        run.run(1);
        if (failures % 2 == 0) {
          run.dropContinuations();
        }
      } catch (StepException e) {
        failures++;
      }
    }
    assertEquals(11, bench.notes.size(), bench.notes::toString);
    assertTrue(failures > 3, () -> "failed hooks");
    assertEquals(6, bench.count);
    assertEquals(Program.of(root).start().root().node(), root);
  }

  @Test
  void aLenientHookIsLoggedAndTheRunGoesOn() {
    bench.fails = true;
    Vm run =
        Program.of(repeat(3, call(bench::next)))
            .find(calls(bench::next))
            .lenient()
            .after(bench::stop)
            .program()
            .start();
    assertEquals(Args.of(3L), run.run());
  }

  @Test
  void aRewriteOfThePlaceOfAFailedHookIsRefused() {
    Experiment experiment = experiment(repeat(3, call(bench::next)));
    experiment.rewrite("main", p -> p.find(calls(bench::next)).after(bench::stop));
    Vm run = experiment.start("main");
    bench.fails = true;
    assertThrows(StepException.class, run::run);
    ProgramException e =
        assertThrows(
            ProgramException.class,
            () -> experiment.rewrite("main", p -> p.find(calls(bench::next)).remove()));
    assertTrue(message(e).contains("/0 (call bench.next) is active"), e.getMessage());
    bench.fails = false;
    experiment.rewriteWhenFree("main", p -> p.find(calls(bench::next)).remove(), 5);
    assertEquals(Args.of(1L), run.run());
  }

  @Test
  void everyCountsThroughSavingAndRewriting() {
    Experiment experiment = experiment(repeat(10, call(bench::next)));
    experiment.rewrite("main", p -> p.find(calls(bench::next)).every(3).after(bench::note));
    experiment.start("main").run(9); // four calls
    Experiment loaded = Experiment.restore(experiment.checkpoint(), Map.of(), Bench.class);
    Bench other = loaded.component("bench", Bench.class);
    loaded.run("main").run(1);
    loaded.rewrite("main", p -> p.find(repeats()).before(other::where));
    loaded.run("main").run();
    assertEquals(3, other.notes.size(), other.notes::toString);
    assertTrue(other.notes.get(1).endsWith("-> (6)"), other.notes.get(1));
    assertTrue(other.notes.get(2).endsWith("-> (9)"), other.notes.get(2));
  }

  @Test
  void aHookAddedToWhatIsActiveIsToldWhenItIsDone() {
    Node root = seq(repeat(2, buffer(3, call(bench::next)).named("fill")).named("train"));
    Experiment experiment = experiment(root);
    Vm run = experiment.start("main", "x");
    run.run(8);
    experiment.rewrite("main", p -> p.find("train").after(bench::note));
    experiment.rewrite("main", p -> p.find(buffers()).after(bench::note));
    run.run();
    assertEquals(3, bench.notes.size(), bench.notes::toString);
  }

  @Test
  void aLambdaIsAHookButCannotBeSaved() {
    Experiment experiment = experiment(call(bench::next));
    experiment.rewrite("main", p -> p.find(calls(bench::next)).after(m -> {}));
    experiment.start("main");
    CheckpointException e = assertThrows(CheckpointException.class, experiment::checkpoint);
    assertTrue(message(e).startsWith("/, its hook \"after: lambda\" is a lambda"), e.getMessage());
  }

  @Test
  void aMethodThatTakesSomethingElseIsNoHook() {
    ProgramException e =
        assertThrows(
            ProgramException.class,
            () -> Hook.of(Hook.When.AFTER, (jacquard.vm.Fn.F1<Long, Long>) bench::twice));
    assertEquals(
        "a hook's method takes a Moment or nothing, but Bench.twice takes something else",
        e.getMessage());
    assertThrows(
        ProgramException.class,
        () -> Hook.of(Hook.When.AFTER, (jacquard.vm.Fn.P1<Moment>) bench::note).every(0));
  }

  @Test
  void aHookBeforeHasNoResult() {
    Vm run = Program.of(call(bench::next)).find(at("/")).before(m -> m.result()).program().start();
    assertThrows(StepException.class, run::run);
    assertEquals(0, bench.count);
  }

  @Test
  void aHookCannotRewriteTheRunItIsToldOf() {
    Experiment experiment = experiment(call(bench::next));
    Runnable again = () -> experiment.rewrite("main", p -> p.find(at("/")).unhook());
    experiment.rewrite("main", p -> p.find(at("/")).before(m -> again.run()));
    Vm run = experiment.start("main");
    StepException e = assertThrows(StepException.class, run::run);
    assertTrue(message(e).contains("one thread drives a run at a time"), e.getMessage());
    assertFalse(run.isDone());
  }

  private static String message(Throwable t) {
    return String.valueOf(t.getMessage());
  }
}
