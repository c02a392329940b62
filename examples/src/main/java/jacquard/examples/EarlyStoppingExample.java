package jacquard.examples;

import static jacquard.program.Programs.buffer;
import static jacquard.program.Programs.call;
import static jacquard.program.Programs.repeat;
import static jacquard.program.Programs.seq;

import jacquard.data.Digits;
import jacquard.data.KFold;
import jacquard.event.Plugin;
import jacquard.event.Scheduler;
import jacquard.experiment.Experiment;
import jacquard.kernels.Activation;
import jacquard.kernels.Rates;
import jacquard.learn.Backend;
import jacquard.learn.Mlp;
import jacquard.learn.MlpSettings;
import jacquard.learn.Scale;
import jacquard.plugin.LearningRate;
import jacquard.plugin.Print;
import jacquard.plugin.SaveBest;
import jacquard.plugin.Schedule;
import jacquard.report.Monitor;
import jacquard.vm.Node;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** One perceptron on digits, trained until its validation error falls no more. */
final class EarlyStoppingExample implements Example {
  private static final int PER_EPOCH = 72;

  @Override
  public About about() {
    return About.computing(
        "early-stopping",
        Topic.PLUGINS,
        "Trains a perceptron on digits until its validation error falls no more.");
  }

  @Override
  public Experiment experiment(long seed) {
    KFold kf = KFold.withValidation(Digits.load(), 10, seed);
    Scale scale = new Scale(1 / 16f);
    Rates rates = new Rates(0.1f, 0.9f, 1e-4f);
    Mlp mlp =
        new Mlp(
            Backend.current(), MlpSettings.of(List.of(64, 100, 10), Activation.RELU, rates, seed));
    Course course = new Course();
    Node batch = seq(buffer(20, call(kf::next)), call(scale::filt));
    Node error =
        seq(call(kf::validation), call(scale::filt), call(mlp::score), call(course::error));
    Scheduler trainer =
        Trainers.earlyStopping(
            "trainer", repeat(PER_EPOCH, batch, call(mlp::update)), error, 10, new SaveBest(mlp));

    watch(trainer, mlp, course);
    Node test =
        seq(
            call(kf::initTest),
            call(kf::testSize),
            call(kf::nextTestBatch),
            call(scale::filt),
            call(mlp::score),
            call(kf::storeScores));
    return new Experiment()
        .component("kf", kf)
        .component("scale", scale)
        .component("mlp", mlp)
        .component("course", course)
        .plugins(trainer)
        .program(name(), seq(call(kf::nextFold), trainer.node(), test.named("test")));
  }

  /** Adds what the trainer does not know of: a schedule of the rate, a monitor, and who prints. */
  private static void watch(Scheduler trainer, Mlp mlp, Course course) {
    Plugin rate = Plugin.of("rate", new LearningRate(Schedule.cosine(0.1, 0.01, 30).warmedUp(3)));
    Plugin setRate = Plugin.of("set_rate", call(mlp::setRate));
    Plugin monitor = Plugin.of("monitor", new Monitor(5, Monitor.Statistic.MEAN));
    Plugin printStat = Print.of("print_stat", call(course::words));
    Plugin validate = trainer.plugin("validate");
    Plugin earlyStop = trainer.plugin("early_stop");
    rate.act(trainer, validate.next());
    setRate.act(trainer, rate.next());
    monitor.act(trainer, validate.next());
    printStat.act(trainer, earlyStop.next());
  }

  @Override
  public void measure(Experiment experiment) {
    ValidationMetrics.watch(experiment, name(), "course.error");
  }

  @Override
  public void report(Experiment experiment, PrintWriter out) {
    KFold kf = experiment.component("kf", KFold.class);
    out.println(String.format(Locale.ROOT, "test accuracy %.4f", kf.meanAccuracy()));
  }
}
