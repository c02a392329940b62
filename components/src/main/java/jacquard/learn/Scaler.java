package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.vm.Atomic;
import java.util.Arrays;

/**
 * A filter that makes every column of mean 0 and variance 1, by the data it has seen.
 *
 * <p>Means and deviations are computed in double precision, and what a float cannot hold of a mean
 * is applied too: a standardized value y is off by less than 2<sup>-21</sup> (1 + |y|), whatever
 * the size of the values, from the smallest floats to the largest, and the number of rows. A column
 * whose values are all equal is only centred.
 */
@Atomic
public final class Scaler extends Filter {
  private static final String[] FORWARD = {"units", "means", "scales", "rests"};
  private static final String[] BACKWARD = {"backUnits", "backMeans", "backScales", "backRests"};

  /** A deviation beyond 2^64 or below 2^-64 is measured in a unit of its size. */
  private static final int PLAIN = 64;

  private Kernels kernels;
  private int columns;
  private boolean fitted;
  private Matrix forward;
  private Matrix backward;
  private Scratch inputs;
  private Scratch outputs;

  /**
   * Makes a filter that has seen no data.
   *
   * @param columns at least 1
   */
  public Scaler(Kernels kernels, int columns) {
    this.kernels = kernels;
    this.columns = columns;
    allocate();
  }

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private Scaler() {
    this.kernels = Backend.current();
  }

  @Override
  public void state(State s) {
    columns = s.value("columns", columns);
    fitted = s.value("fitted", fitted);
    namesState(s);
    if (s.isLoading()) {
      allocate();
    }
    for (int i = 0; i < 4; i++) {
      steps(s, FORWARD[i], forward.rows(i, 1), i);
      steps(s, BACKWARD[i], backward.rows(i, 1), i);
    }
  }

  /** A scaler saved before there were units and rests had units of 1, and added nothing. */
  private void steps(State s, String name, Matrix row, int index) {
    if (s.has(name)) {
      Saved.matrix(s, name, kernels, row);
    } else {
      float[] none = new float[columns];
      Arrays.fill(none, index == 0 ? 1f : -0f);
      kernels.write(row, none);
    }
  }

  private void allocate() {
    forward = kernels.matrix(4, columns);
    backward = kernels.matrix(4, columns);
    inputs = new Scratch(kernels, columns);
    outputs = new Scratch(kernels, columns);
  }

  /** Forgets the data. */
  public void clear() {
    become(false, new float[4 * columns], new float[4 * columns]);
    forgetNames();
  }

  /** Takes steps over, all of them or none. */
  private void become(boolean fit, float[] there, float[] back) {
    Matrix freshForward = kernels.matrix(4, columns);
    Matrix freshBackward = kernels.matrix(4, columns);
    kernels.write(freshForward, there);
    kernels.write(freshBackward, back);
    forward.data().close();
    backward.data().close();
    forward = freshForward;
    backward = freshBackward;
    fitted = fit;
  }

  /**
   * Learns means and deviations from data, in place of what was learned before.
   *
   * @throws IllegalArgumentException if the data is of another width, or has a NaN or an infinity,
   *     with its row and column; then what was learned before is kept
   */
  public void analyze(Examples data) {
    Matrix x = inputs.load("scaler", data);
    ColumnStatistics seen = new ColumnStatistics("scaler", kernels, x, data);
    double[] variances = seen.variances();
    float[] there = new float[4 * columns];
    float[] back = new float[4 * columns];
    for (int c = 0; c < columns; c++) {
      double deviation = variances[c] == 0 ? 1 : Math.sqrt(variances[c]);
      forward(seen, c, deviation, there);
      backward(seen, c, deviation, back);
    }
    become(true, there, back);
    forgetNames();
    learnNames(data);
  }

  private void forward(ColumnStatistics seen, int c, double deviation, float[] steps) {
    int exponent = Math.clamp(Math.getExponent(deviation), -126, 126);
    float unit = Math.abs(exponent) > PLAIN ? Math.scalb(1f, -exponent) : 1f;
    float mean = (float) (seen.mean(c) * unit);
    double rest = seen.mean(c) * unit - mean + seen.rest(c) * unit;
    steps[c] = unit;
    steps[columns + c] = mean;
    steps[2 * columns + c] = (float) (1 / (deviation * unit));
    steps[3 * columns + c] = (float) (-rest / (deviation * unit));
  }

  private void backward(ColumnStatistics seen, int c, double deviation, float[] steps) {
    float mean = (float) seen.mean(c);
    double rest = seen.mean(c) - mean + seen.rest(c);
    steps[c] = 1;
    steps[columns + c] = (float) (-rest / deviation);
    steps[2 * columns + c] = (float) deviation;
    steps[3 * columns + c] = mean;
  }

  /** The standardized rows, (x - mean) / deviation. */
  public Batch filt(Examples examples) {
    return filtered(examples);
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  Matrix load(Examples examples) {
    requireFitted();
    Matrix x = inputs.load("scaler", examples);
    checkNames("scaler", examples);
    return x;
  }

  @Override
  Matrix filter(Matrix x) {
    requireFitted();
    return standardized(x, forward);
  }

  /** The rows that {@link #filt} would turn into these, to rounding. */
  public Batch inverse(Examples standardized) {
    Matrix x = standardized(load(standardized), backward);
    return Batch.under(standardized, columns, kernels.read(x));
  }

  private Matrix standardized(Matrix x, Matrix steps) {
    Matrix y = outputs.rows(x.rows());
    kernels.standardize(x, steps, y);
    return y;
  }

  private void requireFitted() {
    if (!fitted) {
      throw new IllegalStateException("scaler has seen no data: analyze comes first");
    }
  }

  /** The means of the columns. */
  public float[] means() {
    float[] units = kernels.read(forward.rows(0, 1));
    float[] means = kernels.read(forward.rows(1, 1));
    for (int c = 0; c < columns; c++) {
      means[c] = fitted ? means[c] / units[c] : 0f;
    }
    return means;
  }

  /** The deviations of the columns, with n in the denominator; 1 for a constant one. */
  public float[] deviations() {
    return kernels.read(backward.rows(2, 1));
  }
}
