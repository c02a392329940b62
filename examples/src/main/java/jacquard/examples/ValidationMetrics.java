package jacquard.examples;

import static jacquard.program.Selectors.calls;
import static jacquard.program.Selectors.named;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.KFold;
import jacquard.experiment.Experiment;
import jacquard.program.Selector;
import jacquard.report.MetricRow;
import jacquard.report.Metrics;
import jacquard.vm.Atomic;
import jacquard.vm.Moment;
import java.util.List;
import java.util.Map;

/** What trainers with a validation set measure for a run directory, by settings, fold and epoch. */
@Atomic
final class ValidationMetrics implements Stateful {
  private Metrics metrics = new Metrics();
  private KFold kf;
  private List<DbnTrial> trials = List.of(); // one, or none
  private int epoch;

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private ValidationMetrics() {}

  private ValidationMetrics(KFold kf, List<DbnTrial> trials) {
    this.kf = kf;
    this.trials = trials;
  }

  @Override
  public void state(State s) {
    metrics = s.value("metrics", metrics);
    kf = s.value("kf", kf);
    trials = s.value("trials", trials);
    epoch = s.value("epoch", epoch);
  }

  /**
   * Has an experiment with a component {@code kf} measure.
   *
   * @param error the call that gives the validation error
   * @param trials whose settings are tried, if any are
   */
  static void watch(Experiment experiment, String program, String error, DbnTrial... trials) {
    KFold kf = experiment.component("kf", KFold.class);
    ValidationMetrics watch = new ValidationMetrics(kf, List.of(trials));
    experiment.component("metrics", watch.metrics).component("watch", watch);
    Selector validated = named(error);
    experiment.rewrite(program, p -> p.find(validated).orNone().after(watch::validated));
    experiment.rewrite(program, p -> p.find(calls(kf::storeScores)).orNone().after(watch::tested));
  }

  void validated(Moment moment) {
    int next = epoch + 1;
    add(moment, "validation error", (Double) moment.result().values().getFirst(), next);
    epoch = next;
  }

  /** After the test of a fold another one begins. */
  void tested(Moment moment) {
    add(moment, "test accuracy", kf.scores().getLast().accuracy(), 0);
    epoch = 0;
  }

  private void add(Moment moment, String metric, double value, int inEpoch) {
    Map<String, Double> settings = trials.isEmpty() ? Map.of() : trials.getFirst().settings();
    metrics.add(
        MetricRow.at(moment, metric, value).inFold(kf.fold() + 1).inEpoch(inEpoch).with(settings));
  }
}
