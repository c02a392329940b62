package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.vm.Atomic;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A principal component analysis: its filter centres and turns rows so that the columns are
 * uncorrelated, largest variance first, and may keep only the first of them.
 *
 * <p>A whitening one also rescales, to variance l / (l + epsilon) where it was l.
 *
 * <p>Components are signed so that their largest entry is positive; otherwise equal data could give
 * opposite filters.
 */
@Atomic
public final class Pca extends Filter {
  /** Scatter, covariance, its rows, a symmetric copy, and eigenvectors or a product's operands. */
  private static final int SQUARES = 5;

  private final Kernels kernels;
  private PcaSettings settings;
  private @Nullable PcaModel model;

  private Scratch inputs;
  private Scratch centred;
  private Scratch outputs;

  /** Makes an analysis of all components that whitens and has seen no data. */
  public Pca(Kernels kernels, float epsilon) {
    this(kernels, PcaSettings.whitening(epsilon));
  }

  /** Makes an analysis that has seen no data. */
  public Pca(Kernels kernels, PcaSettings settings) {
    this.kernels = kernels;
    this.settings = settings;
    allocate(1, 1);
  }

  /**
   * An analysis of the k components of the largest variances that whitens.
   *
   * @param epsilon as for all components
   * @param seed of the directions from which the search starts
   */
  public static Pca top(Kernels kernels, int k, float epsilon, long seed) {
    return new Pca(kernels, PcaSettings.whitening(epsilon).top(k, seed));
  }

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private Pca() {
    this.kernels = Backend.current();
  }

  private void allocate(int columns, int components) {
    inputs = new Scratch(kernels, columns);
    centred = new Scratch(kernels, columns);
    outputs = new Scratch(kernels, components);
  }

  @Override
  public int stateVersion() {
    return 2;
  }

  @Override
  public void state(State s) {
    settings =
        s.version() == 1
            ? PcaSettings.whitening(s.value("epsilon", 1f))
            : s.value("settings", settings);
    double[] variances = s.value("variances", model == null ? new double[0] : model.variances());
    if (s.isLoading()) {
      clear();
    }
    if (variances.length > 0) {
      PcaModel saved = model == null ? saved(s, variances) : model;
      if (model != null) {
        s.value("columns", saved.columns());
        s.value("total", saved.total());
      }
      saved.state(s);
      learn(saved);
    }
    namesState(s);
  }

  private PcaModel saved(State s, double[] variances) {
    if (s.version() == 1) {
      return new PcaModel(kernels, variances.length, Arrays.stream(variances).sum(), variances);
    }
    int columns = s.value("columns", 0);
    double total = s.value("total", 0.0);
    return new PcaModel(kernels, columns, total, variances);
  }

  private void learn(PcaModel fresh) {
    PcaModel before = model;
    allocate(fresh.columns(), fresh.variances().length);
    model = fresh;
    if (before != fresh) {
      forgetNames();
      if (before != null) {
        before.close();
      }
    }
  }

  /** Forgets the data. */
  public void clear() {
    forgetNames();
    if (model != null) {
      model.close();
      model = null;
    }
  }

  /**
   * Learns the filter from data, in place of what was learned before.
   *
   * <p>With fewer rows than columns nothing of columns x columns is computed.
   *
   * @param data at least two rows, and as many rows and columns as components are kept
   * @throws IllegalArgumentException if it has fewer, a NaN or an infinity, or more columns than
   *     Java has memory for; then what was learned before is kept
   */
  public void analyze(Examples data) {
    int count = count(data.rows(), data.columns());
    PrincipalComponents found;
    double[] mean;
    if (data.rows() > data.columns()) {
      Moments.requireRoom("pca", data.columns(), SQUARES, Runtime.getRuntime().maxMemory());
      Moments moments = new Moments(kernels);
      moments.add("pca", data);
      mean = moments.mean();
      found = PrincipalComponents.ofColumns(kernels, data, moments, count, settings.seed());
    } else {
      data.requireFinite("pca");
      mean = CentredRows.mean(data);
      found = PrincipalComponents.ofRows(kernels, data, mean, count, settings.seed());
    }
    become(found, mean);
    learnNames(data);
  }

  /**
   * Learns the filter from the moments of data, in place of what was learned before.
   *
   * <p>Variances are right to the rounding of a float covariance; {@link #analyze} is better for
   * directions along which the columns hardly vary.
   *
   * @param data of at least two rows, and as many rows and columns as components are kept
   * @throws IllegalArgumentException if it is of fewer, or of more columns than Java has memory for
   */
  public void analyzeMoments(Moments data) {
    int count = count(data.count(), data.columns());
    Moments.requireRoom("pca", data.columns(), SQUARES, Runtime.getRuntime().maxMemory());
    become(
        PrincipalComponents.ofCovariance(kernels, data.covariance(), count, settings.seed()),
        data.mean());
  }

  private int count(long rows, int columns) {
    if (rows < 2) {
      throw new IllegalArgumentException("pca needs at least 2 rows, not " + rows);
    }
    if (settings.components() > columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pca cannot keep %d components of %d columns",
              settings.components(),
              columns));
    }
    if (settings.components() > rows) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pca cannot keep %d components of %d rows: ask for fewer, or give more rows",
              settings.components(),
              rows));
    }
    return settings.components() == PcaSettings.ALL
        ? (int) Math.min(rows, columns)
        : settings.components();
  }

  private void become(PrincipalComponents found, double[] mean) {
    PcaModel fresh = new PcaModel(kernels, mean.length, found.total(), found.variances());
    fresh.become(mean, found.directions(), settings);
    learn(fresh);
  }

  /** The rows along the components, under the same labels. */
  public Batch filt(Examples examples) {
    return filtered(examples);
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  Matrix load(Examples examples) {
    learned(); // before the width, which nothing was learned of
    Matrix x = inputs.load("pca", examples);
    checkNames("pca", examples);
    return x;
  }

  @Override
  Matrix filter(Matrix x) {
    Matrix y = outputs.rows(x.rows());
    learned().filter(x, centred.rows(x.rows()), y);
    return y;
  }

  /** The rows that {@link #filt} would turn into these; of those, the ones nearest to the mean. */
  public Batch pseudoInverse(Examples filtered) {
    PcaModel learned = learned();
    if (filtered.columns() != learned.variances().length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the inverse of pca takes rows of %d, not %d x %d",
              learned.variances().length,
              filtered.rows(),
              filtered.columns()));
    }
    Matrix y = outputs.load("pca", filtered);
    Matrix x = centred.rows(y.rows());
    learned.invert(y, x);
    return Batch.under(filtered, x.cols(), kernels.read(x));
  }

  /** The variances along the components, largest first. */
  public double[] variances() {
    return learned().variances().clone();
  }

  /**
   * The share of each component in the variance of all columns, largest first; 0 of each if no
   * column varies.
   */
  public double[] explainedVarianceRatio() {
    PcaModel learned = learned();
    double total = learned.total();
    return Arrays.stream(learned.variances()).map(v -> total == 0 ? 0 : v / total).toArray();
  }

  /** The mean of the columns, 1 x columns, where the kernels keep it: to be read only. */
  public Matrix mean() {
    return learned().mean();
  }

  /** The filter, columns x components, where the kernels keep it: to be read only. */
  public Matrix filter() {
    return learned().filter();
  }

  /**
   * What the filter's outputs lack, 1 x components, since a float does not hold all of a mean: the
   * rows along the components are (x - mean) filter + offset. To be read only.
   */
  public Matrix offset() {
    return learned().offset();
  }

  private PcaModel learned() {
    if (model == null) {
      throw new IllegalStateException("pca has seen no data: analyze comes first");
    }
    return model;
  }
}
