package jacquard.examples;

import static jacquard.program.Selectors.calls;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Dataset;
import jacquard.data.Examples;
import jacquard.data.KFold;
import jacquard.experiment.Experiment;
import jacquard.learn.Rbm;
import jacquard.learn.Softmax;
import jacquard.program.Selector;
import jacquard.report.Confusion;
import jacquard.report.MetricRow;
import jacquard.report.Metrics;
import jacquard.report.SampleImages;
import jacquard.vm.Atomic;
import jacquard.vm.Fn;
import jacquard.vm.Moment;
import jacquard.vm.Progress;

/** What {@link KFoldDigits} measures: errors by epoch, accuracies by fold, confusions. */
@Atomic
final class KFoldMetrics implements Stateful {
  private static final int BATCH = 20;

  private Metrics metrics = new Metrics();
  private Confusion confusion = new Confusion(10);
  private KFold kf;
  private KFold rawKf;
  private Rbm layer1;
  private Rbm layer2;
  private Softmax softmax;

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private KFoldMetrics() {}

  private KFoldMetrics(Experiment of) {
    kf = of.component("kf", KFold.class);
    rawKf = of.component("rawKf", KFold.class);
    layer1 = of.component("layer1", Rbm.class);
    layer2 = of.component("layer2", Rbm.class);
    softmax = of.component("softmax", Softmax.class);
  }

  @Override
  public void state(State s) {
    metrics = s.value("metrics", metrics);
    confusion = s.value("confusion", confusion);
    kf = s.value("kf", kf);
    rawKf = s.value("rawKf", rawKf);
    layer1 = s.value("layer1", layer1);
    layer2 = s.value("layer2", layer2);
    softmax = s.value("softmax", softmax);
  }

  /** Has an experiment measure. */
  static void watch(Experiment experiment, String program) {
    KFoldMetrics watch = new KFoldMetrics(experiment);
    experiment
        .component("metrics", watch.metrics)
        .component("confusion", watch.confusion)
        .component("images", images(experiment))
        .component("watch", watch);
    after(experiment, program, calls(watch.layer1::cd1Update), watch::layer1);
    after(experiment, program, calls(watch.layer2::cd1Update), watch::layer2);
    after(experiment, program, calls(watch.softmax::update), watch::softmax);
    after(experiment, program, calls(watch.softmax::score), watch::predicted);
    after(experiment, program, calls(watch.kf::storeScores), watch::tested);
    after(experiment, program, calls(watch.rawKf::storeScores), watch::rawTested);
  }

  /** Two digits of each class, as PCA is given them. */
  private static SampleImages images(Experiment experiment) {
    return SampleImages.ofEachClass(experiment.component("digits", Dataset.class).all(), 2);
  }

  private static void after(
      Experiment experiment, String program, Selector where, Fn.P1<Moment> hook) {
    experiment.rewrite(program, p -> p.find(where).orNone().after(hook));
  }

  void layer1(Moment moment) {
    if (epoch(moment) > 0) {
      add(moment, "layer1 error", layer1.reconstructionError());
    }
  }

  void layer2(Moment moment) {
    if (epoch(moment) > 0) {
      add(moment, "layer2 error", layer2.reconstructionError());
    }
  }

  void softmax(Moment moment) {
    if (epoch(moment) > 0) {
      add(moment, "softmax loss", softmax.loss());
    }
  }

  void predicted(Moment moment) {
    Examples samples = (Examples) moment.args().get(0);
    confusion.count(samples, softmax.predict(samples));
  }

  void tested(Moment moment) {
    add(moment, "test accuracy", kf.scores().getLast().accuracy());
  }

  void rawTested(Moment moment) {
    add(moment, "test accuracy, raw softmax", rawKf.scores().getLast().accuracy());
  }

  private void add(Moment moment, String metric, double value) {
    metrics.add(MetricRow.at(moment, metric, value).inEpoch(epoch(moment)));
  }

  /** Which epoch ends with the round that is counted around a moment; 0 within one, or outside. */
  private int epoch(Moment moment) {
    int perEpoch = Math.max(1, kf.trainSize() / BATCH);
    for (Moment.Enclosing around : moment.enclosing()) {
      Progress progress = around.progress();
      if (progress != null && progress.unit().equals("round") && progress.at() % perEpoch == 0) {
        return (int) (progress.at() / perEpoch);
      }
    }
    return 0;
  }
}
