package jacquard.kernels;

/** The function an affine map ends with. */
public enum Activation {
  LINEAR,
  SIGMOID
}
