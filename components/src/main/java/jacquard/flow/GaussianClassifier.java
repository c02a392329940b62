package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.learn.Moments;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.NonSymmetricMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.util.FastMath;
import org.jspecify.annotations.Nullable;

/**
 * A classifier that takes the rows of each class for normally distributed, with a mean, covariance
 * and share of their own; scores are the probabilities of the classes. A row with NaN or infinite
 * values has no class: its scores are NaN.
 */
public final class GaussianClassifier extends MomentsClassifier {
  /** Mean, then the inverse of the covariance's lower Cholesky factor, then its log density. */
  private Map<Integer, double[]> densities = new TreeMap<>();

  @Override
  public void state(State s) {
    super.state(s);
    densities = s.value("densities", densities);
  }

  @Override
  void become(Map<Integer, Moments> byLabel, long rows) {
    byLabel.forEach((label, moments) -> densities.put(label, density(label, moments, rows)));
  }

  private static double[] density(int label, Moments moments, long rows) {
    int n = moments.columns();
    try {
      RealMatrix covariance = MatrixUtils.createRealMatrix(n, n);
      double[] values = moments.covariance();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          double both = (values[i * n + j] + values[j * n + i]) / 2;
          covariance.setEntry(i, j, both);
          covariance.setEntry(j, i, both);
        }
      }
      RealMatrix factor = new CholeskyDecomposition(covariance).getL();
      RealMatrix inverse = MatrixUtils.inverse(factor);
      double[] density = Arrays.copyOf(moments.mean(), n + n * n + 1);
      double log = FastMath.log((double) moments.count() / rows);
      for (int i = 0; i < n; i++) {
        log -= FastMath.log(factor.getEntry(i, i));
        System.arraycopy(inverse.getRow(i), 0, density, n + i * n, n);
      }
      density[n + n * n] = log;
      return density;
    } catch (IllegalStateException
        | NonPositiveDefiniteMatrixException
        | NonSymmetricMatrixException e) {
      throw new IllegalStateException(
          "class %d has no covariance that can be inverted (%d rows of %d columns); put a pca before it, or give more rows"
              .formatted(label, moments.count(), n),
          e);
    }
  }

  @Override
  protected Batch apply(Examples x) {
    float[] probabilities = new float[x.rows() * outputs()];
    double[] logs = new double[outputs()];
    for (int r = 0; r < x.rows(); r++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < logs.length; c++) {
        logs[c] = log(x, r, densities.get(classOf(c)));
        largest = Math.max(largest, logs[c]);
      }
      double sum = 0;
      for (int c = 0; c < logs.length; c++) {
        logs[c] = FastMath.exp(logs[c] - largest);
        sum += logs[c];
      }
      for (int c = 0; c < logs.length; c++) {
        probabilities[r * logs.length + c] = (float) (logs[c] / sum);
      }
    }
    return Batch.under(x, outputs(), probabilities);
  }

  private static double log(Examples x, int row, double @Nullable [] density) {
    if (density == null) {
      return Double.NEGATIVE_INFINITY;
    }
    int n = x.columns();
    double square = 0;
    for (int i = 0; i < n; i++) {
      double z = 0;
      for (int j = 0; j <= i; j++) {
        z += density[n + i * n + j] * (x.value(row, j) - density[j]);
      }
      square += z * z;
    }
    return density[n + n * n] - square / 2;
  }

  @Override
  protected FlowNode blank() {
    return new GaussianClassifier();
  }
}
