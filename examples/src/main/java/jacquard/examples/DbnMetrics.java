package jacquard.examples;

import static jacquard.program.Selectors.calls;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Dataset;
import jacquard.data.Score;
import jacquard.experiment.Experiment;
import jacquard.report.MetricRow;
import jacquard.report.Metrics;
import jacquard.report.SampleImages;
import jacquard.vm.Atomic;
import jacquard.vm.Moment;
import java.util.Locale;

/** What {@link MnistDbn} measures by epoch: each layer's error, then the errors on test images. */
@Atomic
final class DbnMetrics implements Stateful {
  private Metrics metrics = new Metrics();
  private DbnReport report;

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private DbnMetrics() {}

  private DbnMetrics(DbnReport report) {
    this.report = report;
  }

  @Override
  public void state(State s) {
    metrics = s.value("metrics", metrics);
    report = s.value("report", report);
  }

  /** Has an experiment measure, and keep two test images of each class. */
  static void watch(Experiment experiment, String program) {
    DbnReport report = experiment.component("report", DbnReport.class);
    DbnMetrics watch = new DbnMetrics(report);
    Dataset test = experiment.component("test", Dataset.class);
    experiment
        .component("metrics", watch.metrics)
        .component("images", SampleImages.ofEachClass(test.all(), 2))
        .component("watch", watch);
    experiment.rewrite(
        program, p -> p.find(calls(report::pretrained)).orNone().after(watch::pretrained));
    experiment.rewrite(program, p -> p.find(calls(report::tested)).orNone().after(watch::tested));
  }

  void pretrained(Moment moment) {
    String metric = String.format(Locale.ROOT, "layer%d error", report.layer());
    metrics.add(MetricRow.at(moment, metric, report.errors().getLast()));
  }

  void tested(Moment moment) {
    Score score = report.scores().getLast();
    double wrong = score.total() - score.correct();
    metrics.add(MetricRow.at(moment, "test error", wrong / score.total()));
  }
}
