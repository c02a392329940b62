package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.kernels.Activation;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.jspecify.annotations.Nullable;

/**
 * A principal component analysis that whitens: its filter turns, centres and rescales rows so that
 * the columns are uncorrelated and of variance l / (l + epsilon), largest l first.
 *
 * <p>Eigenvectors are signed so that their largest entry is positive; otherwise equal data could
 * give opposite filters.
 */
public final class Pca implements Stateful {
  private final Kernels kernels;
  private float epsilon;
  private @Nullable Model model;

  /**
   * Makes an analysis that has seen no data.
   *
   * @param epsilon added to each variance before rescaling, positive: it keeps directions without
   *     variance from being blown up
   */
  public Pca(Kernels kernels, float epsilon) {
    if (!(epsilon > 0 && epsilon < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("epsilon must be positive and finite, is " + epsilon);
    }
    this.kernels = kernels;
    this.epsilon = epsilon;
  }

  /** To be loaded. */
  private Pca() {
    this.kernels = Backend.current();
  }

  @Override
  public void state(State s) {
    epsilon = s.value("epsilon", epsilon);
    double[] variances = s.value("variances", model == null ? new double[0] : model.variances);
    if (variances.length > 0) {
      Model saved = model == null ? new Model(variances) : model;
      Saved.matrix(s, "mean", kernels, saved.mean);
      Saved.matrix(s, "filter", kernels, saved.filter);
      Saved.matrix(s, "inverse", kernels, saved.inverse);
      model = saved;
    }
  }

  /** Forgets the data. */
  public void clear() {
    model = null;
  }

  /**
   * Learns the filter from data, in place of what was learned before.
   *
   * @param data at least two rows
   */
  public void analyze(Examples data) {
    if (data.rows() < 2) {
      throw new IllegalArgumentException("pca needs at least 2 rows, not " + data.rows());
    }
    Matrix x = new Scratch(kernels, data.columns()).load("pca", data);
    Matrix mean = kernels.matrix(1, x.cols());
    kernels.columnMeans(x, mean);
    Matrix covariance = kernels.matrix(x.cols(), x.cols());
    kernels.covariance(x, mean, covariance);
    model = new Model(mean, new EigenDecomposition(matrix(covariance)));
  }

  /** The whitened rows. */
  public Batch filt(Examples examples) {
    Model learned = learned();
    Matrix x = learned.scratch.load("pca", examples);
    Matrix y = learned.result.rows(x.rows());
    Matrix centred = learned.centred.rows(x.rows());
    kernels.subtractRow(x, learned.mean, centred);
    kernels.gemm(Op.AS_IS, Op.AS_IS, 1f, centred, learned.filter, 0f, y);
    return Batch.under(examples, y.cols(), kernels.read(y));
  }

  /** The rows that {@link #filt} would turn into these. */
  public Batch pseudoInverse(Examples whitened) {
    Model learned = learned();
    Matrix y = learned.scratch.load("pca", whitened);
    Matrix x = learned.result.rows(y.rows());
    kernels.affine(y, Op.AS_IS, learned.inverse, learned.mean, Activation.LINEAR, x);
    return Batch.under(whitened, x.cols(), kernels.read(x));
  }

  /** The variances along the components, largest first. */
  public double[] variances() {
    return learned().variances.clone();
  }

  private Model learned() {
    if (model == null) {
      throw new IllegalStateException("pca has seen no data: analyze comes first");
    }
    return model;
  }

  private RealMatrix matrix(Matrix m) {
    float[] values = kernels.read(m);
    RealMatrix result = MatrixUtils.createRealMatrix(m.rows(), m.cols());
    for (int i = 0; i < values.length; i++) {
      result.setEntry(i / m.cols(), i % m.cols(), values[i]);
    }
    return result;
  }

  /** What was learned. */
  private final class Model {
    private final Matrix mean;
    private final Matrix filter;
    private final Matrix inverse;
    private final double[] variances;
    private final Scratch scratch;
    private final Scratch centred;
    private final Scratch result;

    /** A model of these variances, its matrices to be filled. */
    Model(double[] variances) {
      int n = variances.length;
      this.variances = variances;
      this.mean = kernels.matrix(1, n);
      this.filter = kernels.matrix(n, n);
      this.inverse = kernels.matrix(n, n);
      this.scratch = new Scratch(kernels, n);
      this.centred = new Scratch(kernels, n);
      this.result = new Scratch(kernels, n);
    }

    Model(Matrix mean, EigenDecomposition eigen) {
      this(eigen.getRealEigenvalues());
      int n = variances.length;
      kernels.write(this.mean, kernels.read(mean));
      float[] forward = new float[n * n];
      float[] backward = new float[n * n];
      for (int j = 0; j < n; j++) {
        // Rounding can leave a variance of nothing a little below 0.
        variances[j] = Math.max(0, variances[j]);
        double scale = Math.sqrt(variances[j] + epsilon);
        RealVector v = signed(eigen.getEigenvector(j));
        for (int i = 0; i < n; i++) {
          forward[i * n + j] = (float) (v.getEntry(i) / scale);
          backward[j * n + i] = (float) (v.getEntry(i) * scale);
        }
      }
      kernels.write(filter, forward);
      kernels.write(inverse, backward);
    }

    private static RealVector signed(RealVector v) {
      double largest = 0;
      for (double entry : v.toArray()) {
        largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
      }
      return largest < 0 ? v.mapMultiply(-1) : v;
    }
  }
}
