package jacquard.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Rates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What compiling joins, counts and refuses. */
final class FunctionTest {
  private static final Kernels KERNELS = new JavaKernels();
  private static final Expr X = Expr.input("x", ElementType.FLOAT, Shape.samples(3));
  private static final Expr LABEL = Expr.input("label", ElementType.INT, Shape.samples(1));

  private final Shared w = new Shared("w", Value.of(3, 2, 1, 2, 3, 4, 5, 6));
  private final Shared b = new Shared("b", Value.of(1, 2, 1, -1));
  private final Expr logits = X.dot(Expr.shared(w)).plus(Expr.shared(b));

  private static Function compile(Expr... outputs) {
    return Function.compile(KERNELS, List.of(X, LABEL), List.of(outputs), Map.of());
  }

  private static List<Value> call(Function f) {
    return f.call(Value.of(2, 3, 1, 0, 0, 0, 1, 0), new int[] {0, 1});
  }

  @Test
  void predictionAndCostTogetherTakeOneForwardPass() {
    Expr prediction = X.dot(Expr.shared(w)).plus(Expr.shared(b)).softmax();
    Expr nll = X.dot(Expr.shared(w)).plus(Expr.shared(b)).softmax().pick(LABEL).log().negate();
    Expr error = logits.softmax().argmax().notEqualTo(LABEL);
    Function together = compile(prediction, nll, error);
    call(together);
    assertEquals("affine LINEAR\nsoftmax\nsoftmaxGradient\nargmax\n!=", together.plan());
    assertEquals(4, together.launches());
    Function alone = compile(prediction);
    call(alone);
    assertEquals("affine SOFTMAX", alone.plan());
    assertEquals(1, alone.launches());
  }

  @Test
  void elementwiseOperationsAreOnePass() {
    Function f = compile(X.plus(1f).times(X).minus(X.exp()).over(2f).rowSums());
    assertEquals("+ * exp - /\nrowSums", f.plan());
    assertEquals(0, f.launches());
  }

  @Test
  void constantsAreFoldedAndDeadPartsDropped() {
    Expr constant =
        Expr.constant(Value.of(2, 2, 1, 2, 3, 4)).dot(Expr.constant(Value.of(2, 1, 1, 1)));
    Function f = compile(constant.sum());
    assertEquals("", f.plan());
    assertEquals(10, call(f).getFirst().number());
    assertEquals("", compile(X.dot(Expr.shared(w)).rows()).plan().replaceAll("[rR]ows", "").trim());
  }

  @Test
  void selectionsMoveToTheLeaves() {
    Expr table = Expr.stored(new Counting());
    Counting.read = 0;
    Expr i = Expr.integer("i");
    Function f =
        Function.compile(KERNELS, List.of(i), List.of(table.times(2f).exp().get(i)), Map.of());
    f.call(5);
    assertEquals(1, Counting.read);
    Expr window = table.plus(table).window(i, 10);
    Function.compile(KERNELS, List.of(i), List.of(window), Map.of()).call(95);
    assertEquals(1 + 5, Counting.read);
  }

  /** A table that counts what is read. */
  private static final class Counting implements Table {
    private static int read;

    @Override
    public String name() {
      return "counting";
    }

    @Override
    public ElementType type() {
      return ElementType.FLOAT;
    }

    @Override
    public int rows() {
      return 100;
    }

    @Override
    public int columns() {
      return 1;
    }

    @Override
    public void read(int first, int count, Object to, int at) {
      for (int i = 0; i < count; i++) {
        ((float[]) to)[at + i] = first + i;
      }
      read += count;
    }
  }

  @Test
  void sharedValuesChangeWithoutCompiling() {
    Function f = compile(logits);
    assertEquals(Value.of(2, 2, 2, 1, 4, 3), call(f).getFirst());
    w.set(0, 0, 0, 0, 0, 0);
    assertEquals(Value.of(2, 2, 1, -1, 1, -1), call(f).getFirst());
  }

  @Test
  void givensReplaceLeavesAndOperations() {
    Expr j = Expr.integer("j");
    Shared column = Shared.integer("column", 2);
    Function f =
        Function.compile(KERNELS, List.of(X), List.of(X.column(j)), Map.of(j, Expr.shared(column)));
    Value x = Value.of(1, 3, 5, 6, 7);
    assertEquals(7, f.call(x).getFirst().number());
    column.set(0);
    assertEquals(5, f.call(x).getFirst().number());
    Map<Expr, Expr> twice = Map.of(logits, logits.times(2f));
    Function doubled = Function.compile(KERNELS, List.of(X), List.of(logits.sum()), twice);
    assertEquals(2, doubled.call(Value.of(1, 3, 0, 0, 0)).getFirst().number() + 2);
  }

  @Test
  void updatesComeAfterOutputsAndReadBeforeTheyWrite() {
    Shared a = Shared.number("a", 1);
    Shared c = Shared.number("c", 2);
    List<Update> swap =
        List.of(
            new Update.Assign(a, Expr.shared(c)), new Update.Assign(c, Expr.shared(a).plus(1f)));
    Function f =
        Function.compile(
            KERNELS, Function.Settings.of(List.of(), List.of(Expr.shared(a))).updating(swap));
    assertEquals(1, f.call().getFirst().number());
    assertEquals(2, a.value().number());
    assertEquals(2, c.value().number());
  }

  @Test
  void aLayerDescendsInOneKernel() {
    Expr cost = logits.softmax().pick(LABEL).log().negate().mean();
    List<Expr> gradients = Gradient.of(cost, List.of(Expr.shared(w), Expr.shared(b)));
    Rates rates = new Rates(0.1f, 0.5f, 0.01f);
    List<List<Value>> ends = new ArrayList<>();
    for (boolean optimized : new boolean[] {true, false}) {
      w.set(1, 2, 3, 4, 5, 6);
      b.set(1, -1);
      Shared vw = Shared.zeros("vw", 3, 2);
      Shared vb = Shared.zeros("vb", 1, 2);
      List<Update> updates =
          List.of(
              new Update.Descend(w, vw, gradients.get(0), rates),
              new Update.Descend(b, vb, gradients.get(1), rates.withoutDecay()));
      Function.Settings settings =
          new Function.Settings(List.of(X, LABEL), List.of(), Map.of(), updates, optimized);
      Function f = Function.compile(KERNELS, settings);
      call(f);
      call(f);
      ends.add(List.of(w.value(), b.value(), vw.value(), vb.value()));
      if (optimized) {
        assertEquals("affine LINEAR\nsoftmaxGradient\nlayerUpdate w", f.plan());
      }
    }
    assertEquals(ends.get(1), ends.get(0));
  }

  @Test
  void errorsNameBothSides() {
    assertMessage("dot: x (n x 3) does not fit b (1 x 2)", () -> X.dot(Expr.shared(b)));
    assertMessage("+: x (n x 3) does not fit w (3 x 2)", () -> X.plus(Expr.shared(w)));
    Expr other = Expr.input("y", ElementType.FLOAT, new Shape(Dim.named("m"), Dim.of(3)));
    assertMessage("*: x (n x 3) does not fit y (m x 3)", () -> X.times(other));
    Expr text = Expr.input("name", ElementType.TEXT, Shape.samples(1));
    assertMessage(
        "exp takes FLOAT, not TEXT: it was given name (TEXT n x 1); texts are only selected",
        text::exp);
  }

  @Test
  void wrongArgumentsAreRefused() {
    Function f = compile(X.rowSums(), LABEL);
    assertMessage(
        "n is 1 for input x, but 2 for input label",
        () -> f.call(Value.of(1, 3, 1, 2, 3), new int[] {0, 1}));
    assertMessage("input x takes n x 3, not 1 x 2", () -> f.call(Value.of(1, 2, 1, 2), 0));
    assertMessage("1 arguments for the inputs [x, label]", () -> f.call(0));
    assertMessage("input label takes INT, not FLOAT", () -> f.call(Value.of(1, 3, 1, 2, 3), 1f));
    assertMessage(
        "input x (n x 3) is needed, but the inputs are []; add it, or replace it by givens",
        () -> Function.compile(KERNELS, List.of(), List.of(X), Map.of()));
  }

  @Test
  void rowsThatAreSeenNotToFitAreNamed() {
    Expr any = Expr.rows("any", ElementType.FLOAT, Dim.of(2));
    Function f =
        Function.compile(
            KERNELS, List.of(X, any), List.of(X.dot(any), X.plus(any.sum())), Map.of());
    assertMessage(
        "dot(x, any): cannot multiply 1 x 3 by 2 x 2 into 1 x 2",
        () -> f.call(Value.of(1, 3, 1, 2, 3), Value.of(2, 2, 1, 2, 3, 4)));
  }

  private static void assertMessage(String message, org.junit.jupiter.api.function.Executable e) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, e).getMessage());
  }

  @Test
  void aWrongIndexIsNamed() {
    Expr i = Expr.integer("i");
    Function f = Function.compile(KERNELS, List.of(X, i), List.of(X.get(i)), Map.of());
    Exception e =
        assertThrows(IndexOutOfBoundsException.class, () -> f.call(Value.of(1, 3, 1, 2, 3), 1));
    assertEquals("x: there is no row 1 (counted from 0) in 1 rows", e.getMessage());
  }

  @Test
  void printsAndLists() {
    assertEquals("softmax((dot(x, w) + b))", logits.softmax().toString());
    assertEquals(
        """
        %1 = dot(x, w) : FLOAT n x 2
        %2 = (%1 + b) : FLOAT n x 2
        %3 = (%2 * %2) : FLOAT n x 2
        give %3\
        """,
        logits.square().listing());
  }

  @Test
  void deepExpressionsCompile() {
    Expr deep = X;
    for (int i = 0; i < 5000; i++) {
      deep = deep.plus(1f);
    }
    Value sum =
        Function.compile(KERNELS, List.of(X), List.of(deep), Map.of())
            .call(Value.of(1, 3, 1, 2, 3))
            .getFirst();
    assertEquals(Value.of(1, 3, 5001, 5002, 5003), sum);
    assertTrue(deep.toString().length() < 1000);
  }

  @Test
  void textsAreSelected() {
    Expr name = Expr.input("name", ElementType.TEXT, Shape.samples(1));
    Function f =
        Function.compile(
            KERNELS,
            List.of(X, name),
            List.of(name.filter(X.column(0).greaterThan(0f)), name.below(name).get(3)),
            Map.of());
    List<Value> values = f.call(Value.of(2, 3, 0, 0, 0, 1, 0, 0), new String[] {"a", "b"});
    assertEquals(List.of(Value.ofTexts("b"), Value.ofTexts("b")), values);
  }

  @Test
  void samplesOfAnyLength() {
    Expr starts = Expr.constant(0, 1, 1, 3);
    Function f = Function.compile(KERNELS, List.of(X), List.of(X.segmentSum(starts)), Map.of());
    assertEquals(
        Value.of(3, 3, 1, 2, 3, 0, 0, 0, 11, 13, 15),
        f.call(Value.of(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9)).getFirst());
  }
}
