package jacquard.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

/** Integers beside floats: as floats in arithmetic, exactly in comparisons, in both orders. */
final class MixedNumbersTest {
  private static final Kernels KERNELS = new JavaKernels();
  private static final int[] INTS = {
    -3, 0, 1, 2, 7, 16777216, 16777217, 33554435, Integer.MAX_VALUE, Integer.MIN_VALUE
  };
  private static final float[] FLOATS = {
    -0.5f, 0, 1.5f, 2, 4.5f, 16777216f, 16777218f, 3e9f, -3e9f, Float.NaN, 1f / 0, 1e-30f
  };

  private static Map<String, BiFunction<Expr, Expr, Expr>> arithmetic() {
    Map<String, BiFunction<Expr, Expr, Expr>> all = new LinkedHashMap<>();
    all.put("plus", Expr::plus);
    all.put("minus", Expr::minus);
    all.put("times", Expr::times);
    all.put("over", Expr::over);
    all.put("max", Expr::max);
    all.put("min", Expr::min);
    return all;
  }

  private static final Map<String, DoubleBinaryOperator> ARITHMETIC =
      Map.of(
          "plus", (a, b) -> (float) a + (float) b,
          "minus", (a, b) -> (float) a - (float) b,
          "times", (a, b) -> (float) a * (float) b,
          "over", (a, b) -> (float) a / (float) b,
          "max", (a, b) -> Math.max((float) a, (float) b),
          "min", (a, b) -> Math.min((float) a, (float) b));

  private static Map<String, BiFunction<Expr, Expr, Expr>> comparisons() {
    Map<String, BiFunction<Expr, Expr, Expr>> all = new LinkedHashMap<>();
    all.put("<", Expr::lessThan);
    all.put("<=", Expr::atMost);
    all.put(">", Expr::greaterThan);
    all.put("==", Expr::equalTo);
    all.put("!=", Expr::notEqualTo);
    return all;
  }

  /** Of numbers as decimals, which hold all of them exactly; infinities are beyond all ints. */
  private static boolean holds(String sign, double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return sign.equals("!=");
    }
    BiPredicate<Integer, Integer> of =
        switch (sign) {
          case "<" -> (c, zero) -> c < zero;
          case "<=" -> (c, zero) -> c <= zero;
          case ">" -> (c, zero) -> c > zero;
          case "==" -> (c, zero) -> c.equals(zero);
          default -> (c, zero) -> !c.equals(zero);
        };
    return of.test(exact(a).compareTo(exact(b)), 0);
  }

  private static BigDecimal exact(double x) {
    return Double.isInfinite(x) ? new BigDecimal("1e50") : new BigDecimal(x);
  }

  private static Value value(Expr e) {
    Function.Settings settings = Function.Settings.of(List.of(), List.of(e));
    Value plain = Function.compile(KERNELS, settings.unoptimized()).call().getFirst();
    assertEquals(plain, Function.compile(KERNELS, settings).call().getFirst(), e::toString);
    return plain;
  }

  /** The integers down, the floats across; each of them constant, shared, or one number. */
  @Test
  void arithmeticTakesIntegersAsFloats() {
    Expr ints = Expr.constant(INTS);
    Expr floats = Expr.constant(Value.of(1, FLOATS.length, FLOATS));
    arithmetic()
        .forEach(
            (name, how) -> {
              DoubleBinaryOperator op = ARITHMETIC.getOrDefault(name, Double::sum);
              float[] left = value(how.apply(ints, floats)).floats();
              float[] right = value(how.apply(floats, ints)).floats();
              for (int i = 0; i < left.length; i++) {
                int n = INTS[i / FLOATS.length];
                float x = FLOATS[i % FLOATS.length];
                assertEquals((float) op.applyAsDouble(n, x), left[i], n + " " + name + " " + x);
                assertEquals((float) op.applyAsDouble(x, n), right[i], x + " " + name + " " + n);
              }
            });
  }

  @Test
  void comparisonsAreExact() {
    Expr ints = Expr.shared(new Shared("ints", Value.ofInts(INTS)));
    Expr floats = Expr.shared(new Shared("floats", Value.of(1, FLOATS.length, FLOATS)));
    comparisons()
        .forEach(
            (sign, how) -> {
              float[] left = value(how.apply(ints, floats)).floats();
              float[] right = value(how.apply(floats, ints)).floats();
              for (int i = 0; i < left.length; i++) {
                int n = INTS[i / FLOATS.length];
                float x = FLOATS[i % FLOATS.length];
                assertEquals(holds(sign, n, x) ? 1 : 0, left[i], n + " " + sign + " " + x);
                assertEquals(holds(sign, x, n) ? 1 : 0, right[i], x + " " + sign + " " + n);
              }
            });
  }

  @Test
  void numbersThatAreWrittenAreTakenForWhatTheyAre() {
    Expr ints = Expr.constant(0, 1, 2, 3);
    assertArrayEquals(new float[] {1, 1, 1, 0}, value(ints.lessThan(2.5f)).floats());
    assertArrayEquals(new float[] {0, 0, 1, 1}, value(ints.greaterThan(1.5f)).floats());
    assertArrayEquals(new float[] {0, 0, 0, 0}, value(ints.equalTo(1.5f)).floats());
    assertArrayEquals(new float[] {0, 0, 0, 0}, value(ints.lessThan(Float.NaN)).floats());
    assertArrayEquals(new float[] {1, 1, 1, 1}, value(ints.lessThan(3e9f)).floats());
    assertArrayEquals(new float[] {-.5f, .5f, 1.5f, 2.5f}, value(ints.minus(0.5f)).floats());
    assertArrayEquals(new float[] {0, .8f, 1.6f, 2.4f}, value(ints.times(0.8f)).floats(), 1e-6f);
    assertEquals(Value.ofInts(1, 2, 3, 4), value(ints.plus(1)));
    assertEquals(Value.ofInts(0, 2, 4, 6), value(ints.times(2)));
    assertEquals(Value.of(4, 1, 1, 2, 3, 4), value(ints.plus(1f)));
    Expr floats = Expr.constant(Value.of(2, 1, 16777216f, 16777218f));
    assertArrayEquals(new float[] {1, 0}, value(floats.lessThan(16777217)).floats());
    assertArrayEquals(new float[] {0, 0}, value(floats.equalTo(16777217)).floats());
    assertArrayEquals(new float[] {1, 0}, value(floats.equalTo(16777216)).floats());
  }

  /** Rows that come with the call, columns of floats beside a column of integers. */
  @Test
  void oneColumnOfIntegersIsRepeated() {
    Expr x = Expr.samples("x", ElementType.FLOAT, Dim.of(2));
    Expr n = Expr.samples("n", ElementType.INT, Dim.of(1));
    Function f =
        Function.compile(KERNELS, List.of(x, n), List.of(n.lessThan(x), x.times(n)), Map.of());
    List<Value> values = f.call(Value.of(2, 2, 0.5f, 1, 1.5f, 2.5f), new int[] {0, 2});
    assertEquals(List.of(Value.of(2, 2, 1, 1, 0, 1), Value.of(2, 2, 0, 0, 3, 5)), values);
  }

  @Test
  void floorMakesIntegersOrSaysWhyNot() {
    Expr x = Expr.constant(Value.of(4, 1, -1.5f, -0f, 2.99f, 16777218f));
    assertEquals(Value.ofInts(-2, 0, 2, 16777218), value(x.floor()));
    for (float beyond : new float[] {Float.NaN, 3e9f, -1f / 0}) {
      assertThrows(
          IllegalArgumentException.class, () -> value(Expr.constant(beyond).floor()), "" + beyond);
    }
  }

  @Test
  void otherOperationsSayHowToConvert() {
    Expr ints = Expr.constant(0, 1);
    Expr floats = Expr.constant(Value.of(2, 1, 0, 1));
    Map<String, org.junit.jupiter.api.function.Executable> refused = new LinkedHashMap<>();
    refused.put("sum takes FLOAT, not INT", ints::sum);
    refused.put("negate takes FLOAT, not INT", ints::negate);
    refused.put("log takes FLOAT, not INT", ints::log);
    refused.put("where takes FLOAT, not INT", () -> floats.choose(ints, floats));
    refused.put("beside takes FLOAT, not INT", () -> floats.beside(ints));
    refused.put("gather takes INT, not FLOAT", () -> floats.gather(floats));
    refused.put("/ takes floats; toFloat() makes them", () -> ints.over(ints));
    refused.forEach(
        (words, how) -> {
          String message =
              String.valueOf(assertThrows(IllegalArgumentException.class, how).getMessage());
          assertEquals(words, message.substring(0, message.indexOf(':')));
          assertEquals(true, message.contains("toFloat()") || message.contains("floor()"), message);
        });
    Exception sum =
        assertThrows(
            ArithmeticException.class, () -> value(Expr.constant(Integer.MAX_VALUE).plus(1)));
    assertEquals(
        "(2147483647 + 1): of 2147483647 and 1 it is no int; toFloat() of one makes floats",
        sum.getMessage());
  }
}
