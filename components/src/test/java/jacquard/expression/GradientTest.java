package jacquard.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The gradient of every operation against differences of the plain interpreter's doubles. */
final class GradientTest {
  private static final double STEP = 1e-5;
  private static final Kernels KERNELS = new JavaKernels();

  private static final Expr P = Expr.input("p", ElementType.FLOAT, Shape.of(4, 3));
  private static final Expr Q = Expr.input("q", ElementType.FLOAT, Shape.of(3, 2));
  private static final Expr R = Expr.input("r", ElementType.FLOAT, Shape.of(1, 3));
  private static final Expr C = Expr.input("c", ElementType.FLOAT, Shape.of(4, 1));
  private static final Expr S = Expr.number("s");
  private static final Expr LABELS = Expr.constant(2, 0, 1, 1);
  private static final Expr STARTS = Expr.constant(0, 2, 2, 4);

  /** Expressions by name; each is summed, weighted, to the number that is differentiated. */
  private static Map<String, Expr> expressions() {
    Map<String, Expr> all = new LinkedHashMap<>();
    all.put("sum and difference", P.plus(R).minus(C).plus(S));
    all.put("negate", P.negate().times(P.negate().plus(R)));
    all.put("product and quotient", P.times(R).over(C.square().plus(1f)).times(S));
    all.put("exp", P.exp());
    all.put("log", P.square().plus(0.5f).log());
    all.put("sigmoid", P.times(R).sigmoid());
    all.put("relu", P.relu().times(R));
    all.put("sqrt", P.square().plus(1f).sqrt());
    all.put("abs", P.abs().times(C));
    all.put("max and min", P.max(R).times(P.min(C)));
    all.put("choose", P.greaterThan(0f).choose(P.times(R), C.square()));
    all.put("repeated", S.repeatedLike(P).times(P));
    all.put("dot", P.dot(Q).dot(Q.transpose()));
    all.put("dot of transposed", P.product(true, P.dot(Q), false));
    all.put("dot with transposed", P.dot(Q).product(false, Q, true));
    all.put("dot of both transposed", Q.product(true, P, true));
    all.put("affine relu", P.dot(Q).plus(R.column(0)).relu().dot(Q.transpose()));
    all.put("affine sigmoid", P.dot(Q).plus(1f).sigmoid().dot(Q.transpose()).sigmoid());
    all.put("softmax", P.times(R).softmax());
    all.put("pick", P.square().pick(LABELS));
    all.put("nll", P.times(R).softmax().pick(LABELS).log().negate().times(C));
    all.put("log of a softmax", P.times(R).softmax().log().times(C));
    all.put("log of a sigmoid", P.times(R).sigmoid().log());
    all.put("log of 1 - sigmoid", Expr.constant(1f).minus(P.sigmoid()).log().times(R));
    all.put("log of a product", P.softmax().times(R.square().plus(0.5f)).over(C.sigmoid()).log());
    all.put("log of selected", P.softmax().gather(Expr.constant(1, 1)).column(2).log());
    all.put("log of a softmax turned", P.softmax().transpose().log().dot(P.sigmoid()));
    all.put("integers beside it", P.times(LABELS).plus(LABELS).over(LABELS.plus(0.5f)));
    all.put("row sums", P.square().rowSums().times(C));
    all.put("column sums", P.square().columnSums().times(R));
    all.put("sum", P.square().sum().times(S));
    all.put("mean", P.square().mean().times(S));
    all.put("row max", P.times(R).rowMax().square());
    all.put("gather", P.gather(Expr.constant(1, 1, 3)).square());
    all.put("window", P.window(Expr.constant(1), 2).square());
    all.put("filter", P.filter(C.lessThan(C.plus(1f))).square());
    all.put("columns", P.columns(Expr.constant(2, 0, 2)).square());
    all.put("beside", P.beside(C, P.times(R)).square());
    all.put("below", P.below(R, P.times(C)).square());
    all.put("segment sum", P.segmentSum(STARTS).square());
    Expr again = Expr.input("p", ElementType.FLOAT, Shape.of(4, 3));
    all.put("the same input as two expressions", P.times(again).plus(again));
    all.put("twice", P.sigmoid().times(P.sigmoid()).plus(P));
    return all;
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(expressions().keySet());
  }

  @Property(tries = 400)
  void gradientsAreDifferences(@ForAll("names") String name, @ForAll long seed) {
    Expr e = expressions().getOrDefault(name, P);
    Random random = new Random(seed);
    Map<String, double[][]> inputs = new HashMap<>();
    List<Expr> parameters = List.of(P, Q, R, C, S);
    for (Expr p : parameters) {
      inputs.put(p.toString(), values(random, p.shape()));
    }
    Expr cost = e.times(Expr.constant(0.7f)).plus(0.1f).square().sum().over(2f);
    List<Expr> gradients = Gradient.of(cost, parameters);
    Object[] arguments =
        parameters.stream()
            .map(p -> Plain.value(inputs.getOrDefault(p.toString(), new double[0][]), p.type()))
            .toArray();
    List<Value> found = Function.compile(KERNELS, parameters, gradients, Map.of()).call(arguments);
    Function.Settings plain = Function.Settings.of(parameters, gradients).unoptimized();
    assertEquals(Function.compile(KERNELS, plain).call(arguments), found, name);
    for (int i = 0; i < parameters.size(); i++) {
      compare(name, cost, inputs, parameters.get(i), found.get(i));
    }
  }

  /** With respect to anything a cost is made of, whatever is computed past it. */
  @Property(tries = 100)
  void gradientsOfEveryPartAreDifferences(@ForAll("names") String name, @ForAll long seed) {
    Expr e = expressions().getOrDefault(name, P);
    Random random = new Random(seed);
    Map<String, double[][]> inputs = new HashMap<>();
    List<Expr> leaves = List.of(P, Q, R, C, S);
    for (Expr p : leaves) {
      inputs.put(p.toString(), values(random, p.shape()));
    }
    Object[] arguments =
        leaves.stream()
            .map(p -> Plain.value(inputs.getOrDefault(p.toString(), new double[0][]), p.type()))
            .toArray();
    Expr cost = e.times(Expr.constant(0.7f)).plus(0.1f).square().sum().over(2f);
    for (Expr part : Graph.ordered(List.of(cost))) {
      if (part.type() != ElementType.FLOAT || part.operands().isEmpty()) {
        continue;
      }
      List<Expr> gradients = Gradient.of(cost, List.of(part));
      Value gradient =
          Function.compile(KERNELS, leaves, gradients, Map.of()).call(arguments).getFirst();
      double[][] at = new Plain(false, inputs).of(part);
      for (int i = 0; i < gradient.floats().length; i++) {
        double up = replaced(cost, inputs, part, at, i, STEP);
        double down = replaced(cost, inputs, part, at, i, -STEP);
        double slope = (up - down) / (2 * STEP);
        double bound = 5e-4 * (1 + Math.abs(slope) + Math.abs(up));
        assertEquals(slope, gradient.floats()[i], bound, name + ", " + part);
      }
    }
  }

  private static double replaced(
      Expr cost,
      Map<String, double[][]> inputs,
      Expr part,
      double[][] values,
      int changed,
      double by) {
    double[][] other =
        java.util.Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    other[changed / other[0].length][changed % other[0].length] += by;
    return new Plain(false, inputs).given(part, other).of(cost)[0][0];
  }

  /** Values in steps of an eighth, away from kinks. */
  private static double[][] values(Random random, Shape shape) {
    double[][] m = new double[shape.rows().size()][shape.columns().size()];
    for (double[] row : m) {
      for (int i = 0; i < row.length; i++) {
        row[i] =
            (random.nextInt(16) + 0.5) / 8 * (random.nextBoolean() ? 1 : -1) / 2
                + random.nextInt(1000) / 65536.0;
      }
    }
    return m;
  }

  private static void compare(
      String name, Expr cost, Map<String, double[][]> inputs, Expr parameter, Value gradient) {
    double[][] values = inputs.getOrDefault(parameter.toString(), new double[0][]);
    for (int r = 0; r < values.length; r++) {
      for (int c = 0; c < values[r].length; c++) {
        double at = values[r][c];
        values[r][c] = at + STEP;
        double up = new Plain(false, inputs).of(cost)[0][0];
        values[r][c] = at - STEP;
        double down = new Plain(false, inputs).of(cost)[0][0];
        values[r][c] = at;
        double difference = (up - down) / (2 * STEP);
        double found = gradient.floats()[r * values[r].length + c];
        double bound = 2e-4 * (1 + Math.abs(difference) + Math.abs(up));
        assertEquals(difference, found, bound, name + ", " + parameter + " " + r + " " + c);
      }
    }
  }

  @Test
  void whatTheCostDoesNotDependOnHasNoGradient() {
    Expr gradient = Gradient.of(P.sum(), List.of(Q)).getFirst();
    Value value =
        Function.compile(KERNELS, List.of(Q), List.of(gradient), Map.of())
            .call(Value.of(3, 2, 1, 2, 3, 4, 5, 6))
            .getFirst();
    assertEquals(Value.of(3, 2, 0, 0, 0, 0, 0, 0), value);
  }

  @Test
  void onlyANumberHasAGradient() {
    Exception error =
        assertThrows(IllegalArgumentException.class, () -> Gradient.of(P, List.of(P)));
    assertEquals(
        "only one number has a gradient; take the sum or mean of p (4 x 3)", error.getMessage());
  }
}
