package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Examples;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;

/**
 * The count, mean and scatter of rows that come in chunks.
 *
 * <p>The mean and covariance of a chunk are the kernels'; chunks are merged in double precision
 * (Chan, Golub and LeVeque, 1979), so that a large mean costs no digits. Taking chunks one after
 * the other, and {@linkplain #merge merging} the moments of single chunks in the same order, come
 * to the same bits.
 */
public final class Moments implements Stateful {
  private final Kernels kernels;
  private long count;
  private double[] mean = {};
  private double[] scatter = {};

  /** The moments of no rows. */
  public Moments() {
    this.kernels = Backend.current();
  }

  @Override
  public void state(State s) {
    count = s.value("count", count);
    mean = s.value("mean", mean);
    scatter = s.value("scatter", scatter);
  }

  /**
   * Takes a chunk into account.
   *
   * @throws IllegalArgumentException if its rows are of another width than those before
   */
  public void add(Examples chunk) {
    Moments of = new Moments();
    of.become(chunk);
    merge(of);
  }

  private void become(Examples chunk) {
    int columns = chunk.columns();
    Matrix x = new Scratch(kernels, columns).load("moments", chunk);
    Matrix means = kernels.matrix(1, columns);
    kernels.columnMeans(x, means);
    count = chunk.rows();
    mean = doubles(kernels.read(means), 1);
    scatter = new double[columns * columns];
    if (count > 1) {
      Matrix covariance = kernels.matrix(columns, columns);
      kernels.covariance(x, means, covariance);
      scatter = doubles(kernels.read(covariance), (double) (count - 1));
      covariance.data().close();
    }
    means.data().close();
  }

  private static double[] doubles(float[] values, double factor) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = factor * values[i];
    }
    return doubles;
  }

  /**
   * Takes rows into account that others have seen.
   *
   * @throws IllegalArgumentException if their rows are of another width
   */
  public void merge(Moments other) {
    if (other.count == 0) {
      return;
    }
    if (count == 0) {
      count = other.count;
      mean = other.mean.clone();
      scatter = other.scatter.clone();
      return;
    }
    if (other.mean.length != mean.length) {
      throw new IllegalArgumentException(
          "moments of rows of %d and of %d".formatted(mean.length, other.mean.length));
    }
    double all = (double) count + other.count;
    double weight = count * (other.count / all);
    double[] apart = new double[mean.length];
    for (int i = 0; i < apart.length; i++) {
      apart[i] = other.mean[i] - mean[i];
      mean[i] += apart[i] * (other.count / all);
    }
    for (int i = 0; i < apart.length; i++) {
      double factor = weight * apart[i];
      for (int j = 0; j < apart.length; j++) {
        int at = i * apart.length + j;
        scatter[at] += other.scatter[at] + factor * apart[j];
      }
    }
    count += other.count;
  }

  /** How many rows there were. */
  public long count() {
    return count;
  }

  /** How many columns they have; 0 while there are none. */
  public int columns() {
    return mean.length;
  }

  /** A copy of the mean of each column. */
  public double[] mean() {
    return mean.clone();
  }

  /** The sum over the rows of (x - mean)_i (x - mean)_j, row after row. */
  public double[] scatter() {
    return scatter.clone();
  }

  /**
   * The covariance of the columns, with n - 1 in the denominator, row after row.
   *
   * @throws IllegalStateException if there were less than two rows
   */
  public double[] covariance() {
    if (count < 2) {
      throw new IllegalStateException("a covariance needs at least 2 rows, not " + count);
    }
    double[] covariance = scatter.clone();
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] /= count - 1;
    }
    return covariance;
  }

  /** The mean over the rows of x_i x_j, row after row; at least one row. */
  public double[] secondMoment() {
    double[] second = scatter.clone();
    for (int i = 0; i < second.length; i++) {
      second[i] = second[i] / count + mean[i / mean.length] * mean[i % mean.length];
    }
    return second;
  }
}
