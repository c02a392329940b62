package jacquard.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Rates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Updates that read each other, worked out by hand, and updates that are refused. */
final class UpdateTest {
  private static final Kernels KERNELS = new JavaKernels();
  private static final Rates ONE = new Rates(1, 0, 0);

  private final Shared a = new Shared("a", Value.of(1, 2, 1, 2));
  private final Shared b = new Shared("b", Value.of(1, 2, 10, 20));

  private static Update.Descend descend(Shared p, Expr gradient, Rates rates) {
    return new Update.Descend(p, Shared.zeros("v", p.rows(), p.columns()), gradient, rates);
  }

  private static void call(boolean optimized, Update... updates) {
    Function.Settings settings =
        new Function.Settings(List.of(), List.of(), Map.of(), List.of(updates), optimized);
    Function.compile(KERNELS, settings).call();
  }

  private void assertValues(Value expectedA, Value expectedB) {
    assertEquals(List.of(expectedA, expectedB), List.of(a.value(), b.value()));
    a.set(1, 2);
    b.set(10, 20);
  }

  @Test
  void gradientsThatAreParametersAreThoseFromBefore() {
    Expr ea = Expr.shared(a);
    Expr eb = Expr.shared(b);
    for (boolean optimized : new boolean[] {true, false}) {
      call(optimized, descend(a, eb, ONE), descend(b, ea, ONE));
      assertValues(Value.of(1, 2, -9, -18), Value.of(1, 2, 9, 18));
      call(optimized, descend(a, ea, ONE), new Update.Assign(b, ea));
      assertValues(Value.of(1, 2, 0, 0), Value.of(1, 2, 1, 2));
      call(optimized, new Update.Assign(a, eb), descend(b, ea, ONE));
      assertValues(Value.of(1, 2, 10, 20), Value.of(1, 2, 9, 18));
      call(optimized, new Update.Assign(a, eb), new Update.Assign(b, ea));
      assertValues(Value.of(1, 2, 10, 20), Value.of(1, 2, 1, 2));
    }
  }

  @Test
  void velocitiesMayBeRead() {
    for (boolean optimized : new boolean[] {true, false}) {
      Shared v = new Shared("v", Value.of(1, 2, 4, 8));
      Update step = new Update.Descend(a, v, Expr.shared(b), new Rates(1, 0.5f, 0));
      call(optimized, step, new Update.Assign(b, Expr.shared(v)));
      assertEquals(Value.of(1, 2, -8, -16), v.value());
      assertValues(Value.of(1, 2, -7, -14), Value.of(1, 2, 4, 8));
    }
  }

  /** Each row steps by a window on the table itself, whatever rows it names. */
  @Property(tries = 50)
  void windowsAreThoseFromBefore(
      @ForAll @IntRange(min = 0, max = 4) int from, @ForAll boolean optimized) {
    float[] values = {1, 2, 3, 4, 5, 6};
    Shared table = new Shared("table", Value.of(6, 1, values));
    Shared two = new Shared("two", Value.of(2, 1, 0, 0));
    Expr rows = Expr.shared(table).gather(Expr.constant(from, from + 1));
    call(optimized, descend(table, Expr.shared(table), ONE), descend(two, rows, ONE));
    assertEquals(Value.of(2, 1, -values[from], -values[from + 1]), two.value());
    assertEquals(Shared.zeros("", 6, 1).value(), table.value());
  }

  private static void assertRefused(String message, Runnable how) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, how::run).getMessage());
  }

  @Test
  void oneUpdateForEachValue() {
    Expr ea = Expr.shared(a);
    String twice = "\"a\" is changed by two updates; add up their gradients, or leave one out";
    for (boolean optimized : new boolean[] {true, false}) {
      assertRefused(twice, () -> call(optimized, descend(a, ea, ONE), descend(a, ea, ONE)));
      assertRefused(twice, () -> call(optimized, new Update.Assign(a, ea), descend(a, ea, ONE)));
      assertRefused(
          twice,
          () -> call(optimized, new Update.Assign(a, ea), new Update.Descend(b, a, ea, ONE)));
      assertRefused(twice, () -> call(optimized, new Update.Descend(a, a, ea, ONE)));
      assertValues(Value.of(1, 2, 1, 2), Value.of(1, 2, 10, 20));
    }
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeAnythingChanges() {
    assertRefused(
        "a (1 x 2) cannot descend by 1.0 (1 x 1)", () -> descend(a, Expr.constant(1f), ONE));
    assertRefused(
        "v (2 x 1) cannot be the velocity of a (1 x 2)",
        () -> new Update.Descend(a, Shared.zeros("v", 2, 1), Expr.shared(b), ONE));
    assertRefused(
        "i (INT 1 x 1) cannot descend by 1 (INT 1 x 1)",
        () -> descend(Shared.integer("i", 1), Expr.constant(1), ONE));
    Expr rows = Expr.rows("rows", ElementType.FLOAT, Dim.of(2));
    List<List<Update>> all = new ArrayList<>();
    all.add(List.of(descend(b, Expr.shared(a), ONE), descend(a, rows, ONE)));
    all.add(List.of(descend(b, Expr.shared(a), ONE), new Update.Assign(a, rows)));
    for (List<Update> updates : all) {
      for (boolean optimized : new boolean[] {true, false}) {
        Function f =
            Function.compile(
                KERNELS,
                new Function.Settings(List.of(rows), List.of(), Map.of(), updates, optimized));
        assertRefused("a is 1 x 2, but rows is 2 x 2", () -> f.call(Value.of(2, 2, 1, 2, 3, 4)));
        assertValues(Value.of(1, 2, 1, 2), Value.of(1, 2, 10, 20));
      }
    }
  }

  @Test
  void whatBelongsToOthersIsNotChanged() {
    Matrix theirs = KERNELS.matrix(1, 2);
    Shared view = Shared.view("view", KERNELS, () -> theirs);
    assertRefused(
        "\"view\" belongs to somebody else, who alone changes it",
        () -> call(true, descend(view, Expr.shared(a), ONE)));
  }
}
