package jacquard.program;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.checkpoint;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.parallel;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.experiment.Experiment;
import jacquard.hook.Mark;
import jacquard.hook.Plot;
import jacquard.hook.Value;
import jacquard.other.Inherited;
import jacquard.vm.Args;
import jacquard.vm.Fn;
import jacquard.vm.Frame;
import jacquard.vm.Generator;
import jacquard.vm.Hook;
import jacquard.vm.Moment;
import jacquard.vm.Node;
import jacquard.vm.ProgramException;
import jacquard.vm.Task;
import jacquard.vm.Vm;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Texts that would mean another program, or cannot be read: written in full, or refused. */
class TextFaultsTest {
  private static void refused(Executable action, String... wanted) {
    String message = String.valueOf(assertThrows(ProgramException.class, action).getMessage());
    for (String text : wanted) {
      assertTrue(message.contains(text), message);
    }
  }

  private static Program parsedAgain(Program program, Class<?>... classes) {
    String text = program.print(Format.PLAIN);
    Program parsed = Program.parse(text, program.components(), classes);
    assertEquals(text, parsed.print(Format.PLAIN));
    return parsed;
  }

  // ---- two classes of one name ------------------------------------------------------------------

  /** No locals. */
  static final class Empty extends Frame {}

  /** One of two. */
  static final class Left {
    static final class Source extends Generator<Empty> {
      @Override
      public Empty start() {
        return new Empty();
      }

      @Override
      protected void generate(Empty f, Task self) {
        self.yield("left");
      }
    }

    static final class Util {
      static int f() {
        return 1;
      }

      static int g(Args args) {
        return args.size();
      }
    }
  }

  /** The other. */
  static final class Right {
    static final class Source extends Generator<Empty> {
      @Override
      public Empty start() {
        return new Empty();
      }

      @Override
      protected void generate(Empty f, Task self) {
        self.yield("right");
      }
    }

    static final class Util {
      static int f() {
        return 2;
      }
    }
  }

  private static final Class<?>[] ALL = {
    Left.Source.class, Right.Source.class, Left.Util.class, Right.Util.class
  };

  @Test
  void twoClassesOfOneNameAreWrittenInFull() {
    Program program =
        Program.of(
            parallel(
                generate(new Left.Source()),
                generate(new Right.Source()),
                buffer(Left.Util::f, call(Right.Util::f)),
                call(Left.Util::g)));
    Args result = program.start().run();
    assertEquals("(\"left\", \"right\", int[1]{2}, 0)", result.toString());
    assertEquals(result, parsedAgain(program, ALL).start().run());
    String text = program.print(Format.PLAIN);
    assertTrue(text.contains("generate " + Left.Source.class.getName()), text);
    assertTrue(text.contains("call " + Right.Util.class.getName() + ".f"), text);
    Experiment experiment = new Experiment().types(ALL);
    experiment.parse("main", text);
    assertEquals(result, experiment.start("main").run());
  }

  @Test
  void oneClassIsWrittenByItsSimpleName() {
    Program program = Program.of(seq(generate(new Left.Source()), call(Left.Util::f)));
    assertEquals("seq\n  generate Source\n  call Util.f\n", program.print(Format.PLAIN));
    parsedAgain(program, Left.Source.class, Left.Util.class);
  }

  @Test
  void anAmbiguousNameIsRefused() {
    refused(
        () -> Program.parse("generate Source", Components.NONE, ALL),
        "Source could be several classes; write one of",
        Left.Source.class.getName(),
        Right.Source.class.getName());
    refused(() -> Program.parse("call Util.f", Components.NONE, ALL), "could be several classes");
  }

  /** A component. */
  static class Base {
    private String step() {
      return "base";
    }

    Node program() {
      return call(this::step);
    }

    int f() {
      return 7;
    }
  }

  @Test
  void aClassAndAComponentOfOneName() {
    Program program = Program.of(call(Left.Util::f), Components.NONE.with("Util", new Base()));
    assertEquals(Args.of(1), parsedAgain(program, ALL).start().run());
  }

  /** A component with a private method of the same name. */
  static final class Sub extends Base {
    @SuppressWarnings("unused") // text would find it
    private String step() {
      return "sub";
    }
  }

  @Test
  void aHiddenPrivateMethodIsRefused() {
    Sub sub = new Sub();
    Program program = Program.of(sub.program(), Components.NONE.with("sub", sub));
    assertEquals(Args.of("base"), program.start().run());
    refused(
        () -> program.print(Format.PLAIN),
        "the private method step of " + Base.class.getName() + " cannot be written",
        "rename one");
    Base base = new Base();
    Program plain = Program.of(base.program(), Components.NONE.with("base", base));
    assertEquals(Args.of("base"), parsedAgain(plain).start().run());
  }

  // ---- methods ----------------------------------------------------------------------------------

  @Test
  void aMethodOfASuperclassThatIsNotPublic() {
    Inherited component = new Inherited();
    Program program = Program.of(component.program(), Components.NONE.with("c", component));
    Args result = program.start().run();
    assertEquals(result.get(0), (Long) parsedAgain(program).start().run().get(0) - 1);
    HookLine.parse("after(c.next): print(c.next, c.loss)", program.components())
        .in(program)
        .program()
        .start()
        .run();
  }

  @Test
  void aValueThatIsNoMethodIsToldWithNearNames() {
    Components components = Components.NONE.with("c", new Inherited());
    refused(
        () -> HookLine.parse("after(call): print(c.los)", components),
        "Inherited has no method los() that gives a value; did you mean loss?");
    refused(
        () -> HookLine.parse("after(call): print(d.loss)", components),
        "there is no component d; did you mean c?");
  }

  // ---- hooks ------------------------------------------------------------------------------------

  private static Program hooked(Hook hook) {
    Base base = new Base();
    Node call = call(base::f).withHooks(java.util.List.of(hook));
    return Program.of(repeat(2, call), Components.NONE.with("base", base));
  }

  @Property(tries = 200)
  void namesOfMarksAndFilesReadBackOrAreRefused(
      @ForAll
          @StringLength(max = 8)
          @Chars({'a', ' ', ')', ']', '[', ',', '"', '\n', '#', '\\', '.'})
          String name) {
    boolean isRefused = name.indexOf('"') >= 0 || name.indexOf('\n') >= 0;
    Plot plot = new Plot(Value.word("step"), name);
    for (Program program :
        java.util.List.of(
            hooked(Hook.of(Hook.When.AFTER, (Fn.P1<Moment>) new Mark(name)::tell)),
            hooked(Hook.of(Hook.When.AFTER, (Fn.P1<Moment>) plot::tell)))) {
      if (isRefused) {
        refused(() -> program.print(Format.PLAIN), "cannot be written");
      } else {
        parsedAgain(program);
      }
    }
  }

  // ---- lines ------------------------------------------------------------------------------------

  @Test
  void aPathWithoutAConstructIsRefused() {
    for (String text : new String[] {"/ ", "/  ", "/  \nseq", "/    seq  1\n/0  "}) {
      refused(() -> Program.parse(text, Components.NONE), "a construct is wanted here");
    }
  }

  @Test
  void commentsMayStandAboveThePrintedForm() {
    Base base = new Base();
    Program program =
        Program.of(seq(call(base::f), checkpoint("x")), Components.NONE.with("base", base));
    String printed = "# mine\n\n  # too\n" + program.print();
    assertEquals(program.print(), Program.parse(printed, program.components()).print());
  }

  // ---- rewriting what has ended -----------------------------------------------------------------

  @Test
  void anEndedRunIsNotRewritten() {
    Program program = Program.of(repeat(2, call("one", () -> 1)));
    Rewrite rewrite = program.find("repeat").replaceWith(repeat(5, call("one", () -> 1)));
    Vm run = program.start();
    run.run(1);
    refused(
        () -> rewrite.applyWhenFree(run, 1000),
        "/ (repeat 2) was done only when the program had ended, after 5 steps");
    refused(() -> rewrite.apply(run), "the program has ended after 5 steps");
    Experiment experiment = new Experiment().program("main", program.root());
    experiment.start("main").run();
    experiment.rewrite("main", p -> p.find("repeat").replaceWith(repeat(5, call("one", () -> 1))));
    assertEquals("repeat 5", experiment.program("main").root().toString());
    experiment.start("main").run();
    assertEquals(11, experiment.run("main").steps());
  }

  @Test
  void anEstimateWithinAParallelSaysThatItIsOne() {
    Node loops = loop(seq());
    Program program = Program.of(parallel(repeat(5, call("one", () -> 1)), loops));
    Vm run = program.start();
    run.run(4);
    refused(
        () -> program.find("repeat").replaceWith(seq()).apply(run), "if no thread's step fails");
  }
}
