package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.learn.Moments;
import jacquard.vm.Atomic;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.util.FastMath;
import org.jspecify.annotations.Nullable;

/**
 * A classifier that takes the rows of each class for normally distributed, with a mean, covariance
 * and share of their own; scores are the probabilities of the classes.
 *
 * <p>Columns may have any units. A class whose rows do not vary along every direction is refused at
 * the end of training: with all columns scaled to variance 1 within the class, each direction must
 * have more than a millionth of the largest variance. A row with NaN or infinite values has no
 * class: its scores are NaN.
 */
@Atomic
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
    Map<Integer, double[]> fresh = new TreeMap<>();
    byLabel.forEach((label, moments) -> fresh.put(label, density(label, moments, rows)));
    densities = fresh;
  }

  private static double[] density(int label, Moments moments, long rows) {
    int n = moments.columns();
    if (moments.count() < 2) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "class %d has no covariance: it has one row; give more rows", label));
    }
    Correlation of = Correlation.of(moments.covariance(), n, "the covariance of class " + label);
    if (of.rank() < n) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "class %d has no covariance that can be inverted: its %d rows vary along %d of %d"
                  + " directions (not %s); leave columns out, give more rows, or scale the columns"
                  + " and put a pca before it",
              label,
              moments.count(),
              of.rank(),
              n,
              of.culprits()));
    }
    double[][] inverse = inverseFactor(of.matrix());
    double[] density = Arrays.copyOf(moments.mean(), n + n * n + 1);
    double log = FastMath.log((double) moments.count() / rows);
    for (int i = 0; i < n; i++) {
      log += FastMath.log(inverse[i][i] / of.deviations()[i]);
      for (int j = 0; j <= i; j++) {
        density[n + i * n + j] = inverse[i][j] / of.deviations()[j];
      }
    }
    density[n + n * n] = log;
    return density;
  }

  /** The inverse of the lower Cholesky factor of a positive definite matrix. */
  private static double[][] inverseFactor(double[][] matrix) {
    int n = matrix.length;
    double[][] factor = new double[n][n];
    double[][] inverse = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= factor[i][k] * factor[j][k];
        }
        factor[i][j] = i == j ? Math.sqrt(sum) : sum / factor[j][j];
      }
      inverse[i][i] = 1 / factor[i][i];
      for (int j = 0; j < i; j++) {
        double sum = 0;
        for (int k = j; k < i; k++) {
          sum -= factor[i][k] * inverse[k][j];
        }
        inverse[i][j] = sum / factor[i][i];
      }
    }
    return inverse;
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
