package jacquard.vm;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.choose;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.loop;
import static jacquard.program.Programs.parallel;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;
import static jacquard.program.Programs.weave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.event.Plugin;
import jacquard.event.Scheduler;
import jacquard.program.Program;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a failed step says of what it may have changed, wherever it fails. */
class AtomicTest {
  /** A component that throws. */
  static class Thrower implements Promising {
    @Nullable Throwable thrown = new IllegalStateException("fails");
    int calls;

    int free() {
      return thrower();
    }

    @Atomic
    int kept() {
      return thrower();
    }

    @Atomic
    int keptHere() {
      return thrower();
    }

    @Atomic
    private int hidden() {
      return thrower();
    }

    int plus(int x) {
      return thrower() + x;
    }

    @Atomic
    int timesTwo(int x) {
      return 2 * thrower() * x;
    }

    void look(Moment m) {
      thrower();
    }

    @Atomic
    void lookOnly(Moment m) {
      thrower();
    }

    double half() {
      calls++;
      return 0.5;
    }

    @Override
    public int thrower() {
      calls++;
      if (thrown != null) {
        throw Thrown.<RuntimeException>unchecked(thrown);
      }
      return 1;
    }

    static int statically() {
      return new Thrower().thrower();
    }

    @Atomic
    static int staticallyKept() {
      return new Thrower().thrower();
    }
  }

  /** An interface with a promise of its own. */
  interface Promising {
    int thrower();

    @Atomic
    default int byDefault() {
      return thrower();
    }
  }

  /** A subclass that overrides with a promise, and without. */
  static class Heir extends Thrower {
    @Override
    @Atomic
    int free() {
      return super.free();
    }

    @Override
    int keptHere() {
      return super.keptHere();
    }
  }

  /** A class that promises for all it declares, not for what it inherits. */
  @Atomic
  static final class Whole extends Thrower {
    int own() {
      return thrower();
    }

    Node lambda() {
      return call("lambda", () -> thrower());
    }
  }

  /** A value that cannot be stacked. */
  record Row() implements Stackable {
    @Override
    public Object stack(List<?> rows) {
      throw new IllegalStateException("fails");
    }
  }

  /** A value that cannot be stacked either, but promises. */
  record KeptRow() implements Stackable {
    @Override
    @Atomic
    public Object stack(List<?> rows) {
      throw new IllegalStateException("fails");
    }
  }

  /** A generator whose body throws. */
  static class Body extends Generator<Body.Locals> {
    /** No locals. */
    static final class Locals extends Frame {}

    @Override
    public Locals start() {
      return new Locals();
    }

    @Override
    protected void generate(Locals f, Task self) {
      throw new IllegalStateException("fails");
    }
  }

  /** A generator whose body throws and has promised. */
  @Atomic
  static final class KeptBody extends Body {
    @Override
    protected void generate(Locals f, Task self) {
      super.generate(f, self);
    }
  }

  static Row row() {
    return new Row();
  }

  static KeptRow keptRow() {
    return new KeptRow();
  }

  static int one() {
    return 1;
  }

  static int seven() {
    return 7;
  }

  static void nothing() {}

  static String text() {
    return "text";
  }

  /** A program that fails, and what it says may have been changed; null for nothing. */
  record Case(Node node, @Nullable String broken) {}

  static List<Case> cases() {
    Thrower t = new Thrower();
    Thrower heir = new Heir();
    Whole whole = new Whole();
    List<Case> cases = new ArrayList<>();
    cases.add(new Case(call(t::free), "Thrower.free"));
    cases.add(new Case(call(t::kept), null));
    cases.add(new Case(call(t::hidden), null));
    cases.add(new Case(call("named", t::free), "named"));
    cases.add(new Case(call("lambda", () -> t.kept()), "lambda"));
    cases.add(new Case(call(heir::free), null));
    cases.add(new Case(call(heir::kept), null));
    cases.add(new Case(call(heir::keptHere), "Heir.keptHere"));
    cases.add(new Case(call(t::byDefault), null));
    cases.add(new Case(call(whole::own), null));
    cases.add(new Case(call(whole::free), "Whole.free"));
    cases.add(new Case(whole.lambda(), "lambda"));
    cases.add(new Case(call(Thrower::statically), "Thrower.statically"));
    cases.add(new Case(call(Thrower::staticallyKept), null));
    cases.addAll(refusals(t));
    cases.addAll(constructs(t));
    cases.addAll(hooks(t));
    return cases;
  }

  /** What the machine refuses itself. */
  private static List<Case> refusals(Thrower t) {
    return List.of(
        new Case(call(t::plus), null),
        new Case(seq(call(AtomicTest::text), call(t::plus)), null),
        new Case(seq(call(AtomicTest::one), call(t::plus)), "Thrower.plus"),
        new Case(seq(call(AtomicTest::one), call(t::timesTwo)), null),
        new Case(choose(call(AtomicTest::seven), seq(), seq()), null),
        new Case(choose(call(AtomicTest::text), seq(), seq()), null),
        new Case(buffer(2, choose(call(AtomicTest::one), seq(), seq())), null));
  }

  private static List<Case> constructs(Thrower t) {
    Scheduler deadlock = new Scheduler("deadlock");
    Plugin.of("one", call(AtomicTest::nothing)).act(deadlock, deadlock.begin());
    Plugin never = Plugin.of("never", call(AtomicTest::nothing));
    never.act(deadlock, never.end());
    deadlock.endOn(never.end());
    return List.of(
        new Case(buffer(t::free, seq()), "Thrower.free"),
        new Case(buffer(t::kept, call(t::free)), null),
        new Case(buffer(t::half, call(t::kept)), "Thrower.half"),
        new Case(buffer(2, call(AtomicTest::row)), "Row.stack"),
        new Case(buffer(2, call(AtomicTest::keptRow)), null),
        new Case(generate(new Body()), "generate Body"),
        new Case(generate(new KeptBody()), null),
        new Case(generate(new Body(), call(t::kept)), "generate Body"),
        new Case(repeat(3, call(AtomicTest::nothing), call(t::free)), "Thrower.free"),
        new Case(weave(loop(seq()), loop(call(t::free))), "Thrower.free"),
        new Case(weave(loop(seq()), loop(call(t::kept))), null),
        new Case(parallel(repeat(2, seq()), call(t::free)), "Thrower.free"),
        new Case(parallel(repeat(2, seq()), call(t::kept)), null),
        new Case(deadlock.node(), null));
  }

  private static List<Case> hooks(Thrower t) {
    List<Case> cases = new ArrayList<>();
    for (Hook.When when : Hook.When.values()) {
      Hook free = Hook.of(when, (Fn.P1<Moment>) t::look);
      Hook kept = Hook.of(when, (Fn.P1<Moment>) t::lookOnly);
      for (Node node : List.of(call(AtomicTest::one), seq(), buffer(2, call(AtomicTest::one)))) {
        cases.add(new Case(node.withHooks(List.of(free)), when + ": Thrower.look"));
        cases.add(new Case(node.withHooks(List.of(kept, free)), null));
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aFailedStepSaysWhatItMayHaveChanged(Case the) {
    for (boolean optimized : new boolean[] {false, true}) {
      Vm run = Program.of(the.node).start();
      run.optimize(optimized);
      for (int i = 0; i < 2; i++) { // tried again, it says the same
        StepException e = assertThrows(StepException.class, run::run);
        String message = String.valueOf(e.getMessage());
        assertEquals(the.broken == null, e.changedNothing(), message);
        assertEquals(the.broken != null, run.isBroken());
        String told = the.broken == null ? "Nothing was changed" : the.broken + " may have changed";
        assertTrue(message.contains(told), message);
        run.dropContinuations();
      }
    }
  }

  static List<Throwable> errors() {
    return List.of(
        new OutOfMemoryError("heap"),
        new StackOverflowError(),
        new IllegalStateException(new OutOfMemoryError("deep within")));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void aPromiseIsNotBelievedWhenTheMachineItselfFails(Throwable thrown) {
    Thrower t = new Thrower();
    t.thrown = thrown;
    Hook hook = Hook.of(Hook.When.BEFORE, (Fn.P1<Moment>) t::lookOnly);
    List<Node> nodes =
        List.of(
            call(t::kept),
            buffer(t::kept, seq()),
            seq().withHooks(List.of(hook)),
            parallel(call(t::kept)));
    for (Node node : nodes) {
      Vm run = Program.of(node).start();
      assertFalse(assertThrows(StepException.class, run::run).changedNothing());
      assertTrue(run.isBroken());
    }
  }

  @Test
  void anErrorThatIsNoneOfTheMachineIsBelieved() {
    Thrower t = new Thrower();
    t.thrown = new AssertionError("a component's own");
    Vm run = Program.of(call(t::kept)).start();
    assertTrue(assertThrows(StepException.class, run::run).changedNothing());
  }

  @Test
  void aRunIsBrokenUntilItsStepIsTaken() {
    Thrower t = new Thrower();
    Vm run = Program.of(repeat(2, call(t::free))).start();
    assertFalse(run.isBroken());
    assertThrows(StepException.class, run::run);
    assertTrue(run.isBroken());
    t.thrown = null;
    run.run(1);
    assertFalse(run.isBroken());
    run.run();
    assertFalse(run.isBroken());
  }

  /** Otherwise what it left half done would be saved as if nothing had been. */
  @Test
  void aThreadThatMayHaveChangedSomethingFailsTheRunAtOnce() {
    Thrower free = new Thrower();
    Thrower other = new Thrower();
    other.thrown = null;
    Vm run = Program.of(parallel(loop(call(free::free)), repeat(9, call(other::free)))).start();
    StepException e = assertThrows(StepException.class, run::run);
    assertEquals("/0/0", e.path());
    assertEquals(1, free.calls);
    assertEquals(0, other.calls);
  }
}
