package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Examples;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.vm.Atomic;
import java.util.Arrays;
import java.util.Locale;

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
@Atomic
public final class Moments implements Stateful {
  /** The scatters of a chunk and of all rows so far, and its covariance in two copies of floats. */
  private static final int SQUARES = 3;

  /** Some Java machines have no longer arrays. */
  private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

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
   * @throws IllegalArgumentException if its rows are of another width than those before, have a NaN
   *     or an infinity, or are wider than what can be computed in Java's memory; then nothing has
   *     changed
   */
  public void add(Examples chunk) {
    add("moments", chunk);
  }

  /** Takes a chunk into account for somebody, whom errors name. */
  void add(String owner, Examples chunk) {
    requireRoom(owner, chunk.columns(), SQUARES, Runtime.getRuntime().maxMemory());
    Moments of = new Moments(kernels);
    of.become(owner, chunk);
    merge(of);
  }

  /**
   * Refuses columns whose products with each other do not fit.
   *
   * @param owner who needs them, for the message
   * @param squares how many matrices of columns x columns doubles there are at once, at least
   * @param memory of Java, in bytes
   */
  static void requireRoom(String owner, int columns, int squares, long memory) {
    long elements = (long) columns * columns;
    double bytes = 8.0 * elements * squares;
    if (elements > MOST_ELEMENTS || bytes > memory) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s of %d columns needs %d matrices of %d x %d doubles (%.1f GB): %s",
              owner,
              columns,
              squares,
              columns,
              columns,
              bytes / 1e9,
              elements > MOST_ELEMENTS
                  ? String.format(
                      Locale.ROOT, "take at most %d columns", (int) Math.sqrt(MOST_ELEMENTS))
                  : String.format(
                      Locale.ROOT,
                      "Java may use %.1f GB; take fewer columns, or give it more memory (-Xmx)",
                      memory / 1e9)));
    }
  }

  private void become(String owner, Examples chunk) {
    int columns = chunk.columns();
    Matrix x = new Scratch(kernels, columns).load(owner, chunk);
    ColumnStatistics seen = new ColumnStatistics(owner, kernels, x, chunk);
    count = chunk.rows();
    mean = new double[columns];
    rest = new double[columns];
    for (int i = 0; i < columns; i++) {
      mean[i] = seen.mean(i);
      rest[i] = seen.rest(i);
    }
    scatter = count > 1 ? Scatter.of(kernels, x, seen) : new double[columns * columns];
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
          String.format(
              Locale.ROOT, "moments of rows of %d and of %d", mean.length, other.mean.length));
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
