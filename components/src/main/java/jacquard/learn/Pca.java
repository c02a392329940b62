package jacquard.learn;

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
public final class Pca {
  private final Kernels kernels;
  private final float epsilon;
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
    kernels.subtractRow(x, mean, x);
    Matrix covariance = kernels.matrix(x.cols(), x.cols());
    kernels.gemm(Op.TRANSPOSED, Op.AS_IS, 1f / (x.rows() - 1), x, x, 0f, covariance);
    model = new Model(mean, new EigenDecomposition(matrix(covariance)));
  }

  /** The whitened rows. */
  public Batch filt(Examples examples) {
    Model learned = learned();
    Matrix x = learned.scratch.load("pca", examples);
    Matrix y = learned.result.rows(x.rows());
    kernels.subtractRow(x, learned.mean, x);
    kernels.gemm(Op.AS_IS, Op.AS_IS, 1f, x, learned.filter, 0f, y);
    return new Batch(y.cols(), kernels.read(y), examples.labels());
  }

  /** The rows that {@link #filt} would turn into these. */
  public Batch pseudoInverse(Examples whitened) {
    Model learned = learned();
    Matrix y = learned.scratch.load("pca", whitened);
    Matrix x = learned.result.rows(y.rows());
    kernels.affine(y, Op.AS_IS, learned.inverse, learned.mean, Activation.LINEAR, x);
    return new Batch(x.cols(), kernels.read(x), whitened.labels());
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
    private final Scratch result;

    Model(Matrix mean, EigenDecomposition eigen) {
      int n = mean.cols();
      this.mean = mean;
      this.filter = kernels.matrix(n, n);
      this.inverse = kernels.matrix(n, n);
      this.variances = eigen.getRealEigenvalues();
      this.scratch = new Scratch(kernels, n);
      this.result = new Scratch(kernels, n);
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
