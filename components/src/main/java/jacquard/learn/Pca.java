package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.kernels.Activation;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.kernels.TopEigenpairs;
import java.util.Arrays;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
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
public final class Pca extends Filter {
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
   * An analysis of the k components of the largest variances, found by {@link TopEigenpairs}, that
   * whitens.
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
    if (model != fresh) {
      clear();
      model = fresh;
    }
    allocate(fresh.columns(), fresh.variances().length);
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
   * @param data at least two rows, of at least as many columns as components are kept
   */
  public void analyze(Examples data) {
    int columns = data.columns();
    if (data.rows() < 2) {
      throw new IllegalArgumentException("pca needs at least 2 rows, not " + data.rows());
    }
    if (settings.components() > columns) {
      throw new IllegalArgumentException(
          "pca cannot keep %d components of %d columns".formatted(settings.components(), columns));
    }
    Matrix x = new Scratch(kernels, columns).load("pca", data);
    Matrix mean = kernels.matrix(1, columns);
    Matrix covariance = kernels.matrix(columns, columns);
    kernels.columnMeans(x, mean);
    kernels.covariance(x, mean, covariance);
    learn(decomposed(covariance, kernels.read(mean)));
    learnNames(data);
    mean.data().close();
    covariance.data().close();
  }

  /**
   * Learns the filter from the moments of data, in place of what was learned before.
   *
   * @param data of at least two rows, of at least as many columns as components are kept
   */
  public void analyzeMoments(Moments data) {
    int columns = data.columns();
    if (data.count() < 2) {
      throw new IllegalArgumentException("pca needs at least 2 rows, not " + data.count());
    }
    if (settings.components() > columns) {
      throw new IllegalArgumentException(
          "pca cannot keep %d components of %d columns".formatted(settings.components(), columns));
    }
    Matrix covariance = kernels.matrix(columns, columns);
    kernels.write(covariance, floats(data.covariance()));
    learn(decomposed(covariance, floats(data.mean())));
    covariance.data().close();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private PcaModel decomposed(Matrix covariance, float[] mean) {
    RealMatrix c = matrix(covariance);
    int n = mean.length;
    boolean all = settings.components() == PcaSettings.ALL;
    int k = all ? n : settings.components();
    double[] variances = new double[k];
    double[][] components = new double[k][n];
    if (all) {
      all(c, variances, components);
    } else {
      top(covariance, variances, components);
    }
    // Rounding can leave a variance of nothing a little below 0.
    Arrays.setAll(variances, j -> Math.max(0, variances[j]));
    PcaModel fresh = new PcaModel(kernels, n, c.getTrace(), variances);
    fresh.become(mean, components, settings);
    return fresh;
  }

  private static void all(RealMatrix covariance, double[] variances, double[][] components) {
    EigenDecomposition eigen = new EigenDecomposition(covariance);
    for (int j = 0; j < variances.length; j++) {
      variances[j] = eigen.getRealEigenvalue(j);
      components[j] = eigen.getEigenvector(j).toArray();
    }
  }

  private void top(Matrix covariance, double[] variances, double[][] components) {
    TopEigenpairs pairs = TopEigenpairs.of(kernels, covariance, variances.length, settings.seed());
    System.arraycopy(pairs.values(), 0, variances, 0, variances.length);
    float[] vectors = pairs.vectors();
    for (int i = 0; i < vectors.length; i++) {
      components[i / covariance.cols()][i % covariance.cols()] = vectors[i];
    }
  }

  private RealMatrix matrix(Matrix m) {
    float[] values = kernels.read(m);
    RealMatrix result = MatrixUtils.createRealMatrix(m.rows(), m.cols());
    for (int i = 0; i < values.length; i++) {
      result.setEntry(i / m.cols(), i % m.cols(), values[i]);
    }
    return result;
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
    PcaModel learned = learned();
    Matrix y = outputs.rows(x.rows());
    Matrix difference = centred.rows(x.rows());
    kernels.subtractRow(x, learned.mean(), difference);
    kernels.gemm(Op.AS_IS, Op.AS_IS, 1f, difference, learned.filter(), 0f, y);
    return y;
  }

  /** The rows that {@link #filt} would turn into these; of those, the ones nearest to the mean. */
  public Batch pseudoInverse(Examples filtered) {
    PcaModel learned = learned();
    if (filtered.columns() != learned.variances().length) {
      throw new IllegalArgumentException(
          "the inverse of pca takes rows of %d, not %d x %d"
              .formatted(learned.variances().length, filtered.rows(), filtered.columns()));
    }
    Matrix y = outputs.load("pca", filtered);
    Matrix x = centred.rows(y.rows());
    kernels.affine(y, Op.AS_IS, learned.inverse(), learned.mean(), Activation.LINEAR, x);
    return Batch.under(filtered, x.cols(), kernels.read(x));
  }

  /** The variances along the components, largest first. */
  public double[] variances() {
    return learned().variances().clone();
  }

  /** The share of each component in the variance of all columns, largest first. */
  public double[] explainedVarianceRatio() {
    PcaModel learned = learned();
    return Arrays.stream(learned.variances()).map(v -> v / learned.total()).toArray();
  }

  /** The mean of the columns, 1 x columns, where the kernels keep it: to be read only. */
  public Matrix mean() {
    return learned().mean();
  }

  /** The filter, columns x components, where the kernels keep it: to be read only. */
  public Matrix filter() {
    return learned().filter();
  }

  private PcaModel learned() {
    if (model == null) {
      throw new IllegalStateException("pca has seen no data: analyze comes first");
    }
    return model;
  }
}
