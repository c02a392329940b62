package jacquard.datalearn;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.repeat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Dataset;
import jacquard.experiment.Experiment;
import jacquard.expression.Expr;
import jacquard.expression.Shared;
import jacquard.expression.Value;
import jacquard.laws.Laws;
import jacquard.program.Program;
import jacquard.vm.Args;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Iterations: as often as wanted, by symbols, to a condition, and in programs. */
final class IterationTest {
  private static final Value TABLE = Value.of(3, 2, 1, 2, 3, 4, 5, 6);

  private static List<Double> column(Iterable<Numbers> samples) {
    List<Double> column = new ArrayList<>();
    for (Numbers each : samples) {
      column.add(each.get().number());
    }
    return column;
  }

  @Test
  void columnsOneAfterTheOtherTakeOneCompilation() {
    Expr j = Expr.integer("j");
    Shared column = Shared.integer("column", 0);
    Data chosen = Data.of("value", Expr.constant(TABLE).column(j));
    Iteration iteration = chosen.iterate().given(j, Expr.shared(column));
    assertEquals(List.of(1.0, 3.0, 5.0), column(iteration));
    column.set(1);
    assertEquals(List.of(2.0, 4.0, 6.0), column(iteration));
    assertEquals(List.of(2.0, 4.0, 6.0), column(iteration));
    assertEquals(1, iteration.compilations());
  }

  @Test
  void aValueThatChangesIsSeenBySamplesToCome() {
    Shared column = Shared.integer("column", 0);
    Data chosen = Data.of("value", Expr.constant(TABLE).column(Expr.shared(column)));
    Iterator<Numbers> samples = chosen.iterate().iterator();
    assertEquals(1, samples.next().get().number());
    column.set(1);
    assertEquals(4, samples.next().get().number());
  }

  @Test
  void itEndsWithTheConditionOrTheData() {
    Data data = Data.of("value", Expr.constant(TABLE).column(0));
    Iteration all = data.iterate();
    assertEquals(List.of(1.0, 3.0), column(all.whilst(Iteration.INDEX.lessThan(Expr.constant(2)))));
    assertEquals(
        List.of(1.0, 3.0, 5.0), column(all.whilst(Iteration.INDEX.lessThan(Expr.constant(9)))));
    assertEquals(List.of(1.0, 3.0), column(all.whilst(Iteration.INDEX.lessThan(1.5f))));
    assertEquals(List.of(1.0, 3.0), column(all.whilst(Iteration.INDEX.lessThan(2))));
    Expr value = data.get(Iteration.INDEX).get("value");
    assertEquals(List.of(1.0), column(all.whilst(value.lessThan(3f))));
    assertEquals(List.of(), column(data.filter(s -> s.get("value").greaterThan(9f)).iterate()));
  }

  /** It writes down the samples it is given. */
  static final class Diary implements Stateful {
    private List<Numbers> samples = new ArrayList<>();

    @Override
    public void state(State s) {
      samples = s.value("samples", samples);
    }

    void add(Numbers sample) {
      samples.add(sample);
    }
  }

  private static Data table(int rows) {
    float[] values = new float[rows * 2];
    int[] labels = new int[rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return Data.of(new Dataset("table", 2, values, labels)).map("input", x -> x.times(0.5f));
  }

  @Property(tries = 20)
  void anyInterleavingOfPausesLeavesItExact(
      @ForAll @IntRange(min = 1, max = 5) int rows, @ForAll @IntRange(min = 1, max = 3) int width) {
    Laws.check(
        () ->
            Program.of(
                repeat(
                    2,
                    buffer(width, generate(table(rows * width).iterate())),
                    call("id", (Object x) -> x.toString()))),
        Args.EMPTY,
        500);
  }

  @Property(tries = 10)
  void itsPlaceIsSaved(@ForAll @IntRange(min = 1, max = 4) int width) {
    Laws.savingChangesNothing(
        () -> {
          Diary diary = new Diary();
          Shared scale = Shared.number("scale", 3);
          Expr s = Expr.number("s");
          Data halves = table(8);
          Iteration samples =
              halves
                  .map("input", x -> x.times(s))
                  .iterate()
                  .given(s, Expr.shared(scale))
                  .given(halves.input(), halves.input().plus(1f));
          return new Experiment()
              .types(Diary.class)
              .component("diary", diary)
              .component("samples", samples)
              .component("scale", scale)
              .program("main", repeat(2, buffer(width, generate(samples)), call(diary::add)));
        },
        "main",
        Args.EMPTY,
        200,
        Diary.class);
  }

  @Test
  void samplesInABufferAreABatch() {
    Diary diary = new Diary();
    Program.of(repeat(2, buffer(3, generate(table(6).iterate())), call(diary::add))).start().run();
    assertEquals(
        List.of(
            Value.of(3, 2, 0, .5f, 1, 1.5f, 2, 2.5f), Value.of(3, 2, 3, 3.5f, 4, 4.5f, 5, 5.5f)),
        diary.samples.stream().map(each -> each.get("input")).toList());
    assertEquals(3, diary.samples.getFirst().examples().rows());
  }
}
