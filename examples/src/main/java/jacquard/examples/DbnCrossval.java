package jacquard.examples;

import static jacquard.program.Programs.call;

import jacquard.data.Digits;
import jacquard.data.KFold;
import jacquard.event.Plugin;
import jacquard.event.Scheduler;
import jacquard.experiment.Experiment;
import jacquard.learn.Backend;
import jacquard.learn.Dbn;
import jacquard.learn.Scale;
import jacquard.plugin.Print;
import jacquard.plugin.Search;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Schedulers within schedulers: pretraining, fine-tuning, folds and a search of settings. */
final class DbnCrossval implements Example {
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
  public About about() {
    return About.computing(
        "dbn-crossval",
        Topic.PLUGINS,
        "Searches the settings of a deep belief network by cross-validation on digits.");
  }

  @Override
  public Experiment experiment(long seed) {
    KFold kf = KFold.withValidation(Digits.load(), folds, seed);
    Scale scale = new Scale(1 / 16f);
    DbnTrial.Seeds seeds = DbnTrial.Seeds.of(seed);
    Dbn dbn =
        new Dbn(Backend.current(), DbnTrial.layers(seeds), DbnTrial.fineTuning(0.1, 0, seeds));
    DbnTrial trial = new DbnTrial(dbn, kf, seeds);
    DbnSchedulers schedulers = new DbnSchedulers(kf, scale, dbn, trial);
    Scheduler fineTune = schedulers.fineTune(patience);

    // From outside: nothing of the trainer knows of it.
    Plugin printStat = Print.of("print_stat", call(trial::words));
    printStat.act(fineTune, fineTune.plugin("early_stop").end());

    Scheduler crossval = schedulers.crossval(schedulers.trainer(fineTune, pretraining));
    Scheduler search =
        schedulers.search(Search.grid(Map.of("rate", rates, "noise", noises)), crossval);
    return new Experiment()
        .component("kf", kf)
        .component("scale", scale)
        .component("dbn", dbn)
        .component("trial", trial)
        .plugins(search)
        .program(name(), search.node());
  }

  @Override
  public void measure(Experiment experiment) {
    DbnTrial trial = experiment.component("trial", DbnTrial.class);
    ValidationMetrics.watch(experiment, name(), "trial.error", trial);
    experiment.component("images", DbnTrial.images(experiment.component("scale", Scale.class)));
  }

  @Override
  public void report(Experiment experiment, PrintWriter out) {
    new DbnTable(experiment.component("trial", DbnTrial.class).rows()).print(out);
  }

  @Override
  public Map<String, Object> result(Experiment experiment) {
    return new DbnTable(experiment.component("trial", DbnTrial.class).rows()).asMap();
  }
}
