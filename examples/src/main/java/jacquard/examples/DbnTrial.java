package jacquard.examples;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Digits;
import jacquard.data.KFold;
import jacquard.data.Score;
import jacquard.event.Action;
import jacquard.event.Event;
import jacquard.event.Fired;
import jacquard.kernels.Activation;
import jacquard.kernels.Rates;
import jacquard.kernels.Seed;
import jacquard.learn.Dbn;
import jacquard.learn.MlpSettings;
import jacquard.learn.Rbm;
import jacquard.learn.RbmSettings;
import jacquard.learn.Scale;
import jacquard.report.SampleImages;
import jacquard.vm.Atomic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The settings that a cross-validation tries on a {@link Dbn}, and how well they did.
 *
 * <p>As a plugin it keeps the validation error of each fold, and ends with their mean when the
 * k-fold has ended.
 */
@Atomic
final class DbnTrial implements Action, Stateful {
  private static final List<Integer> UNITS = List.of(64, 200, 200, 10);

  /**
   * A line of the table.
   *
   * @param validation the mean error on the validation samples
   * @param accuracy the mean accuracy on the test samples
   */
  record Row(Map<String, Double> settings, double validation, double accuracy, double deviation) {}

  /** The seeds of the network's parts. */
  record Seeds(long layer1, long layer2, long network) {
    static Seeds of(long seed) {
      Seed run = Seed.of(seed);
      return new Seeds(
          run.child("layer1").key(), run.child("layer2").key(), run.child("network").key());
    }

    /** Those of runs that began before parts had seeds by name. */
    static Seeds earlier(long seed) {
      return new Seeds(seed + 1, seed + 2, seed + 3);
    }
  }

  private Dbn dbn;
  private KFold kf;
  private Seeds seeds;
  private Map<String, Double> settings = Map.of();
  private List<Double> errors = new ArrayList<>();
  private List<Row> rows = new ArrayList<>();

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private DbnTrial() {}

  DbnTrial(Dbn dbn, KFold kf, Seeds seeds) {
    this.dbn = dbn;
    this.kf = kf;
    this.seeds = seeds;
  }

  @Override
  public void state(State s) {
    dbn = s.value("dbn", dbn);
    kf = s.value("kf", kf);
    seeds = s.has("seeds") ? s.value("seeds", seeds) : Seeds.earlier(s.value("seed", 0L));
    settings = s.value("settings", settings);
    errors = s.value("errors", errors);
    rows = s.value("rows", rows);
  }

  static List<RbmSettings> layers(Seeds seeds) {
    Rates contrast = new Rates(0.05f, 0.9f, 2e-4f);
    return List.of(
        RbmSettings.of(UNITS.get(0), UNITS.get(1), Rbm.Visible.BERNOULLI, contrast, seeds.layer1),
        RbmSettings.of(UNITS.get(1), UNITS.get(2), Rbm.Visible.BERNOULLI, contrast, seeds.layer2));
  }

  static MlpSettings fineTuning(double rate, double noise, Seeds seeds) {
    Rates descent = new Rates((float) rate, 0.9f, 1e-5f);
    return MlpSettings.of(UNITS, Activation.SIGMOID, descent, seeds.network)
        .withAnnealing(0.97f)
        .withNoise((float) noise, (float) noise / 4);
  }

  /** Two digits of each class, as the network is given them. */
  static SampleImages images(Scale scale) {
    return SampleImages.ofEachClass(scale.filt(Digits.load().all()), 2);
  }

  /** Makes the network anew with settings to try. */
  void set(Map<String, Double> next) {
    double rate = Objects.requireNonNull(next.get("rate"));
    double noise = Objects.requireNonNull(next.get("noise"));
    dbn.become(layers(seeds), fineTuning(rate, noise, seeds));
    settings = next;
  }

  /** The share of wrong answers. */
  double error(Score score) {
    return 1 - score.accuracy();
  }

  @Override
  public Fired act(Event event) {
    if (event.source().equals("kfold")) {
      double mean = StatUtils.mean(errors.stream().mapToDouble(each -> each).toArray());
      rows.add(new Row(settings, mean, kf.meanAccuracy(), kf.accuracyDeviation()));
      errors = new ArrayList<>();
      return Fired.end(mean);
    }
    errors.add((Double) event.value());
    return Fired.NOTHING;
  }

  /** What is printed when the training of a fold was stopped. */
  String words(double error) {
    return String.format(
        Locale.ROOT, "%s, fold %d: validation error %.4f", settings, kf.fold() + 1, error);
  }

  /** The settings that are being tried. */
  Map<String, Double> settings() {
    return settings;
  }

  List<Row> rows() {
    return rows;
  }
}
