package jacquard.expression;

import jacquard.kernels.Kernels;
import jacquard.kernels.LayerParameters;
import jacquard.kernels.LayerUpdate;
import jacquard.kernels.Matrix;
import jacquard.kernels.Rates;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    run(cells[arguments[0]], cells[arguments[1]]);
  }

  /** The rates, if one kernel does it all by them; else null. */
  @Nullable Rates rates() {
    Rates rates = weights.now();
    return bias.now().equals(rates.withoutDecay()) ? rates : null;
  }

  /** What that kernel does. */
  LayerUpdate whole(Cell inputs, Cell delta) {
    return update(bias.target().on(kernels), bias.velocity().on(kernels), inputs, delta);
  }

  /** Tells that it was done. */
  void changed() {
    changed(weights);
    changed(bias);
  }

  private static void changed(Update.Descend update) {
    update.target().changed();
    update.velocity().changed();
  }

  void run(Cell inputs, Cell delta) {
    Rates rates = rates();
    if (rates != null) {
      kernels.layerUpdates(List.of(whole(inputs, delta)), rates);
      changed();
      return;
    }
    int columns = bias.target().columns();
    Matrix b = bias.target().on(kernels);
    Matrix velocity = bias.velocity().on(kernels);
    Matrix means = means(delta);
    Matrix other = unused.matrix(1, columns);
    Matrix otherVelocity = unusedVelocity.matrix(1, columns);
    kernels.layerUpdates(List.of(update(other, otherVelocity, inputs, delta)), weights.now());
    changed(weights);
    kernels.sgdUpdate(b, velocity, means, bias.now());
    changed(bias);
  }

  private LayerUpdate update(Matrix b, Matrix velocity, Cell inputs, Cell delta) {
    return new LayerUpdate(
        new LayerParameters(weights.target().on(kernels), b),
        new LayerParameters(weights.velocity().on(kernels), velocity),
        inputs.matrix(kernels),
        delta.matrix(kernels));
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
