package jacquard.vm;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.seq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import jacquard.program.Program;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a call gives its component, and what it refuses to give. */
class CallTest {
  private static Args run(Node call, Object... values) {
    return Program.of(call).start(values).run();
  }

  private static StepException fails(Node call, Args args, String... parts) {
    Vm run = Program.of(seq(call)).start(args);
    StepException e = Expect.stepFails(run::run, parts);
    assertEquals("/0", e.path());
    assertEquals(1, run.steps());
    return e;
  }

  int none() {
    return 0;
  }

  long one(long a) {
    return a;
  }

  String two(String a, int b) {
    return a + b;
  }

  String three(String a, Integer b, List<?> c) {
    return a + b + c;
  }

  Args all(Args args) {
    return args;
  }

  void nothing(Object a) {}

  @Nullable Object same(Object a) {
    return a;
  }

  @Test
  void aMethodWithoutParametersTakesNoNotice() {
    assertEquals(Args.of(0), run(call(this::none)));
    assertEquals(Args.of(0), run(call(this::none), 1, 2, 3));
  }

  @Test
  void othersTakeExactlyAsManyValuesAsTheyHaveParameters() {
    fails(
        call(this::one),
        Args.EMPTY,
        "step 1 failed at /0 (call CallTest.one)",
        "CallTest.one takes 1 value but was given (); a method that takes Args accepts any");
    fails(call(this::one), Args.of(1L, 2L), "CallTest.one takes 1 value but was given (1, 2)");
    fails(call(this::two), Args.of("a"), "CallTest.two takes 2 values but was given (\"a\")");
    fails(
        call(this::three),
        Args.of("a", 1),
        "CallTest.three takes 3 values but was given (\"a\", 1)");
    fails(
        call(this::one),
        Args.of(1L).with("k", 2),
        "CallTest.one takes 1 value but was given (1, k=2)");
    fails(call("named", (Object x) -> x), Args.EMPTY, "named takes 1 value but was given ()");
    assertEquals(Args.of("a1[]"), run(call(this::three), "a", 1, List.of()));
  }

  @Test
  void aValueOfAnotherTypeIsTold() {
    fails(
        call(this::one),
        Args.of(3),
        "CallTest.one takes a Long as value 0 but was given Integer 3");
    fails(
        call(this::one),
        Args.of("3"),
        "CallTest.one takes a Long as value 0 but was given String \"3\"");
    fails(
        call(this::two),
        Args.of("a", "b"),
        "CallTest.two takes a Integer as value 1 but was given String \"b\"");
    fails(
        call(this::three),
        Args.of("a", 1, new int[2]),
        "CallTest.three takes a List as value 2 but was given an int[2]{0, 0}");
    fails(
        call("longer", (Long a, String b) -> b),
        Args.of("x", "y"),
        "longer takes a Long as value 0 but was given String \"x\"");
  }

  @Test
  void anUnboundMethodTakesItsComponentFirst() {
    Fn.F2<CallTest, Long, Long> one = CallTest::one;
    assertEquals(Args.of(5L), run(call(one), this, 5L));
    fails(
        call(one),
        Args.of("me", 5L),
        "CallTest.one takes a CallTest as value 0 but was given String \"me\"");
    fails(
        call(one),
        Args.of(this, 5),
        "CallTest.one takes a Long as value 1 but was given Integer 5");
    fails(call(one), Args.of(this), "CallTest.one takes 2 values but was given (");
  }

  @Test
  void aLambdaThatCapturedValuesIsToldApartToo() {
    String captured = "c";
    int other = none();
    Node node = call("captures", (Long a) -> captured + other + a + none());
    assertEquals(Args.of("c070"), run(node, 7L));
    fails(node, Args.of(7), "captures takes a Long as value 0 but was given Integer 7");
  }

  @Test
  void aMethodOfArgsTakesThemAll() {
    Vm run = Program.of(call(this::all)).start(Args.of(1, "b").with("k", 2));
    assertEquals(Args.of(Args.of(1, "b").with("k", 2)), run.run());
    assertEquals(Args.of(Args.EMPTY), run(call(this::all)));
    assertEquals(Args.of(2), run(call((Fn.F1<Args, Integer>) Args::size), "a", "b"));
  }

  @Test
  void aCastThatFailsInTheComponentIsItsOwn() {
    Node casts =
        call(
            "casts",
            (Object x) -> {
              String text = (String) x;
              return text;
            });
    StepException e = fails(casts, Args.of(3), "java.lang.ClassCastException");
    assertInstanceOf(ClassCastException.class, e.getCause());
  }

  @Test
  void nothingGivesNoValueAndAnythingElseOne() {
    assertEquals(Args.EMPTY, run(call(this::nothing), 1));
    assertEquals(Args.EMPTY, run(call("null", (Object x) -> same(x) == x ? null : x), 1));
    assertEquals(Args.of(false), run(call(this::same), false));
    assertEquals(Args.of(List.of()), run(call(this::same), List.of()));
    assertEquals(1, run(call(this::same), new int[0]).size());
  }

  @Test
  void lambdasOfThreeParametersMayBeNamedToo() {
    Node node = call("three", (String a, Integer b, Long c) -> a + b + c);
    assertEquals(Args.of("a12"), run(node, "a", 1, 2L));
    StringBuilder said = new StringBuilder();
    Node says = call("say", (String a, String b, String c) -> void_(said.append(a + b + c)));
    assertEquals(Args.EMPTY, run(says, "a", "b", "c"));
    assertEquals("abc", said.toString());
  }

  private static void void_(Object ignored) {}
}
