package jacquard.kernels;

/**
 * The parameters of an affine layer, or the velocities of them.
 *
 * @param weights I x O
 * @param bias 1 x O
 */
public record LayerParameters(Matrix weights, Matrix bias) {
  /** Checks that the bias fits the weights. */
  public LayerParameters {
    Shapes.row("bias", bias, weights.cols(), "weights", weights);
  }
}
