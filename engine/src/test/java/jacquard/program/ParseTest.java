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
import static org.junit.jupiter.api.Assertions.assertSame;

import jacquard.laws.Recording;
import jacquard.laws.Spec;
import jacquard.laws.SpecFunctions;
import jacquard.laws.Specs;
import jacquard.vm.Args;
import jacquard.vm.Buffer;
import jacquard.vm.Call;
import jacquard.vm.Count;
import jacquard.vm.Expect;
import jacquard.vm.Fn;
import jacquard.vm.Frame;
import jacquard.vm.Generator;
import jacquard.vm.Hook;
import jacquard.vm.Moment;
import jacquard.vm.Node;
import jacquard.vm.StepException;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs written as text and read again. */
class ParseTest {
  /** Stands for data and a layer, with methods of every kind. */
  static class Layer implements java.util.function.Supplier<String> {
    int next() {
      return 1;
    }

    int testSize() {
      return 2;
    }

    long add(int x) {
      return x;
    }

    long add(long x, String y) {
      return x;
    }

    @Override
    public String get() {
      return "";
    }

    void look(Moment moment) {}

    void look() {}

    static int one() {
      return 1;
    }

    private int hidden() {
      return 1;
    }
  }

  /** Has inherited methods only. */
  static final class Special extends Layer {}

  /** Yields ones. */
  static final class Ones extends Generator<Frame> {
    /** No locals. */
    static final class Locals extends Frame {}

    @Override
    public Frame start() {
      return new Locals();
    }

    @Override
    protected void generate(Frame f, Task self) {
      while (true) {
        self.yield(1);
      }
    }
  }

  /** Yields what it was made with. */
  static final class Same extends Generator<Frame> {
    private final int value;

    Same(int value) {
      this.value = value;
    }

    @Override
    public Frame start() {
      return new Ones.Locals();
    }

    @Override
    protected void generate(Frame f, Task self) {
      self.yield(value);
    }
  }

  private final Layer kf = new Layer();
  private final Special special = new Special();
  private final Same same = new Same(3);
  private final Components components =
      Components.NONE.with("kf", kf).with("special", special).with("same", same);

  private Node everything() {
    Node shared = buffer(kf::testSize, call(special::next));
    Fn.F1<Integer, Long> add = kf::add;
    return repeat(
            10,
            weave(
                repeat(1000, call(kf::next), call(add)).named("train").counting("round"),
                loop(call("look: \"a\\b\"  (x)", kf::get).counting("look")).named("seq")),
            checkpoint("after-pca").named("here"),
            shared,
            shared,
            choose(call(kf::hidden), seq(), generate(new Ones(), call(Layer::one))),
            buffer(-3, generate(same)))
        .counting("fold");
  }

  private static final String TEXT =
      """
      repeat 10 (fold)
        weave
          train: repeat 1000 (round)
            call kf.next
            call kf.add(int)
          seq: loop
            call kf.get as "look: \\"a\\\\b\\"  (x)" (look)
        here: checkpoint after-pca
        buffer kf.testSize
          call special.next
        buffer kf.testSize
          call special.next
        choose
          call kf.hidden
          seq
          generate Ones
            call Layer.one
        buffer -3
          generate same
      """;

  private Program parsed(String text) {
    return Program.parse(text, components, Ones.class, Layer.class);
  }

  @Test
  void everyConstructIsWrittenAndReadAgain() {
    Program program = Program.of(everything(), components);
    assertEquals(TEXT, program.print(Format.PLAIN));
    assertSameTree(program.root(), parsed(TEXT).root());
  }

  @Test
  void whatIsPrintedForPeopleIsReadToo() {
    Node plain =
        repeat(
                1000,
                weave(repeat(1000, call(kf::next)).named("train"), loop(call(special::get))),
                buffer(kf::testSize, call(kf::next)).counting("test"))
            .counting("fold");
    Program program = Program.of(plain, components);
    assertSameTree(plain, parsed(program.print()).root());
    var run = program.start();
    try (var profile = jacquard.trace.Profile.of(run)) {
      run.run(100);
      assertSameTree(plain, parsed(program.print(Format.TEXT, profile)).root());
    }
    assertSameTree(plain, parsed(program.print(Format.TEXT, run)).root());
  }

  @Test
  void commentsEmptyLinesAndAnyIndentationAreFree() {
    Program program =
        parsed("\n# a comment\n   seq   \n\n        # another\n     call   kf.next\n");
    assertSameTree(seq(call(kf::next)), program.root());
    assertSameTree(seq(), parsed("seq\r\n").root());
  }

  @Test
  void aParsedCallIsTheOneThatTheReferenceMakes() throws Exception {
    Program program = parsed("seq\n  call kf.next\n  call kf.add(int)\n");
    assertEquals(Args.of(1L), program.start().run());
    assertSame(program.components(), components);
    Expect.stepFails(
        () -> parsed("call kf.add(int)").start(7L).run(), "takes a Integer as value 0", "Long");
  }

  @Test
  void overloadsAreToldApartByTheirTypes() {
    assertSameTree(
        call((Fn.F2<Long, String, Long>) kf::add),
        parsed("call kf.add(long,java.lang.String)").root());
    Expect.refused(
        () -> parsed("call kf.add"),
        "line 1, column 6: kf.add could be several methods; write one of ",
        "kf.add(int)",
        "kf.add(long, String)");
    Expect.refused(
        () -> parsed("call kf.add(short)"), "kf.add(short) does not exist; write one of");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sqe | line 1, column 1: no construct is called \"sqe\"; did you mean seq?",
        "x: foo | line 1, column 4: no construct is called \"foo\"",
        "repeat | line 1, column 7: a whole number is wanted here, not the end of the line",
        "repeat x | column 8: a whole number is wanted here, not \"x\"",
        "repeat 99999999999999999999 | a whole number is wanted here, not \"999",
        "call | line 1, column 5: a component's method is wanted here, such as kf.next",
        "call next | column 6: a component's method is wanted here, such as kf.next, not \"next\"",
        "call fk.next | line 1, column 6: no component is named fk; did you mean kf?",
        "call kf.nxt | column 6: kf has no method nxt; did you mean next?",
        "call kf.next as \"x | a \" is missing after the name",
        "call kf.add(int | a ) is missing after the types",
        "call kf.next (round | a ) is wanted here",
        "call kf.next (1) | line 1, column 1: a name is a letter",
        "call kf.next 5 | column 14: nothing is wanted here, but there is \"5\"",
        "seq (a) (b) | nothing is wanted here, but there is \"(b)\"",
        "checkpoint 1 | column 12: a name is a letter",
        "generate Onse | column 10: no generator is named Onse; did you mean Ones?",
        "generate Same | no generator is named Same",
        "buffer 3 | line 1, column 1: a buffer has one child",
        "loop | line 1, column 1: a loop of nothing",
        "/ seq (…) | nothing",
      })
  void errorsNameTheirPlace(String text, String message) {
    if (message.equals("nothing")) {
      Expect.refused(() -> parsed(text), "line 1, column");
    } else {
      Expect.refused(() -> parsed(text), message, text);
    }
  }

  @Test
  void errorsShowTheLineAndTheColumn() {
    Expect.refused(
        () -> parsed("seq\n  call kf.next\n  call kf.nex\n"),
        "line 3, column 8: kf has no method nex; did you mean next",
        "\n    call kf.nex\n         ^");
  }

  @Test
  void indentationMustBeClear() {
    Expect.refused(() -> parsed("seq\nseq"), "line 2, column 1: a program has one root");
    Expect.refused(
        () -> parsed("seq\n    seq\n  seq"), "line 3, column 3: this is indented neither");
    Expect.refused(() -> parsed("seq\n\tseq"), "line 2, column 1: programs are indented by spaces");
    Expect.refused(() -> parsed(" \n# nothing\n"), "at least one line");
    Expect.refused(() -> parsed("call kf.next\n  seq"), "line 1, column 1: a call has no children");
  }

  @Test
  void whatCannotBeWrittenIsNamedByPath() {
    Expect.refused(
        () -> Program.of(seq(seq(), call("x", () -> 1))).print(Format.PLAIN),
        "/1 (call x): a lambda cannot be written; write a method of a component");
    Expect.refused(
        () -> Program.of(seq(buffer(() -> 1, call(kf::next))), components).print(Format.PLAIN),
        "/0 (buffer lambda): a lambda cannot be written");
    Expect.refused(
        () -> Program.of(seq(call(kf::next))).print(Format.PLAIN),
        "/0 (call Layer.next): the component it calls, a jacquard.program.ParseTest$Layer, has no"
            + " name");
    Expect.refused(
        () -> Program.of(generate(new Same(1))).print(Format.PLAIN),
        "/ (generate Same)",
        "name it as a component");
    Expect.refused(
        () -> Program.of(call((Fn.F0<Ones>) Ones::new)).print(Format.PLAIN),
        "a constructor cannot be written");
  }

  @Test
  void aProgramMayBeVeryDeep() {
    Node node = call(kf::next);
    for (int i = 0; i < 2000; i++) {
      node = seq(node);
    }
    Program deep = Program.of(node, components);
    assertSameTree(node, parsed(deep.print(Format.PLAIN)).root());
    Expect.refused(() -> parsed(deep.print()), "shows no more than 60 levels; keep the plain form");
  }

  /** Hooks of every kind: named, and methods of components. */
  private List<Hook> everyHook() {
    Components names = components;
    return List.of(
        HookLine.parse("after(x).every(100): print(kf.get , result,  step)", names).hook(),
        HookLine.parse("before(x): print", names).hook(),
        HookLine.parse("around(x).lenient: time", names).hook(),
        HookLine.parse("after(x): assert-finite", names).hook(),
        HookLine.parse("after(x).every(2).lenient: assert-finite(kf)", names).hook(),
        HookLine.parse("before(x): checkpoint(here)", names).hook(),
        HookLine.parse("after(x): plot(special.next)", names).hook(),
        HookLine.parse("after(x): plot(kf.next, \"a file] of (mine).csv\")", names).hook(),
        Hook.of(Hook.When.AFTER, (Fn.P1<Moment>) kf::look).every(3),
        Hook.of(Hook.When.BEFORE, (Fn.F0<Integer>) special::next).lenient(),
        Hook.of(Hook.When.BEFORE, Call.of("a [name]  of mine", (Fn.F0<Integer>) kf::next)),
        Hook.of(Hook.When.AROUND, (Fn.F0<Integer>) Layer::one));
  }

  @Test
  void hooksAreWrittenAndReadAgain() {
    Node hooked = repeat(2, call(kf::next).withHooks(everyHook())).named("r").counting("u");
    Program program = Program.of(hooked.withHooks(everyHook().subList(0, 2)), components);
    String text =
        """
        r: repeat 2 (u) [after.every(100): print(kf.get, result, step)] [before: print]
          call kf.next [after.every(100): print(kf.get, result, step)] [before: print] \
        [around.lenient: time] [after: assert-finite] \
        [after.every(2).lenient: assert-finite(kf)] [before: checkpoint(here)] \
        [after: plot(special.next)] [after: plot(kf.next, "a file] of (mine).csv")] \
        [after.every(3): kf.look(Moment)] [before.lenient: special.next] \
        [before: kf.next as "a [name]  of mine"] [around: Layer.one]
        """;
    assertEquals(text, program.print(Format.PLAIN));
    Program parsed = parsed(text);
    assertSameTree(program.root(), parsed.root());
    assertEquals(text, parsed.print(Format.PLAIN));
  }

  @Test
  void hooksAreReadAsTheyArePrintedForPeople() {
    Node hooked = repeat(2, call(kf::next).withHooks(everyHook().subList(0, 7)), call(kf::next));
    Program program = Program.of(hooked, components);
    assertEquals(program.print(Format.PLAIN), parsed(program.print()).print(Format.PLAIN));
    var run = program.start();
    assertEquals(
        program.print(Format.PLAIN), parsed(program.print(Format.TEXT, run)).print(Format.PLAIN));
  }

  @Test
  void aHookThatCannotBeWrittenIsNamedByPath() {
    Node node = call(kf::next).withHooks(List.of(Hook.of(Hook.When.AFTER, (Fn.P0) () -> {})));
    Expect.refused(
        () -> Program.of(seq(seq(), node), components).print(Format.PLAIN),
        "/1 (call kf.next): its hook \"after: lambda\": a lambda cannot be written");
    Hook hook = HookLine.parse("after(x): print(kf.next)", components).hook();
    Hook method = Hook.of(Hook.When.AFTER, (Fn.F0<Integer>) kf::testSize);
    for (Hook unnamed : List.of(hook, method)) {
      Expect.refused(
          () -> Program.of(seq().withHooks(List.of(unnamed))).print(Format.PLAIN),
          "/ (seq): its hook \"after: ",
          "a jacquard.program.ParseTest$Layer, has no name");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[aftr: print] | in line 2, column 8: before(..), after(..) or around(..) is expected",
        "[after print] | in line 2, column 14: ':' is expected",
        "[after: prnt] | column 15: print, time, assert-finite, checkpoint or plot is expected",
        "[after: print | column 20: ']' is expected, but the text ends",
        "[after: print] x | line 2, column 22: nothing is wanted here, but there is \"x\"",
        "[after: kf.lok] | in line 2, column 15: kf has no method lok; did you mean look?",
        "[after: kf.look] | kf.look could be several methods; write one of kf.look()",
        "[after: kf.add(int)] | column 15: a hook's method takes a Moment or nothing",
        "[after: fk.next] | column 15: no component is named fk; did you mean kf?",
        "[after: kf.next as x] | column 26: a name in quotes is expected",
        "[after: time] | column 15: time needs around(..), to see both ends",
      })
  void errorsInHooksNameTheirPlace(String hook, String message) {
    Expect.refused(() -> parsed("seq\n  seq " + hook), message);
  }

  @Provide
  Arbitrary<Spec> programs() {
    return Specs.programs();
  }

  /** The program over fresh functions, each named, some nodes with names and units. */
  private static Program named(Spec spec, long seed) {
    Node root = decorated(spec.node(new SpecFunctions()), new Random(seed));
    Components names = Components.NONE;
    for (Node node : nodes(root)) {
      if (node.construct() instanceof Call call) {
        Object function = java.util.Objects.requireNonNull(call.method().receiver());
        names =
            names.of(function) == null ? names.with("f" + names.byName().size(), function) : names;
      }
    }
    return Program.of(root, names);
  }

  private static Program reread(Spec spec, long seed) {
    Program program = named(spec, seed);
    return Program.parse(program.print(Format.PLAIN), program.components());
  }

  private static Node decorated(Node node, Random random) {
    List<Node> children = node.children().stream().map(c -> decorated(c, random)).toList();
    Node other = node.withChildren(children);
    other = random.nextInt(3) == 0 ? other.named("n-" + random.nextInt(9)) : other;
    other = random.nextInt(3) == 0 ? other.withHooks(hooks(random)) : other;
    return random.nextInt(3) == 0 ? other.counting("u." + random.nextInt(9)) : other;
  }

  /** Hooks that can be told anywhere, in random order. */
  private static List<Hook> hooks(Random random) {
    List<Hook> hooks = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String when = random.nextBoolean() ? "around" : "after";
      String every = random.nextBoolean() ? ".every(" + (1 + random.nextInt(5)) + ")" : "";
      String lenient = random.nextBoolean() ? ".lenient" : "";
      String what = List.of("print", "print(step, path)", "checkpoint(x)").get(random.nextInt(3));
      String line = when + "(x)" + every + lenient + ": " + what;
      hooks.add(HookLine.parse(line, Components.NONE).hook());
    }
    return hooks;
  }

  private static List<String> printed(Vm run) {
    List<String> lines = new ArrayList<>();
    run.printTo(lines::add);
    try {
      run.run(300);
    } catch (StepException e) {
      lines.add(String.valueOf(e.getMessage()));
    }
    return lines;
  }

  @Property(tries = 300)
  void aRandomProgramIsReadAsItWasWritten(@ForAll("programs") Spec spec, @ForAll long seed) {
    Program program = named(spec, seed);
    Program other = named(spec, seed);
    String text = program.print(Format.PLAIN);
    Program parsed = Program.parse(text, other.components());
    assertSameTree(program.root(), parsed.root());
    assertEquals(text, parsed.print(Format.PLAIN));
    assertEquals(
        Recording.of(program.start(5L), 300).rows(), Recording.of(parsed.start(5L), 300).rows());
    assertEquals(printed(named(spec, seed).start(5L)), printed(reread(spec, seed).start(5L)));
  }

  private static List<Node> nodes(Node root) {
    List<Node> all = new ArrayList<>();
    ArrayDeque<Node> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      Node node = open.pop();
      all.add(node);
      node.children().reversed().forEach(open::push);
    }
    return all;
  }

  private static void assertSameTree(Node a, Node b) {
    List<Node> as = nodes(a);
    List<Node> bs = nodes(b);
    assertEquals(as.size(), bs.size());
    for (int i = 0; i < as.size(); i++) {
      Node x = as.get(i);
      Node y = bs.get(i);
      assertEquals(x.toString(), y.toString());
      assertEquals(x.name(), y.name());
      assertEquals(x.unit(), y.unit());
      assertSameHooks(x.hooks(), y.hooks());
      assertEquals(x.children().size(), y.children().size());
      assertSame(x.construct().getClass(), y.construct().getClass());
      if (x.construct() instanceof Call c && y.construct() instanceof Call d) {
        assertEquals(c.name(), d.name());
        assertEquals(c.method().name(), d.method().name());
        assertEquals(c.method().type(), d.method().type());
      }
      if (x.construct() instanceof Buffer c && y.construct() instanceof Buffer d) {
        assertEquals(c.count() instanceof Count.Fixed, d.count() instanceof Count.Fixed);
      }
    }
  }

  private static void assertSameHooks(List<Hook> as, List<Hook> bs) {
    assertEquals(as.size(), bs.size());
    for (int i = 0; i < as.size(); i++) {
      Hook a = as.get(i);
      Hook b = bs.get(i);
      assertEquals(
          List.of(a.when(), a.every(), a.isLenient()), List.of(b.when(), b.every(), b.isLenient()));
      assertEquals(a.call().method().name(), b.call().method().name());
      assertEquals(a.call().method().type(), b.call().method().type());
      assertSame(a.call().method().owner(), b.call().method().owner());
    }
  }
}
