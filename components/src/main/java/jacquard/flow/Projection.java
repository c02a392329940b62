package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.kernels.Activation;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.learn.Backend;
import java.util.Arrays;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The affine map y = (x - mean) filter, and one back.
 *
 * <p>What a float cannot hold of a mean, the rest, is applied as well: to the outputs of the filter
 * as an offset, by the inverse before the mean is added.
 */
final class Projection implements Stateful {
  private final Kernels kernels = Backend.current();
  private float[] mean = {};
  private float[] rest = {};
  private float[] filter = {};
  private float[] inverse = {};
  private int outputs;

  /** To be loaded. */
  Projection() {}

  /**
   * A map.
   *
   * @param filter columns x outputs
   * @param inverse outputs x columns
   */
  Projection(double[] mean, RealMatrix filter, RealMatrix inverse) {
    this.mean = new float[mean.length];
    this.rest = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      this.mean[i] = (float) mean[i];
      this.rest[i] = (float) (mean[i] - this.mean[i]);
    }
    this.filter = rows(filter);
    this.inverse = rows(inverse);
    this.outputs = filter.getColumnDimension();
  }

  private static float[] rows(RealMatrix m) {
    float[] values = new float[m.getRowDimension() * m.getColumnDimension()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) m.getEntry(i / m.getColumnDimension(), i % m.getColumnDimension());
    }
    return values;
  }

  @Override
  public void state(State s) {
    mean = s.value("mean", mean);
    filter = s.value("filter", filter);
    inverse = s.value("inverse", inverse);
    outputs = s.value("outputs", outputs);
    rest = s.has("rest") ? s.value("rest", rest) : none(mean.length);
  }

  /** The rest of a map saved when there was none: adding -0 changes no bit. */
  private static float[] none(int columns) {
    float[] none = new float[columns];
    Arrays.fill(none, -0f);
    return none;
  }

  int outputs() {
    return outputs;
  }

  Batch apply(Examples x) {
    Matrix means = kernels.constant(mean, mean.length);
    Matrix w = kernels.constant(filter, outputs);
    Matrix shift = kernels.constant(offset(), outputs);
    Matrix rows = rows(x);
    Matrix centred = kernels.matrix(x.rows(), x.columns());
    Matrix y = kernels.matrix(x.rows(), outputs);
    kernels.subtractRow(rows, means, centred);
    kernels.affine(centred, Op.AS_IS, w, shift, Activation.LINEAR, y);
    return taken(x, rows, y, centred, means, w, shift);
  }

  /** What the rest of the mean changes in the outputs. */
  private float[] offset() {
    double[] product = new double[outputs];
    for (int i = 0; i < filter.length; i++) {
      product[i % outputs] += (double) rest[i / outputs] * filter[i];
    }
    float[] offset = new float[outputs];
    for (int j = 0; j < outputs; j++) {
      offset[j] = (float) -product[j];
    }
    return offset;
  }

  Batch applyInverse(Examples y) {
    float[] negated = mean.clone();
    for (int i = 0; i < negated.length; i++) {
      negated[i] = -negated[i];
    }
    Matrix means = kernels.constant(negated, mean.length);
    Matrix rests = kernels.constant(rest, mean.length);
    Matrix w = kernels.constant(inverse, mean.length);
    Matrix rows = rows(y);
    Matrix x = kernels.matrix(y.rows(), mean.length);
    kernels.affine(rows, Op.AS_IS, w, rests, Activation.LINEAR, x);
    kernels.subtractRow(x, means, x);
    return taken(y, rows, x, means, rests, w);
  }

  private Matrix rows(Examples x) {
    if (x.isResident(kernels)) {
      return x.on(kernels);
    }
    Matrix rows = kernels.matrix(x.rows(), x.columns());
    x.copyTo(kernels, rows);
    return rows;
  }

  private Batch taken(Examples from, Matrix rows, Matrix result, Matrix... others) {
    Batch batch = Batch.under(from, result.cols(), kernels.read(result));
    result.data().close();
    if (!from.isResident(kernels)) {
      rows.data().close();
    }
    for (Matrix other : others) {
      other.data().close();
    }
    return batch;
  }
}
