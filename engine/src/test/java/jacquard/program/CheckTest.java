package jacquard.program;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.checkpoint;
import static jacquard.program.Programs.choose;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.Experiment;
import jacquard.laws.Spec;
import jacquard.laws.Specs;
import jacquard.vm.Args;
import jacquard.vm.Node;
import jacquard.vm.StepException;
import jacquard.vm.Vm;
import jacquard.vm.Written;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is known to be wrong with a program before it runs. */
class CheckTest {
  /** Methods of many types, none of which throws. */
  static final class Typed {
    int count() {
      return 1;
    }

    long size() {
      return 1;
    }

    double rate() {
      return 1;
    }

    String text() {
      return "";
    }

    boolean isDone() {
      return true;
    }

    @Nullable Object anything() {
      return null;
    }

    Comparable<?> comparable() {
      return 1;
    }

    void clear() {}

    int half(int x) {
      return x;
    }

    long sum(int[] xs) {
      return xs.length;
    }

    String join(String[] xs) {
      return String.join("", xs);
    }

    void store(long x) {}

    long mix(int x, String y) {
      return x;
    }

    int all(Args args) {
      return args.size();
    }

    Object same(Object x) {
      return x;
    }
  }

  private final Typed t = new Typed();

  private List<String> problems(Node root) {
    return Program.of(root).naming("t", t).check(Args.EMPTY).stream()
        .map(Problem::toString)
        .toList();
  }

  private void fine(Node root) {
    assertEquals(List.of(), problems(root));
  }

  private void wrong(String problem, Node root) {
    assertEquals(problem, problems(root).stream().collect(Collectors.joining("\n")));
  }

  @Test
  void valuesMustFit() {
    fine(seq(call(t::count), call(t::half), call(t::text), call(t::same), call(t::all)));
    fine(seq(call(t::anything), call(t::half)));
    fine(seq(call(t::comparable), call(t::half)));
    wrong(
        "error at /1 (call t.half): it takes an Integer as value 0 but is given a Long by call"
            + " t.size",
        seq(call(t::size), call(t::half)));
    wrong(
        "error at /1 (call t.half): it takes 1 value but is given no value by call t.clear",
        seq(call(t::clear), call(t::half)));
    wrong(
        "error at /0/1 (call t.mix): it takes 2 values but is given an Integer by call t.count",
        seq(seq(call(t::count), call(t::mix)), call(t::text)));
    wrong(
        "error at /0 (call t.store): it takes 1 value but is given no value at the start",
        seq(call(t::store)));
  }

  @Test
  void whatAProgramIsStartedOnCounts() {
    Program program = Program.of(call(t::half)).naming("t", t);
    assertEquals(List.of(), program.check());
    assertEquals(List.of(), program.check(Args.of(1)));
    assertEquals(List.of(), program.check(Args.EMPTY.with("x", 1)));
    assertEquals(1, program.check(Args.of("x")).size());
    assertEquals(1, program.check(Args.of(1, 2)).size());
    assertTrue(program.check(Args.EMPTY).get(0).isError());
  }

  @Test
  void laterRoundsGetWhatEarlierOnesGive() {
    fine(repeat(3, call(t::count), call(t::half)));
    wrong(
        "error at /1/0 (call t.half): it takes 1 value but is given no value by call t.clear in"
            + " round 2",
        seq(call(t::count), repeat(3, call(t::half), call(t::clear))));
    fine(seq(call(t::count), repeat(1, call(t::half), call(t::clear))));
    wrong(
        "error at /1 (call t.store): it takes a Long as value 0 but is given an Integer by repeat"
            + " 5",
        seq(repeat(5, call(t::count)), call(t::store)));
  }

  @Test
  void buffersStack() {
    fine(seq(buffer(3, call(t::count)), call(t::sum)));
    fine(seq(buffer(3, call(t::text)), call(t::join)));
    fine(seq(buffer(() -> 3, call(t::count)), call(t::sum)));
    fine(seq(buffer(3, call(t::anything)), call(t::sum)));
    wrong(
        "error at /1 (call t.sum): it takes an int[] as value 0 but is given a long[] by buffer 3",
        seq(buffer(3, call(t::size)), call(t::sum)));
    wrong(
        "error at / (buffer 2): its child must give exactly one value but gives no value",
        buffer(2, seq()));
    wrong(
        "warning at /0 (buffer 0): what is in it never runs, since its count is not positive",
        seq(buffer(0, call(t::half)), call(t::same)));
  }

  @Test
  void selectorsGiveIntegersOrBooleans() {
    fine(choose(call(t::isDone), call(t::count), call(t::text)));
    fine(choose(call(t::count), call(t::count)));
    fine(choose(call(t::comparable), call(t::count)));
    fine(seq(choose(call(t::count), call(t::count), call(t::text)), call(t::same)));
    wrong(
        "error at / (choose): its selector must give a boolean or an integer but gives at most a"
            + " String",
        choose(call(t::text), call(t::count)));
    wrong(
        "error at / (choose): its selector must give a boolean or an integer but gives no value",
        choose(call(t::clear), call(t::count)));
    wrong(
        "warning at /3 (call t.size): it is never chosen: the selector gives a boolean, which"
            + " chooses option 0 or 1",
        choose(call(t::isDone), call(t::count), call(t::text), call(t::size)));
  }

  @Test
  void whatIsNeverReachedIsToldButNotChecked() {
    wrong(
        "warning at /0 (repeat 0): what is in it never runs, since its count is not positive",
        seq(repeat(0, call(t::half))));
    wrong(
        """
        warning at /0 (loop): it never ends: only a weave around it, or stopping the run, would end it
        warning at /1 (call t.half): it is never reached: loop at /0 never ends\
        """,
        seq(loop(call(t::count)), call(t::half)));
    fine(weave(loop(call(t::count)), repeat(3, call(t::count))));
    fine(weave(seq(call(t::count), loop(call(t::count))), call(t::count)));
    wrong(
        "warning at / (weave): it never ends, since none of its threads does",
        weave(loop(call(t::count)), loop(call(t::text))));
    fine(seq(weave(), repeat(5)));
  }

  @Test
  void aWeaveGivesItsOwnValues() {
    fine(seq(call(t::count), weave(call(t::text), call(t::clear)), call(t::half)));
    wrong(
        "error at /1/0 (call t.half): it takes an Integer as value 0 but is given a String by"
            + " call t.text",
        seq(call(t::text), weave(call(t::half), call(t::clear))));
  }

  @Test
  void namesAreWantedOnce() {
    wrong(
        "warning at /2/0 (checkpoint here): another checkpoint at /0 has this name",
        seq(checkpoint("here"), checkpoint("there"), seq(checkpoint("here"))));
    Node here = checkpoint("here");
    fine(seq(here, here));
    wrong(
        "warning at /1 (call Typed.text): the component it calls, a"
            + " jacquard.program.CheckTest$Typed, has no name: no text can call it and no"
            + " checkpoint tell of it",
        seq(call(t::count), call(new Typed()::text)));
  }

  @Test
  void whatNobodyKnowsIsNotJudged() {
    fine(seq(generate(Written.body((f, self) -> {}), loop(call(t::half))), call(t::half)));
  }

  @Test
  void whatCannotBeSavedIsTold() {
    Object unregistered = new Typed();
    Experiment experiment =
        new Experiment()
            .component("t", unregistered)
            .program(
                "main",
                seq(
                    call(((Typed) unregistered)::count),
                    call("look", () -> {}),
                    call(Math::random),
                    generate(Written.body((f, self) -> {}))));
    List<String> problems = experiment.check("main").stream().map(Problem::toString).toList();
    assertEquals(4, problems.size(), problems::toString);
    assertTrue(
        problems.get(0).startsWith("warning at /0 (call t.count): t holds a jacquard.program"));
    assertTrue(problems.get(1).startsWith("warning at /1 (call look): it calls a lambda, which"));
    assertTrue(
        problems.get(2).contains("/2 (call Math.random): it calls random of java.lang.Math"));
    assertTrue(
        problems.get(3).startsWith("warning at /3 (generate Written): /3 holds a jacquard.vm"));
  }

  @Test
  void deepAndSharedProgramsAreCheckedAtOnce() {
    Node deep = call(t::count);
    for (int i = 0; i < 3000; i++) {
      deep = repeat(2, deep);
    }
    Node shared = call(t::clear);
    for (int i = 0; i < 24; i++) {
      shared = repeat(3, shared, shared);
    }
    Node wide = seq(shared, call(t::half));
    Node narrow = deep;
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          fine(narrow);
          assertEquals(1, problems(wide).size());
        });
  }

  @Provide
  Arbitrary<Spec> programs() {
    return Specs.programs();
  }

  @Property(tries = 300)
  void randomProgramsHaveNoProblemOfTypes(@ForAll("programs") Spec spec) {
    List<Problem> problems = spec.program().check(Args.EMPTY);
    assertTrue(
        problems.stream().filter(Problem::isError).allMatch(p -> p.sentence().contains("no value")),
        problems::toString);
  }

  @Provide
  Arbitrary<Node> typed() {
    return typed(3);
  }

  private Arbitrary<Node> typed(int depth) {
    Arbitrary<Node> calls =
        Arbitraries.of(
            call(t::count),
            call(t::size),
            call(t::text),
            call(t::clear),
            call(t::half),
            call(t::sum),
            call(t::join),
            call(t::store),
            call(t::all));
    if (depth == 0) {
      return calls;
    }
    Arbitrary<Node> child = Arbitraries.lazy(() -> typed(depth - 1));
    Arbitrary<Integer> counts = Arbitraries.integers().between(0, 4);
    return Arbitraries.oneOf(
        calls,
        child.list().ofMinSize(1).ofMaxSize(4).map(Programs::seq),
        Combinators.combine(counts, child.list().ofMaxSize(3)).as(Programs::repeat),
        Combinators.combine(counts, child)
            .as((n, c) -> buffer(n, seq(c, call(t::all), call(t::count)))),
        Combinators.combine(counts, Arbitraries.of(call(t::count), call(t::text), call(t::all)))
            .as(Programs::buffer),
        child.map(Programs::weave));
  }

  /** All types here are final and all children are reached, so that everything is certain. */
  @Property(tries = 1000)
  void aRunFailsExactlyWhenTheCheckSaysSo(@ForAll("typed") Node root) {
    Program program = Program.of(root).naming("t", t);
    List<Problem> errors = program.check(Args.EMPTY).stream().filter(Problem::isError).toList();
    Vm run = program.start();
    try {
      run.runHere(Long.MAX_VALUE);
      assertEquals(List.of(), errors, program::print);
    } catch (StepException e) {
      assertTrue(
          errors.stream().anyMatch(problem -> problem.path().equals(e.path())),
          () -> program.print() + errors + "\n" + e.getMessage());
    }
  }
}
