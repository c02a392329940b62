package jacquard.kernels.opencl;

import jacquard.kernels.Activation;
import jacquard.kernels.LayerParameters;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.kernels.Phase;
import jacquard.kernels.Rates;
import jacquard.kernels.RbmParameters;

/** The operations of {@code products.cl}: a work-item for each element of the result. */
final class Products {
  private static final int GROUP = 64;

  private final Launcher launcher;

  Products(Launcher launcher) {
    this.launcher = launcher;
  }

  void gemm(Op opA, Op opB, float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    run(
        "gemm",
        c,
        opA.cols(a),
        alpha,
        beta,
        a,
        row(opA, a),
        col(opA, a),
        b,
        row(opB, b),
        col(opB, b),
        c);
  }

  /** All activations but softmax. */
  void affine(Matrix x, Op op, Matrix w, Matrix bias, Activation f, Matrix y) {
    run("affine", y, x.cols(), code(f), x, w, row(op, w), col(op, w), bias, y);
  }

  void affineGradient(Matrix delta, Op op, Matrix w, Activation f, Matrix y, Matrix out) {
    run("affine_gradient", out, delta.cols(), code(f), delta, w, row(op, w), col(op, w), y, out);
  }

  void layerUpdate(
      LayerParameters parameters,
      LayerParameters velocity,
      Matrix inputs,
      Matrix delta,
      Rates rates) {
    launcher.require(parameters.bias(), velocity.bias());
    run(
        "layer_weights",
        parameters.weights(),
        inputs.rows(),
        rates.rate(),
        rates.momentum(),
        rates.decay(),
        inputs,
        delta,
        parameters.weights(),
        velocity.weights());
    run(
        "layer_bias",
        parameters.bias(),
        inputs.rows(),
        rates.rate(),
        rates.momentum(),
        delta,
        parameters.bias(),
        velocity.bias());
  }

  void cdUpdate(
      RbmParameters parameters,
      RbmParameters velocity,
      Phase positive,
      Phase negative,
      Rates rates) {
    launcher.require(parameters.visibleBias(), velocity.visibleBias());
    launcher.require(parameters.hiddenBias(), velocity.hiddenBias());
    run(
        "cd_weights",
        parameters.weights(),
        positive.visible().rows(),
        rates.rate(),
        rates.momentum(),
        rates.decay(),
        positive.visible(),
        positive.hidden(),
        negative.visible(),
        negative.hidden(),
        parameters.weights(),
        velocity.weights());
    cdBias(
        positive.visible(),
        negative.visible(),
        parameters.visibleBias(),
        velocity.visibleBias(),
        rates);
    cdBias(
        positive.hidden(),
        negative.hidden(),
        parameters.hiddenBias(),
        velocity.hiddenBias(),
        rates);
  }

  private void cdBias(Matrix positive, Matrix negative, Matrix bias, Matrix velocity, Rates rates) {
    run(
        "cd_bias",
        bias,
        positive.rows(),
        rates.rate(),
        rates.momentum(),
        positive,
        negative,
        bias,
        velocity);
  }

  void covariance(Matrix x, Matrix means, Matrix covariance) {
    run("covariance", covariance, x.rows(), 1f / (x.rows() - 1), x, means, covariance);
  }

  private void run(String function, Matrix result, Object... more) {
    long width = ((long) result.cols() + GROUP - 1) / GROUP * GROUP;
    Object[] args = new Object[1 + more.length];
    args[0] = result.cols();
    System.arraycopy(more, 0, args, 1, more.length);
    launcher.launch(
        launcher.kernel("products.cl", function),
        new long[] {width, result.rows()},
        new long[] {GROUP, 1},
        args);
  }

  private static int row(Op op, Matrix m) {
    return op == Op.AS_IS ? m.ld() : 1;
  }

  private static int col(Op op, Matrix m) {
    return op == Op.AS_IS ? 1 : m.ld();
  }

  private static int code(Activation f) {
    return switch (f) {
      case LINEAR -> 0;
      case SIGMOID -> 1;
      case RELU -> 2;
      case SOFTMAX -> throw new IllegalArgumentException("softmax needs whole rows");
    };
  }
}
