package jacquard.faults;

import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.experiment.Autosave;
import jacquard.experiment.Experiment;
import jacquard.program.Selectors;
import jacquard.report.LiveView;
import jacquard.report.MetricRow;
import jacquard.report.Metrics;
import jacquard.report.RunConfiguration;
import jacquard.report.RunDirectory;
import jacquard.report.RunSession;
import jacquard.vm.Moment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run that takes much memory for its size: to save, since its state is many texts, or to be
 * looked at, since it measures much.
 */
public final class BigRun {
  /** How many steps it takes. */
  static final long STEPS = 13;

  /** The name of its program. */
  static final String PROGRAM = "main";

  /** The state, and the look at its page. */
  static final class Work implements Stateful {
    private final transient Metrics metrics;
    private List<String> texts = new ArrayList<>();
    private int rows;
    private transient @Nullable URI page;

    /** To be loaded. */
    Work() {
      this(new Metrics(), 0);
    }

    Work(Metrics metrics, int rows) {
      this.metrics = metrics;
      this.rows = rows;
    }

    @Override
    public void state(State s) {
      texts = s.value("texts", texts);
      rows = s.value("rows", rows);
    }

    void turn() {}

    void measure(Moment moment) throws IOException {
      for (int i = 0; i < rows; i++) {
        metrics.add(MetricRow.at(moment, "number " + i % 7, i));
      }
    }

    void look(Moment moment) throws IOException {
      if (page != null) {
        try (InputStream in = page.toURL().openStream()) {
          in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
          System.out.println("the page does not answer at step " + moment.step());
        }
      }
    }
  }

  private BigRun() {}

  /**
   * Runs into a directory.
   *
   * @param args the directory, the number of texts, the number of rows a turn
   */
  public static void main(String[] args) {
    try {
      run(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
      System.out.println("saved");
    } catch (Throwable e) { // as a program of one's own does, whatever it is
      System.out.println("error: " + e);
      System.exit(1);
    }
    System.exit(0);
  }

  private static void run(Path path, int texts, int rows) {
    Metrics metrics = new Metrics();
    Work work = new Work(metrics, rows);
    for (int i = 0; i < texts; i++) {
      work.texts.add("text number " + i);
    }
    Experiment experiment =
        new Experiment()
            .types(Work.class)
            .component("metrics", metrics)
            .component("work", work)
            .program(PROGRAM, repeat(6, call(work::turn)));
    if (rows > 0) {
      experiment.rewrite(
          PROGRAM, program -> program.find(Selectors.calls(work::turn)).after(work::measure));
      experiment.rewrite(
          PROGRAM, program -> program.find(Selectors.calls(work::turn)).after(work::look));
    }
    experiment.start(PROGRAM);
    RunDirectory directory = RunDirectory.create(path, RunConfiguration.of(PROGRAM, 1));
    try (Autosave autosave = new Autosave(directory.checkpoints(), BigRun::warn);
        RunSession session = directory.begin(experiment, Map.of());
        LiveView view = rows > 0 ? LiveView.open(directory, 0, autosave) : null) {
      work.page = view == null ? null : view.address();
      try {
        autosave.everySteps(4).run(experiment, PROGRAM, Long.MAX_VALUE);
      } catch (RuntimeException e) {
        session.failed(e);
        throw e;
      }
    }
  }

  private static void warn(String text) {
    System.out.println(text);
  }
}
