package jacquard.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Whatever expression somebody holds has a gradient and may be replaced, also those that logarithms
 * pass by; and logarithms of probabilities are finite.
 */
final class HeldExpressionsTest {
  private static final Kernels KERNELS = new JavaKernels();
  private static final float[] Z = {1, 2, 3, -1, 0.5f, 0.25f};
  private static final int[] LABELS = {0, 2};
  private static final Expr LABEL = Expr.constant(LABELS);

  private final Expr z = Expr.shared(new Shared("z", Value.of(2, 3, Z)));

  private static double[] numbers(Expr e, Map<Expr, Expr> givens) {
    jacquard.expression.Function.Settings settings =
        jacquard.expression.Function.Settings.of(List.of(), List.of(e)).given(givens);
    Value plain =
        jacquard.expression.Function.compile(KERNELS, settings.unoptimized()).call().getFirst();
    Value fast = jacquard.expression.Function.compile(KERNELS, settings).call().getFirst();
    assertEquals(plain, fast, e::listing);
    float[] floats = plain.floats();
    double[] doubles = new double[floats.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  private static double[] numbers(Expr e) {
    return numbers(e, Map.of());
  }

  /** Something held, a cost that is made of it, and that cost of its values in doubles. */
  private record Case(
      Function<Expr, Expr> held, Function<Expr, Expr> cost, ToDoubleFunction<double[]> value) {}

  private static double logsAtLabels(double[] p) {
    return Math.log(p[LABELS[0]]) + Math.log(p[3 + LABELS[1]]);
  }

  private static double sum(double[] x, java.util.function.DoubleUnaryOperator f) {
    return java.util.Arrays.stream(x).map(f).sum();
  }

  private static Map<String, Case> cases() {
    Map<String, Case> all = new LinkedHashMap<>();
    all.put(
        "softmax, its likelihood",
        new Case(Expr::softmax, p -> p.pick(LABEL).log().sum(), HeldExpressionsTest::logsAtLabels));
    all.put(
        "softmax, its likelihood and itself",
        new Case(
            Expr::softmax,
            p -> p.pick(LABEL).log().sum().plus(p.square().sum()),
            p -> logsAtLabels(p) + sum(p, x -> x * x)));
    all.put(
        "picked probabilities",
        new Case(e -> e.softmax().pick(LABEL), p -> p.log().sum(), p -> sum(p, Math::log)));
    all.put(
        "softmax, its logarithms",
        new Case(Expr::softmax, p -> p.log().times(p).sum(), p -> sum(p, x -> x * Math.log(x))));
    all.put(
        "gathered probabilities",
        new Case(
            e -> e.softmax().gather(Expr.constant(1, 1)),
            p -> p.column(2).log().sum(),
            p -> Math.log(p[2]) + Math.log(p[5])));
    all.put(
        "products of probabilities",
        new Case(e -> e.softmax().times(e.sigmoid()), p -> p.log().sum(), p -> sum(p, Math::log)));
    all.put("sigmoid", new Case(Expr::sigmoid, s -> s.log().sum(), s -> sum(s, Math::log)));
    all.put(
        "sigmoid of the other class",
        new Case(
            Expr::sigmoid,
            s -> Expr.constant(1f).minus(s).log().sum(),
            s -> sum(s, x -> Math.log(1 - x))));
    all.put(
        "1 - sigmoid",
        new Case(
            e -> Expr.constant(1f).minus(e.sigmoid()), q -> q.log().sum(), q -> sum(q, Math::log)));
    all.put("negate", new Case(Expr::negate, n -> n.negate().sum(), n -> -sum(n, x -> x)));
    all.put("a sum", new Case(e -> e.plus(1f), s -> s.square().sum(), s -> sum(s, x -> x * x)));
    all.put("a mean's rows", new Case(e -> e.times(2f), Expr::mean, s -> sum(s, x -> x) / 6));
    return all;
  }

  @Test
  void everythingHeldHasItsGradient() {
    cases()
        .forEach(
            (name, each) -> {
              Expr held = each.held.apply(z);
              Expr cost = each.cost.apply(held);
              double[] at = numbers(held);
              List<Expr> gradients = Gradient.of(cost, List.of(held, z));
              double[] gradient = numbers(gradients.getFirst());
              for (int i = 0; i < at.length; i++) {
                double[] up = at.clone();
                double[] down = at.clone();
                up[i] += 1e-6;
                down[i] -= 1e-6;
                double slope =
                    (each.value.applyAsDouble(up) - each.value.applyAsDouble(down)) / 2e-6;
                assertEquals(slope, gradient[i], 1e-4 * (1 + Math.abs(slope)), name);
              }
              double[] alone = numbers(Gradient.of(cost, List.of(z)).getFirst());
              assertArrayEquals(alone, numbers(gradients.get(1)), name + ": that of z");
            });
  }

  @Test
  void everythingHeldMayBeReplaced() {
    cases()
        .forEach(
            (name, each) -> {
              Expr held = each.held.apply(z);
              Expr cost = each.cost.apply(held);
              double[] other = numbers(held.times(0.5f).plus(0.125f));
              float[] floats = new float[other.length];
              for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) other[i];
              }
              int columns = held.shape().columns().size();
              Expr instead = Expr.constant(Value.of(floats.length / columns, columns, floats));
              double expected = each.value.applyAsDouble(other);
              double found = numbers(cost, Map.of(held, instead))[0];
              assertEquals(expected, found, 1e-5 * (1 + Math.abs(expected)), name);
            });
  }

  /** The gradient of a likelihood is made of the softmax, so it sees what stands for that. */
  @Test
  void gradientsSeeWhatIsReplaced() {
    Expr p = z.softmax();
    Expr gradient = Gradient.of(p.pick(LABEL).log().sum(), List.of(z)).getFirst();
    Expr q = Expr.constant(Value.of(2, 3, .5f, .25f, .25f, .5f, .5f, 0));
    assertArrayEquals(
        new double[] {.5, -.25, -.25, -.5, -.5, 1}, numbers(gradient, Map.of(p, q)), 1e-6);
  }

  @Test
  void logarithmsOfProbabilitiesAreFinite() {
    Expr wide = Expr.constant(Value.of(1, 3, 1000, 0, -1000));
    Expr p = wide.softmax();
    Expr third = Expr.constant(2);
    Expr far = Expr.constant(Value.of(4, 1, -200, 200, 0, 1e30f));
    double ln2 = Math.log(2);
    Map<Expr, double[]> expected = new LinkedHashMap<>();
    expected.put(p.log(), new double[] {0, -1000, -2000});
    expected.put(p.pick(third).log(), new double[] {-2000});
    expected.put(p.pick(third).times(1f).log(), new double[] {-2000});
    expected.put(p.log().pick(third), new double[] {-2000});
    expected.put(p.column(1).log(), new double[] {-1000});
    expected.put(p.transpose().log(), new double[] {0, -1000, -2000});
    expected.put(p.times(p).log(), new double[] {0, -2000, -4000});
    expected.put(Expr.constant(2f).over(p).log(), new double[] {ln2, ln2 + 1000, ln2 + 2000});
    expected.put(p.times(-1f).log(), new double[] {Double.NaN, Double.NaN, Double.NaN});
    expected.put(far.sigmoid().log(), new double[] {-200, 0, -ln2, 0});
    expected.put(
        Expr.constant(1f).minus(far.sigmoid()).log(), new double[] {0, -200, -ln2, -1e30f});
    Expr nan = Expr.constant(Value.of(1, 2, Float.NaN, 0));
    expected.put(nan.softmax().log(), new double[] {Double.NaN, Double.NaN});
    expected.put(nan.sigmoid().log(), new double[] {Double.NaN, -ln2});
    expected.forEach(
        (e, values) -> {
          double[] found = numbers(e);
          for (int i = 0; i < values.length; i++) {
            double bound = Double.isNaN(values[i]) ? 1e-6 : 1e-6 * (1 + Math.abs(values[i]));
            assertEquals(values[i], found[i], bound, e.toString());
          }
        });
  }

  @Test
  void gradientsOfThemAreFinite() {
    Expr far = Expr.shared(new Shared("far", Value.of(2, 1, -200, 200)));
    Expr s = far.sigmoid();
    assertArrayEquals(new double[] {1, 0}, gradient(s.log(), far), 1e-6);
    assertArrayEquals(new double[] {0, -1}, gradient(Expr.constant(1f).minus(s).log(), far), 1e-6);
    Expr wide = Expr.shared(new Shared("wide", Value.of(1, 3, 1000, 0, -1000)));
    Expr p = wide.softmax();
    assertArrayEquals(new double[] {-1, 0, 1}, gradient(p.column(2).log(), wide), 1e-6);
    assertArrayEquals(
        new double[] {-1, 0, 1}, gradient(p.pick(Expr.constant(2)).times(3f).log(), wide), 1e-6);
    assertArrayEquals(new double[] {-2, 1, 1}, gradient(p.log(), wide), 1e-6);
    assertArrayEquals(
        new double[] {Double.NaN, Double.NaN, Double.NaN},
        gradient(p.pick(Expr.constant(7)).log(), wide));
    assertArrayEquals(
        new double[] {Double.NaN, Double.NaN, Double.NaN},
        gradient(p.pick(Expr.constant(-1)), wide));
  }

  private static double[] gradient(Expr e, Expr of) {
    return numbers(Gradient.of(e.sum(), List.of(of)).getFirst());
  }

  /** Hessian times a vector, against differences of the gradient. */
  @Test
  void likelihoodsHaveSecondDerivatives() {
    Expr nll = z.softmax().pick(LABEL).log().negate().sum();
    Expr first = Gradient.of(nll, List.of(z)).getFirst();
    double[] second = numbers(Gradient.of(first.column(0).sum(), List.of(z)).getFirst());
    for (int i = 0; i < Z.length; i++) {
      double slope = (firstColumn(i, 1e-4) - firstColumn(i, -1e-4)) / 2e-4;
      assertEquals(slope, second[i], 1e-5);
    }
  }

  /** The sum of the first column of softmax - one-hot, with one logit changed. */
  private static double firstColumn(int changed, double by) {
    double sum = 0;
    for (int r = 0; r < 2; r++) {
      double[] powers = new double[3];
      for (int c = 0; c < 3; c++) {
        powers[c] = Math.exp(Z[3 * r + c] + (3 * r + c == changed ? by : 0));
      }
      sum += powers[0] / (powers[0] + powers[1] + powers[2]);
    }
    return sum;
  }

  @Test
  void whatIsNoPartOfTheCostIsRefusedOrZero() {
    Expr other = z.softmax();
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Gradient.of(z.softmax().square().sum(), List.of(other)));
    assertTrue(String.valueOf(e.getMessage()).contains("known by identity"), e::toString);
    Expr unused = Expr.shared(new Shared("unused", Value.of(1, 2, 1, 2)));
    assertArrayEquals(
        new double[] {0, 0}, numbers(Gradient.of(z.sum(), List.of(unused)).getFirst()));
    e = assertThrows(IllegalArgumentException.class, () -> Gradient.of(z.sum(), List.of(LABEL)));
    assertEquals("only floats have a gradient, not [0, 2] (INT 2 x 1)", e.getMessage());
  }

  @Test
  void whatStandsForAnotherHasItsTypeAndColumns() {
    for (Expr wrong : List.of(LABEL, z.column(0), Expr.constant(1f))) {
      Exception e =
          assertThrows(IllegalArgumentException.class, () -> numbers(z.square(), Map.of(z, wrong)));
      assertTrue(e.toString().endsWith("cannot stand for z (2 x 3)"), e::toString);
    }
    Expr longer = Expr.constant(Value.of(4, 3, 1, 1, 1, 2, 2, 2, 3, 3, 3, 6, 6, 6));
    assertEquals(3, numbers(z.mean(), Map.of(z, longer))[0]);
    assertEquals(4, numbers(z.rows().toFloat(), Map.of(z, longer))[0]);
  }
}
