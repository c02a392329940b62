package jacquard.vm;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.program.Components;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Calls name themselves from whatever kind of method reference they are given. */
class MethodNameTest {
  /** Gives a default. */
  interface Greets {
    default String greet() {
      return "hello";
    }

    String name();
  }

  /** Has methods of all kinds. */
  static class Fold implements Greets {
    int seen;

    Fold() {}

    Fold(int seen) {
      this.seen = seen;
    }

    int next() {
      return ++seen;
    }

    void note(int value) {
      seen = value;
    }

    static int twice(int x) {
      return 2 * x;
    }

    int plus(int x) {
      return seen + x;
    }

    double plus(double x) {
      return seen + x;
    }

    private int secret() {
      return 42;
    }

    Node ofSecret() {
      return call(this::secret);
    }

    @Override
    public String name() {
      return "fold";
    }
  }

  /** Overrides and refers to what it overrides. */
  static final class Special extends Fold {
    @Override
    int next() {
      return -1;
    }

    Node ofSuper() {
      return call("super.next", super::next);
    }

    Node ofSuperUnnamed() {
      return call(super::next);
    }
  }

  private final Fold kf = new Fold();

  private static String label(Node call) {
    return call.construct().detail(Names.NONE);
  }

  private static Method method(Node node) {
    return ((Call) node.construct()).method();
  }

  private static Args run(Node call, Object... values) {
    return jacquard.program.Program.of(call).start(values).run();
  }

  @Test
  void aBoundMethodIsNamedByItsComponentOrItsClass() {
    Node next = call(kf::next);
    assertEquals("call Fold.next", next.toString());
    assertEquals("call kf.next", next.label(Components.NONE.with("kf", kf)));
    assertEquals("call Fold.next", next.label(Components.NONE.with("kf", new Fold())));
    assertSame(kf, method(next).receiver());
    assertSame(Fold.class, method(next).owner());
    assertEquals("next", method(next).name());
    assertEquals("()int", method(next).type().toString());
    assertEquals(Args.of(1), run(next));
  }

  @Test
  void aSubclassIsNamedByItsOwnClass() {
    Fold special = new Special();
    assertEquals("Special.next", label(call(special::next)));
    assertSame(Special.class, method(call(special::next)).component());
    assertEquals(Args.of(-1), run(call(special::next)));
  }

  @Test
  void staticAndUnboundMethodsAreNamedByTheirClass() {
    Node twice = call(Fold::twice);
    assertEquals("Fold.twice", label(twice));
    assertNull(method(twice).receiver());
    assertEquals(Args.of(6), run(twice, 3));
    Node next = call((Fn.F1<Fold, Integer>) Fold::next);
    assertEquals("Fold.next", label(next));
    assertNull(method(next).receiver());
    assertEquals(Args.of(1), run(next, kf));
    assertEquals(Args.of(6), run(call((Fn.F2<Fold, Integer, Integer>) Fold::plus), kf, 5));
  }

  @Test
  void constructorsAreNamedNew() {
    Node empty = call((Fn.F0<Fold>) Fold::new);
    assertEquals("Fold.new", label(empty));
    Node seen = call((Fn.F1<Integer, Fold>) Fold::new);
    assertEquals("Fold.new", label(seen));
    assertEquals(7, ((Fold) run(seen, 7).get(0)).seen);
    assertEquals("ArrayList.new", label(call((Fn.F0<List<String>>) ArrayList::new)));
  }

  @Test
  void overloadedMethodsAreToldApartByACast() {
    Node ints = call((Fn.F1<Integer, Integer>) kf::plus);
    Node doubles = call((Fn.F1<Double, Double>) kf::plus);
    assertEquals("(int)int", method(ints).type().toString());
    assertEquals("(double)double", method(doubles).type().toString());
    assertEquals(Args.of(3), run(ints, 3));
    assertEquals(Args.of(0.5), run(doubles, 0.5));
  }

  @Test
  void privateMethodsAndDefaultMethodsAreNamedToo() {
    assertEquals("Fold.secret", label(kf.ofSecret()));
    assertEquals(Args.of(42), run(kf.ofSecret()));
    assertEquals("Fold.greet", label(call(kf::greet)));
    Greets greets = kf;
    assertEquals("Fold.greet", label(call(greets::greet)));
    assertSame(Greets.class, method(call(greets::greet)).owner());
    assertEquals(Args.of("hello"), run(call(greets::greet)));
  }

  @Test
  void classesOfTheJdkMayBeComponents() {
    List<Object> list = new ArrayList<>();
    Node add = call((Fn.F1<Object, Boolean>) list::add);
    assertEquals("ArrayList.add", label(add));
    assertEquals(Args.of(true), run(add, "a"));
    assertEquals(List.of("a"), list);
    AtomicInteger number = new AtomicInteger();
    assertEquals("AtomicInteger.incrementAndGet", label(call(number::incrementAndGet)));
    assertEquals(Args.of(1), run(call(number::incrementAndGet)));
    assertEquals("String.length", label(call("four"::length)));
    assertEquals("Math.abs", label(call((Fn.F1<Integer, Integer>) Math::abs)));
    assertEquals(3, ((int[]) run(buffer(3, call("four"::length))).get(0)).length);
  }

  @Test
  void aReceiverWithoutAClassNameStillHasAName() {
    Greets anonymous =
        new Greets() {
          @Override
          public String name() {
            return "nobody";
          }
        };
    assertEquals("MethodNameTest$1.name", label(call(anonymous::name)));
    Supplier<Integer> lambda = () -> 3;
    assertEquals("Supplier.get", label(call(lambda::get)));
    assertEquals(Args.of(3), run(call(lambda::get)));
    record Local(int x) {}
    assertEquals("Local.x", label(call(new Local(1)::x)));
  }

  @Test
  void aLambdaWithoutANameIsRefused() {
    Expect.refused(
        () -> call(() -> 3),
        "a lambda in jacquard.vm.MethodNameTest has no name to print or save",
        "write call(\"name\", ...)",
        "a method reference such as call(kf::next)");
    Expect.refused(() -> call((Integer x) -> kf.seen = x), "a lambda in");
    assertTrue(method(call("three", () -> 3)).isLambda());
    assertEquals("call three", call("three", () -> 3).toString());
  }

  @Test
  void whatTheCompilerMakesALambdaOfNeedsANameToo() {
    Expect.refused(new Special()::ofSuperUnnamed, "super::method", "has no name");
    assertEquals(Args.of(1), run(new Special().ofSuper()));
    Expect.refused(() -> call((Fn.F1<Integer, int[]>) int[]::new), "an array's constructor");
    assertEquals(Args.of(new int[2]), run(call("ints", (Integer n) -> new int[n]), 2));
  }

  @Test
  void anObjectOfAClassIsNoMethod() {
    Fn.F0<Integer> object =
        new Fn.F0<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public Integer call() {
            return 3;
          }
        };
    String advice = "is a class; give call() a method reference or a lambda";
    Expect.refused(() -> call(object), MethodNameTest.class.getName() + "$", advice);
    Expect.refused(() -> call("three", object), advice);
    Expect.refused(() -> buffer(object, call(kf::next)), advice);
  }

  @Test
  void aCountIsNamedAsACallIs() {
    assertEquals("buffer Fold.next", buffer(kf::next, call(kf::next)).toString());
    assertEquals("buffer lambda", buffer(() -> 3, call(kf::next)).toString());
  }
}
