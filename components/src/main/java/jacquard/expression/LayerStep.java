package jacquard.expression;

import jacquard.kernels.Kernels;
import jacquard.kernels.LayerParameters;
import jacquard.kernels.Matrix;
import jacquard.kernels.Rates;
import java.util.List;

/**
 * The step of an affine layer's weights and bias, by one kernel where the bias has the weights'
 * rates but for their decay, as it usually has.
 */
final class LayerStep implements Step.Action {
  private final Kernels kernels;
  private final Update.Descend weights;
  private final Update.Descend bias;
  private final Room gradient;

  /** In the place of a bias that the kernel shall leave alone. */
  private final Room unused;

  private final Room unusedVelocity;

  LayerStep(Kernels kernels, Update.Descend weights, Update.Descend bias) {
    this.kernels = kernels;
    this.weights = weights;
    this.bias = bias;
    this.gradient = new Room(kernels);
    this.unused = new Room(kernels);
    this.unusedVelocity = new Room(kernels);
  }

  @Override
  public void run(Cell[] cells, int[] arguments, int[] results) {
    Matrix inputs = cells[arguments[0]].matrix(kernels);
    Cell delta = cells[arguments[1]];
    Rates rates = weights.now();
    Matrix b = bias.target().on(kernels);
    Matrix velocity = bias.velocity().on(kernels);
    if (bias.now().equals(rates.withoutDecay())) {
      layer(b, velocity, inputs, delta, rates);
    } else {
      layer(unused.matrix(1, b.cols()), unusedVelocity.matrix(1, b.cols()), inputs, delta, rates);
      kernels.sgdUpdate(b, velocity, means(delta), bias.now());
    }
    for (Update.Descend each : List.of(weights, bias)) {
      each.target().changed();
      each.velocity().changed();
    }
  }

  private void layer(Matrix b, Matrix velocity, Matrix inputs, Cell delta, Rates rates) {
    kernels.layerUpdate(
        new LayerParameters(weights.target().on(kernels), b),
        new LayerParameters(weights.velocity().on(kernels), velocity),
        inputs,
        delta.matrix(kernels),
        rates);
  }

  /** The means of the columns, as they are without this step. */
  private Matrix means(Cell delta) {
    Matrix means = gradient.matrix(1, delta.columns());
    float[] to = gradient.array(means);
    Loops.columnSums(delta.view(kernels), delta.rows(), delta.columns(), to);
    for (int c = 0; c < delta.columns(); c++) {
      to[c] /= delta.rows();
    }
    return gradient.put(means).matrix(kernels);
  }
}
