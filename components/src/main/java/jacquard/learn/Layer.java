package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.kernels.Activation;
import jacquard.kernels.Kernels;
import jacquard.kernels.LayerParameters;
import jacquard.kernels.LayerUpdate;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.kernels.Rates;
import java.util.List;

/** An affine layer: parameters, and the velocities of their descent. */
final class Layer {
  private final Kernels kernels;
  private final LayerParameters parameters;
  private final LayerParameters velocity;

  /** Makes a layer of zeros. */
  Layer(Kernels kernels, int inputs, int outputs) {
    this.kernels = kernels;
    this.parameters = zeros(kernels, inputs, outputs);
    this.velocity = zeros(kernels, inputs, outputs);
  }

  private static LayerParameters zeros(Kernels kernels, int inputs, int outputs) {
    return new LayerParameters(kernels.matrix(inputs, outputs), kernels.matrix(1, outputs));
  }

  /** Declares parameters and velocities, their names ending as told. */
  void state(State s, String end) {
    Saved.matrix(s, "weights" + end, kernels, parameters.weights());
    Saved.matrix(s, "bias" + end, kernels, parameters.bias());
    Saved.matrix(s, "weightVelocity" + end, kernels, velocity.weights());
    Saved.matrix(s, "biasVelocity" + end, kernels, velocity.bias());
  }

  /** All that it learns. */
  List<Matrix> matrices() {
    return List.of(parameters.weights(), parameters.bias(), velocity.weights(), velocity.bias());
  }

  void clear() {
    matrices().forEach(each -> Saved.zero(kernels, each));
  }

  /** Forgets all training; weights become those of a matrix, the bias that of a row. */
  void become(float[] weights, float[] bias) {
    clear();
    kernels.write(parameters.weights(), weights);
    kernels.write(parameters.bias(), bias);
  }

  /** y = f(x w + bias). */
  void apply(Matrix x, Activation f, Matrix y) {
    kernels.affine(x, Op.AS_IS, parameters.weights(), parameters.bias(), f, y);
  }

  /** The gradient of x from that of y = f(x w + bias), where x = g(something). */
  void back(Matrix delta, Activation g, Matrix x, Matrix out) {
    kernels.affineGradient(delta, Op.TRANSPOSED, parameters.weights(), g, x, out);
  }

  void update(Matrix inputs, Matrix delta, Rates rates) {
    kernels.layerUpdate(parameters, velocity, inputs, delta, rates);
  }

  /** The same, to be made with those of other layers. */
  LayerUpdate pending(Matrix inputs, Matrix delta) {
    return new LayerUpdate(parameters, velocity, inputs, delta);
  }

  LayerParameters parameters() {
    return parameters;
  }

  Matrix weights() {
    return parameters.weights();
  }

  Matrix bias() {
    return parameters.bias();
  }
}
