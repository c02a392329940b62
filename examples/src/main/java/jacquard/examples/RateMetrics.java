package jacquard.examples;

import static jacquard.program.Selectors.parallels;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.experiment.Experiment;
import jacquard.learn.Softmax;
import jacquard.report.MetricRow;
import jacquard.report.Metrics;
import jacquard.vm.Atomic;
import jacquard.vm.Moment;
import java.util.List;
import java.util.Map;

/**
 * What {@link ParallelModels} measures: each model's accuracy on unseen digits, when all are
 * trained. A hook within a thread would have the threads run by turns.
 */
final class RateMetrics implements Stateful {
  private Metrics metrics = new Metrics();
  private Batch unseen;
  private List<Double> rates;
  private List<Softmax> models;

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private RateMetrics() {}

  private RateMetrics(Batch unseen, List<Double> rates, List<Softmax> models) {
    this.unseen = unseen;
    this.rates = rates;
    this.models = models;
  }

  @Override
  public void state(State s) {
    metrics = s.value("metrics", metrics);
    unseen = s.value("unseen", unseen);
    rates = s.value("rates", rates);
    models = s.value("models", models);
  }

  /** Has an experiment measure models, each trained at the rate in its place. */
  static void watch(
      Experiment experiment,
      String program,
      Batch unseen,
      List<Double> rates,
      List<Softmax> models) {
    RateMetrics watch = new RateMetrics(unseen, rates, models);
    experiment.component("metrics", watch.metrics).component("watch", watch);
    experiment.rewrite(program, p -> p.find(parallels()).orNone().after(watch::tested));
  }

  @Atomic
  void tested(Moment moment) {
    MetricRow[] rows = new MetricRow[models.size()];
    for (int i = 0; i < rows.length; i++) {
      double accuracy = models.get(i).score(unseen).accuracy();
      Map<String, Double> rate = Map.of("rate", rates.get(i));
      rows[i] = MetricRow.at(moment, "test accuracy", accuracy).with(rate);
    }
    metrics.add(rows);
  }
}
