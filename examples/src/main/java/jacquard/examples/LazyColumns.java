package jacquard.examples;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.generate;
import static jacquard.program.Programs.repeat;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.datalearn.Data;
import jacquard.datalearn.Iteration;
import jacquard.datalearn.Numbers;
import jacquard.experiment.Experiment;
import jacquard.expression.Expr;
import jacquard.expression.Shared;
import jacquard.expression.Value;
import jacquard.vm.Args;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The columns of a data set, one after the other, by a symbol that one compiled function keeps. */
final class LazyColumns implements Example {
  private static final int ROWS = 3;
  private static final int COLUMNS = 4;

  /** Which column is read, and what was seen. */
  static final class Reader implements Stateful {
    private Shared column = Shared.integer("column", 0);
    private List<String> lines = new ArrayList<>();

    @Override
    public void state(State s) {
      column = s.value("column", column);
      lines = s.value("lines", lines);
    }

    /** A sample, or nothing after the last one. */
    void see(Args given) {
      if (!given.isEmpty()) {
        Numbers sample = (Numbers) given.values().getFirst();
        lines.add(String.format(Locale.ROOT, "column %d: %s", column(), sample.get().number()));
      }
    }

    void next() {
      column.set(column() + 1);
    }

    private int column() {
      return (int) column.value().number();
    }
  }

  @Override
  public About about() {
    return About.of(
        "lazy-columns",
        Topic.DATA,
        "A lazy data set by a symbolic column, iterated for each column, compiled once.");
  }

  @Override
  public Experiment experiment(long seed) {
    Reader reader = new Reader();
    Expr j = Expr.integer("j");
    Data column = someCode(table(), j); // it knows nothing of what j will be
    Iteration samples = column.iterate().given(j, Expr.shared(reader.column));
    return new Experiment()
        .component("reader", reader)
        .component("samples", samples)
        .program(
            name(),
            repeat(
                COLUMNS,
                repeat(ROWS + 1, generate(samples), call(reader::see)),
                call(reader::next)));
  }

  private static Data table() {
    float[] values = new float[ROWS * COLUMNS];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return Data.of("input", Expr.constant(Value.of(ROWS, COLUMNS, values)));
  }

  private static Data someCode(Data data, Expr column) {
    return data.map("input", x -> x.column(column).times(10f));
  }

  @Override
  public void report(Experiment experiment, PrintWriter out) {
    experiment.component("reader", Reader.class).lines.forEach(out::println);
    int compilations = experiment.component("samples", Iteration.class).compilations();
    out.println("compilations: " + compilations);
  }
}
