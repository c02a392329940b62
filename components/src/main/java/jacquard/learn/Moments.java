package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Examples;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import java.util.Arrays;

/**
 * The count, mean and scatter of rows that come in chunks.
 *
 * <p>Taking chunks one after the other, and {@linkplain #merge merging} the moments of single
 * chunks in the same order, give bit-identical results.
 *
 * <p><b>Errors.</b> Means are computed and merged in double precision, as differences from a first
 * row or an earlier mean, and with what rounding loses kept beside. So they are off by less than
 * 2<sup>-44</sup> times the mean of those differences, plus one rounding to double, whatever the
 * size of the values and the number of rows. The scatter of a chunk is the kernels', about the mean
 * as a float, corrected for what that lacks: element (i, j) is off by at most (512 levels + 8)
 * 2<sup>-24</sup> sqrt(s_ii s_jj), where a sum over the chunk's rows has that many levels (see
 * {@link Kernels}: 1 up to 256 rows, 2 up to 65,536). Chunks are merged in double precision (Chan,
 * Golub and LeVeque, 1979), at 2<sup>-51</sup> sqrt(s_ii s_jj) each. So one chunk, many chunks and
 * chunks of a single row agree within the sum of their bounds. Columns of very large or very small
 * values are rescaled on the way: nothing overflows or vanishes. The scatter is symmetric to the
 * bit.
 */
public final class Moments implements Stateful {
  /** Deviations whose squares and products are safe: from 2^-40 to 2^40. */
  private static final int SAFE = 40;

  private final Kernels kernels;
  private long count;
  private double[] mean = {};
  private double[] rest = {};
  private double[] scatter = {};

  /** The moments of no rows. */
  public Moments() {
    this(Backend.current());
  }

  /** The moments of no rows, to be computed by these kernels. */
  Moments(Kernels kernels) {
    this.kernels = kernels;
  }

  @Override
  public void state(State s) {
    count = s.value("count", count);
    mean = s.value("mean", mean);
    scatter = s.value("scatter", scatter);
    rest = s.has("rest") ? s.value("rest", rest) : new double[mean.length];
  }

  /**
   * Takes a chunk into account.
   *
   * @throws IllegalArgumentException if its rows are of another width than those before, or have a
   *     NaN or an infinity; then nothing has changed
   */
  public void add(Examples chunk) {
    Moments of = new Moments(kernels);
    of.become(chunk);
    merge(of);
  }

  private void become(Examples chunk) {
    int columns = chunk.columns();
    Matrix x = new Scratch(kernels, columns).load("moments", chunk);
    ColumnStatistics seen = new ColumnStatistics("moments", kernels, x, chunk);
    count = chunk.rows();
    mean = new double[columns];
    rest = new double[columns];
    for (int i = 0; i < columns; i++) {
      mean[i] = seen.mean(i);
      rest[i] = seen.rest(i);
    }
    scatter = count > 1 ? scatter(x, exponents(seen)) : new double[columns * columns];
  }

  /** The powers of two that columns are to be divided by: all 0, if none needs it. */
  private int[] exponents(ColumnStatistics seen) {
    int[] exponents = new int[mean.length];
    boolean isNeeded = false;
    for (int i = 0; i < exponents.length; i++) {
      if (!seen.isConstant(i)) {
        exponents[i] = Math.clamp(Math.getExponent(seen.reach(i)), -126, 126);
        isNeeded |= Math.abs(exponents[i]) > SAFE;
      }
    }
    return isNeeded ? exponents : new int[mean.length];
  }

  private double[] scatter(Matrix x, int[] exponents) {
    int columns = mean.length;
    float[] steps = new float[4 * columns];
    double[] lacking = new double[columns];
    for (int i = 0; i < columns; i++) {
      float origin = (float) Math.scalb(mean[i], -exponents[i]);
      steps[i] = Math.scalb(1f, -exponents[i]);
      steps[columns + i] = origin;
      steps[2 * columns + i] = 1f;
      steps[3 * columns + i] = -0f;
      lacking[i] = Math.scalb(mean[i], -exponents[i]) - origin + Math.scalb(rest[i], -exponents[i]);
    }
    double[] sums = doubles(covariance(x, steps, exponents));
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        int at = i * columns + j;
        double about = sums[at] * (count - 1) - count * (lacking[i] * lacking[j]);
        sums[at] = Math.scalb(about, exponents[i] + exponents[j]);
      }
    }
    return sums;
  }

  /** The covariance about the origins, of columns divided by powers of two. */
  private float[] covariance(Matrix x, float[] steps, int[] exponents) {
    int columns = mean.length;
    Matrix all = kernels.matrix(4, columns);
    kernels.write(all, steps);
    Matrix covariance = kernels.matrix(columns, columns);
    if (Arrays.stream(exponents).allMatch(e -> e == 0)) {
      kernels.covariance(x, all.rows(1, 1), covariance);
    } else {
      Matrix scaled = kernels.matrix(x.rows(), columns);
      Matrix zeros = kernels.matrix(1, columns);
      kernels.standardize(x, all, scaled);
      kernels.covariance(scaled, zeros, covariance);
      scaled.data().close();
      zeros.data().close();
    }
    float[] result = kernels.read(covariance);
    all.data().close();
    covariance.data().close();
    return result;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
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
      rest = other.rest.clone();
      scatter = other.scatter.clone();
      return;
    }
    if (other.mean.length != mean.length) {
      throw new IllegalArgumentException(
          "moments of rows of %d and of %d".formatted(mean.length, other.mean.length));
    }
    double share = other.count / ((double) count + other.count);
    double weight = count * share;
    double[] apart = new double[mean.length];
    for (int i = 0; i < apart.length; i++) {
      apart[i] = (other.mean[i] - mean[i]) + (other.rest[i] - rest[i]);
      double before = mean[i];
      mean[i] += apart[i] * share;
      rest[i] += ColumnStatistics.lost(before, apart[i] * share, mean[i]);
    }
    for (int i = 0; i < apart.length; i++) {
      for (int j = 0; j < apart.length; j++) {
        int at = i * apart.length + j;
        scatter[at] += other.scatter[at] + weight * (apart[i] * apart[j]);
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

  /** The mean of each column. */
  public double[] mean() {
    double[] rounded = mean.clone();
    Arrays.setAll(rounded, i -> mean[i] + rest[i]);
    return rounded;
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
