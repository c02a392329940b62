package jacquard.kernels;

/**
 * The update of one affine layer of several.
 *
 * @param parameters weights I x O and bias 1 x O, changed
 * @param velocity of the parameters' shapes, carried from step to step
 * @param inputs B x I, what the layer was given
 * @param delta B x O, the gradient with respect to x w + bias, a case a row
 */
public record LayerUpdate(
    LayerParameters parameters, LayerParameters velocity, Matrix inputs, Matrix delta) {
  /** Checks the shapes. */
  public LayerUpdate {
    Shapes.layer(parameters, velocity, inputs, delta);
  }
}
