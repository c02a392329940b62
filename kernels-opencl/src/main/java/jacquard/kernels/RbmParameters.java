package jacquard.kernels;

/**
 * The parameters of a restricted Boltzmann machine, or the velocities of them.
 *
 * @param weights V x H
 * @param visibleBias 1 x V
 * @param hiddenBias 1 x H
 */
public record RbmParameters(Matrix weights, Matrix visibleBias, Matrix hiddenBias) {
  /** Checks that the biases fit the weights. */
  public RbmParameters {
    Shapes.row("visible bias", visibleBias, weights.rows(), "weights", weights);
    Shapes.row("hidden bias", hiddenBias, weights.cols(), "weights", weights);
  }
}
