package jacquard.kernels;

/** The function an affine map ends with. */
public enum Activation {
  /** None. */
  LINEAR,
  /** 1 / (1 + exp(-z)). */
  SIGMOID,
  /** 0 for z below 0, else z: -0.0 and NaN stay. */
  RELU,
  /** The probabilities of a row, as {@link Kernels#softmax} gives them. */
  SOFTMAX
}
