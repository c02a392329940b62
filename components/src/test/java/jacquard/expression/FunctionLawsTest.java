package jacquard.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for any expression: the plain interpreter's bits, however it is computed. */
final class FunctionLawsTest {
  private final Kernels plainKernels = new JavaKernels();
  private final Kernels kernels = Kernels.java();

  @Property(tries = 250)
  void compiledFunctionsGiveTheInterpretersBits(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int rows) {
    RandomExpressions random = new RandomExpressions(seed, rows, 60);
    Value x = random.value(rows, RandomExpressions.COLUMNS);
    Value y = random.value(rows, 1);
    Value label = random.labels();
    Plain plain = new Plain(true, RandomExpressions.plain(x, y, label));
    for (Expr e : random.some(25)) {
      Value expected;
      try {
        expected = Plain.value(plain.of(e), e.type());
      } catch (IndexOutOfBoundsException | IllegalArgumentException impossible) {
        continue; // no rows, or rows that differ in number: refused below
      }
      Function.Settings settings = Function.Settings.of(random.inputs(), List.of(e));
      List<List<Value>> results = new ArrayList<>();
      try {
        results.add(Function.compile(plainKernels, settings.unoptimized()).call(x, y, label));
      } catch (IllegalArgumentException e1) {
        continue; // unknown numbers of rows that were seen not to fit: refused below
      }
      results.add(Function.compile(plainKernels, settings).call(x, y, label));
      results.add(Function.compile(kernels, settings).call(x, y, label));
      for (List<Value> result : results) {
        assertSame(expected, result.getFirst(), e);
      }
    }
  }

  /** Any part of an expression, logarithms and likelihoods too, may be given another value. */
  @Property(tries = 100)
  void everyPartMayBeReplaced(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int rows) {
    RandomExpressions random = new RandomExpressions(seed, rows, 60);
    Value x = random.value(rows, RandomExpressions.COLUMNS);
    Value y = random.value(rows, 1);
    Value label = random.labels();
    for (Expr e : random.some(15)) {
      List<Expr> parts =
          Graph.ordered(List.of(e)).stream()
              .filter(p -> p.type() == ElementType.FLOAT && !p.operands().isEmpty())
              .filter(p -> p.shape().rows().isFixed() && p.shape().columns().isFixed())
              .toList();
      if (parts.isEmpty()) {
        continue;
      }
      Expr part = parts.get((int) Math.floorMod(seed, (long) parts.size()));
      Value other = random.value(part.shape().rows().size(), part.shape().columns().size());
      Plain plain = new Plain(true, RandomExpressions.plain(x, y, label));
      Value expected;
      try {
        expected = Plain.value(plain.given(part, Plain.matrix(other)).of(e), e.type());
      } catch (IndexOutOfBoundsException | IllegalArgumentException impossible) {
        continue;
      }
      Function.Settings settings =
          Function.Settings.of(random.inputs(), List.of(e))
              .given(Map.of(part, Expr.constant(other)));
      for (Function.Settings each : List.of(settings, settings.unoptimized())) {
        if (!outcome(each, x, y, label).equals("refused")) {
          Value found = Function.compile(plainKernels, each).call(x, y, label).getFirst();
          assertSame(expected, found, e);
        }
      }
    }
  }

  /** What is refused, compiled or called, is refused optimized or not. */
  @Property(tries = 150)
  void everyCompilationTakesTheSame(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int rows) {
    RandomExpressions random = new RandomExpressions(seed, rows, 60);
    Value x = random.value(rows, RandomExpressions.COLUMNS);
    Value y = random.value(rows, 1);
    Value label = random.labels();
    for (Expr e : random.some(30)) {
      Function.Settings settings = Function.Settings.of(random.inputs(), List.of(e));
      String expected = outcome(settings.unoptimized(), x, y, label);
      if (expected.equals("wrong index")) {
        continue; // one that was computed, perhaps of rows that are not selected
      }
      assertEquals(
          expected,
          outcome(settings, x, y, label),
          () -> x + " " + y + " " + label + "\n" + e.listing());
    }
  }

  private String outcome(Function.Settings settings, Object... arguments) {
    try {
      Value value = Function.compile(plainKernels, settings).call(arguments).getFirst();
      return Arrays.toString(value.floats());
    } catch (IllegalArgumentException | ArithmeticException e) {
      return "refused";
    } catch (IndexOutOfBoundsException e) {
      return settings.optimized() || !settings.givens().isEmpty() ? "refused" : "wrong index";
    }
  }

  /**
   * Several outputs share what they have in common, and a second call finds nothing of the first.
   */
  @Property(tries = 200)
  void outputsTogetherAreOutputsAlone(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int rows) {
    RandomExpressions random = new RandomExpressions(seed, rows, 60);
    Value x = random.value(rows, RandomExpressions.COLUMNS);
    Value y = random.value(rows, 1);
    Value label = random.labels();
    List<Expr> possible = new ArrayList<>();
    List<Value> alone = new ArrayList<>();
    for (Expr e : random.some(8)) {
      try {
        Function.Settings one = Function.Settings.of(random.inputs(), List.of(e)).unoptimized();
        alone.add(Function.compile(kernels, one).call(x, y, label).getFirst());
        possible.add(e);
      } catch (IllegalArgumentException | IndexOutOfBoundsException impossible) {
        // Operands whose numbers of rows were seen not to fit.
      }
    }
    Function all = Function.compile(kernels, random.inputs(), possible, Map.of());
    for (int call = 0; call < 2; call++) {
      List<Value> together = all.call(x, y, label);
      for (int i = 0; i < possible.size(); i++) {
        assertSame(alone.get(i), together.get(i), possible.get(i));
      }
    }
  }

  /** Selecting rows of an expression computes what computing and then selecting gives. */
  @Property(tries = 300)
  void lazyIsEager(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int rows) {
    RandomExpressions random = new RandomExpressions(seed, rows, 50);
    Value x = random.value(rows, RandomExpressions.COLUMNS);
    Value y = random.value(rows, 1);
    Value label = random.labels();
    Expr index = Expr.integer("i");
    for (Expr e : random.some(10)) {
      Value whole;
      try {
        Function.Settings all = Function.Settings.of(random.inputs(), List.of(e)).unoptimized();
        whole = Function.compile(kernels, all).call(x, y, label).getFirst();
      } catch (IllegalArgumentException | IndexOutOfBoundsException impossible) {
        continue;
      }
      List<Expr> inputs = List.of(random.x, random.y, random.label, index);
      Function one = Function.compile(kernels, inputs, List.of(e.get(index)), Map.of());
      for (int i = 0; i < whole.rows(); i++) {
        assertSame(whole.row(i), one.call(x, y, label, i).getFirst(), e);
      }
    }
  }

  /** Equal, with any NaN equal to any other. */
  private static void assertSame(Value expected, Value actual, Expr e) {
    assertEquals(expected.shape(), actual.shape(), e::listing);
    float[] a = expected.floats();
    float[] b = actual.floats();
    for (int i = 0; i < a.length; i++) {
      assertEquals(
          Float.floatToIntBits(a[i]),
          Float.floatToIntBits(b[i]),
          () -> expected + " but " + actual + " of\n" + e.listing());
    }
  }
}
