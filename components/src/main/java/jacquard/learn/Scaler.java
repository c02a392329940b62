package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;

/**
 * A filter that makes every column of mean 0 and variance 1, by the data it has seen.
 *
 * <p>A column that was constant, as far as the rounding of its mean can tell, is only centred:
 * rescaled, that rounding would be all it has.
 */
public final class Scaler extends Filter {
  private Kernels kernels;
  private int columns;
  private boolean fitted;
  private Matrix means;
  private Matrix scales;
  private Matrix backMeans;
  private Matrix backScales;
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
    for (int i = 0; i < all().length; i++) {
      Saved.matrix(s, NAMES[i], kernels, all()[i]);
    }
  }

  private static final String[] NAMES = {"means", "scales", "backMeans", "backScales"};

  private Matrix[] all() {
    return new Matrix[] {means, scales, backMeans, backScales};
  }

  private void allocate() {
    means = kernels.matrix(1, columns);
    scales = kernels.matrix(1, columns);
    backMeans = kernels.matrix(1, columns);
    backScales = kernels.matrix(1, columns);
    inputs = new Scratch(kernels, columns);
    outputs = new Scratch(kernels, columns);
  }

  /** Forgets the data. */
  public void clear() {
    fitted = false;
    forgetNames();
    for (Matrix m : all()) {
      Saved.zero(kernels, m);
    }
  }

  /** Learns means and deviations from data, in place of what was learned before. */
  public void analyze(Examples data) {
    Matrix x = inputs.load("scaler", data);
    kernels.columnMeans(x, means);
    kernels.columnVariances(x, means, scales);
    float[] mean = kernels.read(means);
    float[] variance = kernels.read(scales);
    float[] scale = new float[columns];
    float[] backMean = new float[columns];
    float[] deviations = new float[columns];
    for (int c = 0; c < columns; c++) {
      double deviation = Math.sqrt(variance[c]);
      double used = deviation <= noise(mean[c], x.rows()) ? 1 : deviation;
      scale[c] = (float) (1 / used);
      backMean[c] = (float) (-mean[c] / used);
      deviations[c] = (float) used;
    }
    kernels.write(scales, scale);
    kernels.write(backMeans, backMean);
    kernels.write(backScales, deviations);
    fitted = true;
    forgetNames();
    learnNames(data);
  }

  /** A bound on the rounding of a mean: one rounding an addition, and the additions of a sum. */
  private static double noise(float mean, int rows) {
    double additions = Math.min(rows, Kernels.BLOCK) + Math.ceilDiv(rows, Kernels.BLOCK) + 1;
    return additions * 0x1p-24 * Math.abs(mean);
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
    return standardized(x, means, scales);
  }

  /** The rows that {@link #filt} would turn into these, to rounding. */
  public Batch inverse(Examples standardized) {
    Matrix x = standardized(load(standardized), backMeans, backScales);
    return Batch.under(standardized, columns, kernels.read(x));
  }

  private Matrix standardized(Matrix x, Matrix subtracted, Matrix factors) {
    Matrix y = outputs.rows(x.rows());
    kernels.standardize(x, subtracted, factors, y);
    return y;
  }

  private void requireFitted() {
    if (!fitted) {
      throw new IllegalStateException("scaler has seen no data: analyze comes first");
    }
  }

  /** The means of the columns. */
  public float[] means() {
    return kernels.read(means);
  }

  /** The deviations of the columns, with n in the denominator; 1 for a constant one. */
  public float[] deviations() {
    return kernels.read(backScales);
  }
}
