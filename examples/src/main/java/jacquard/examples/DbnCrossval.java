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
import jacquard.learn.Backend;
import jacquard.learn.Dbn;
import jacquard.learn.Scale;
import jacquard.plugin.Print;
import jacquard.plugin.SaveBest;
import jacquard.plugin.Search;
import jacquard.vm.Node;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Option;

/**
 * The second proposal's experiment, complete: schedulers within schedulers pretrain and fine-tune a
 * deep belief network, cross-validate it, and search its settings.
 */
final class DbnCrossval implements Example {
  private static final int BATCH = 20;
  private static final int PER_EPOCH = 72;

  @Option(names = "--folds", paramLabel = "K", description = "Folds (${DEFAULT-VALUE}).")
  private int folds = 10;

  @Option(
      names = "--pretraining",
      paramLabel = "N",
      description = "Epochs of contrastive divergence for each layer (${DEFAULT-VALUE}).")
  private int pretraining = 10;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Epochs without a better validation error (${DEFAULT-VALUE}).")
  private int patience = 40;

  @Option(
      names = "--rates",
      paramLabel = "X",
      split = ",",
      description = "Rates of fine-tuning to try (${DEFAULT-VALUE}).")
  private List<Double> rates = List.of(0.1, 0.3);

  @Option(
      names = "--noises",
      paramLabel = "X",
      split = ",",
      description = "Deviations of noise on the inputs to try (${DEFAULT-VALUE}).")
  private List<Double> noises = List.of(0.0, 0.2);

  @Override
  public String name() {
    return "dbn-crossval";
  }

  @Override
  public String description() {
    return "Plugins: searches the settings of a deep belief network by cross-validation on digits.";
  }

  @Override
  public boolean computes() {
    return true;
  }

  @Override
  public Experiment experiment(long seed) {
    KFold kf = KFold.withValidation(Digits.load(), folds, seed);
    Scale scale = new Scale(1 / 16f);
    Dbn dbn = new Dbn(Backend.current(), DbnTrial.layers(seed), DbnTrial.fineTuning(0.1, 0, seed));
    DbnTrial trial = new DbnTrial(dbn, kf, seed);
    Scheduler fineTune = fineTuner(kf, scale, dbn, trial);

    // From outside: nothing of the trainer knows of it.
    Plugin printStat = Print.of("print_stat", call(trial::words));
    printStat.act(fineTune, fineTune.plugin("early_stop").end());

    Scheduler crossval = crossval(kf, scale, dbn, trial, dbnTrainer(kf, scale, dbn, fineTune));
    Scheduler search = search(Search.grid(Map.of("rate", rates, "noise", noises)), trial, crossval);
    return new Experiment()
        .component("kf", kf)
        .component("scale", scale)
        .component("dbn", dbn)
        .component("trial", trial)
        .plugins(search)
        .program(name(), search.node());
  }

  private static Node minibatch(KFold kf, Scale scale) {
    return seq(buffer(BATCH, call(kf::next)), call(scale::filt));
  }

  private Scheduler fineTuner(KFold kf, Scale scale, Dbn dbn, DbnTrial trial) {
    Node epoch =
        seq(repeat(PER_EPOCH, minibatch(kf, scale), call(dbn::fineTune)), call(dbn::anneal));
    Node error = seq(call(kf::validation), call(scale::filt), call(dbn::score), call(trial::error));
    return Trainers.earlyStopping("fine_tune", epoch, error, patience, new SaveBest(dbn));
  }

  /** Pretrains two layers, one after the other, and fine-tunes what becomes of them. */
  private Scheduler dbnTrainer(KFold kf, Scale scale, Dbn dbn, Scheduler fineTune) {
    Scheduler sched = new Scheduler("dbn_trainer");
    Node update = seq(minibatch(kf, scale), call(dbn::pretrain));
    Plugin clear = Plugin.of("clear", call(dbn::clear));
    Plugin layer1 =
        Plugin.of(Trainers.fixedEpochs("pretrain_layer1", update, PER_EPOCH, pretraining));
    Plugin layer2 =
        Plugin.of(Trainers.fixedEpochs("pretrain_layer2", update, PER_EPOCH, pretraining));
    Plugin up = Plugin.of("next_layer", call(dbn::nextLayer));
    Plugin unroll = Plugin.of("unroll", call(dbn::unroll));
    Plugin tune = Plugin.of(fineTune);
    clear.act(sched, sched.begin());
    layer1.act(sched, clear.next());
    up.act(sched, layer1.end(), layer2.end());
    layer2.act(sched, up.next().once());
    unroll.act(sched, up.next().after(1));
    tune.act(sched, unroll.next());
    return sched.endOn(tune.end());
  }

  /** Cross-validates one choice of settings; ends with its mean validation error. */
  private static Scheduler crossval(
      KFold kf, Scale scale, Dbn dbn, DbnTrial trial, Scheduler dbnTrainer) {
    Scheduler sched = new Scheduler("crossval");
    Plugin kfold = Plugin.of("kfold", kf);
    Plugin trainer = Plugin.of(dbnTrainer);
    Plugin measure = Plugin.of("measure", trial);
    Plugin test =
        Plugin.of(
            "test",
            seq(
                call(kf::initTest),
                call(kf::testSize),
                call(kf::nextTestBatch),
                call(scale::filt),
                call(dbn::score),
                call(kf::storeScores)));
    kfold.act(sched, sched.begin(), test.next());
    trainer.act(sched, kfold.next());
    measure.act(sched, trainer.end(), kfold.end());
    test.act(sched, trainer.end());
    return sched.endOn(measure.end());
  }

  /** The outer loop: one cross-validation for each choice of settings. */
  private static Scheduler search(Search grid, DbnTrial trial, Scheduler crossval) {
    Scheduler sched = new Scheduler("search");
    Plugin search = Plugin.of("grid", grid);
    Plugin set = Plugin.of("set", call(trial::set));
    Plugin run = Plugin.of(crossval);
    search.act(sched, sched.begin(), run.end());
    set.act(sched, search.next());
    run.act(sched, set.next());
    return sched.endOn(search.end());
  }

  @Override
  public void report(Experiment experiment, PrintWriter out) {
    List<DbnTrial.Row> rows = experiment.component("trial", DbnTrial.class).rows();
    DbnTrial.Row best =
        rows.stream().min(Comparator.comparingDouble(DbnTrial.Row::validation)).orElseThrow();
    out.println(" rate  noise  validation error  test accuracy");
    for (DbnTrial.Row row : rows) {
      out.println(
          String.format(
              Locale.ROOT,
              "%5.2f  %5.2f  %16.4f  %.4f ± %.4f%s",
              Objects.requireNonNull(row.settings().get("rate")),
              Objects.requireNonNull(row.settings().get("noise")),
              row.validation(),
              row.accuracy(),
              row.deviation(),
              row.equals(best) ? "  best on validation" : ""));
    }
  }
}
