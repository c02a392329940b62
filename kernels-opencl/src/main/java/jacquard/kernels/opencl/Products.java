package jacquard.kernels.opencl;

import jacquard.kernels.Activation;
import jacquard.kernels.LayerParameters;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.kernels.Phase;
import jacquard.kernels.Rates;
import jacquard.kernels.RbmParameters;
import jacquard.kernels.opencl.Product.Epilogue;
import jacquard.kernels.opencl.Product.Factors;

/**
 * The operations that are products with something done to the sums, in one kernel each.
 *
 * <p>Shapes have been checked.
 */
final class Products {
  private final Product product;

  Products(Launcher launcher) {
    this.product =
        launcher.family() == Family.CPU ? new CpuProduct(launcher) : new GpuProduct(launcher);
  }

  void gemm(Op opA, Op opB, float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    int depth = opA == Op.AS_IS ? a.cols() : a.rows();
    Factors factors = new Factors(opA, a, opB, b, c.rows(), c.cols(), depth);
    product.enqueue(Epilogue.SCALE, factors, c, alpha, beta);
  }

  /** All activations but softmax. */
  void affine(Matrix x, Op op, Matrix w, Matrix bias, Activation f, Matrix y) {
    product.enqueue(Epilogue.AFFINE, layer(x, op, w, y), y, bias, code(f));
  }

  void affineSample(
      Matrix x, Op op, Matrix w, Matrix bias, Matrix y, long seed, long draw, Matrix samples) {
    product.enqueue(Epilogue.SAMPLE, layer(x, op, w, y), y, bias, samples, seed, draw);
  }

  void affineGradient(Matrix delta, Op op, Matrix w, Activation f, Matrix y, Matrix out) {
    product.enqueue(Epilogue.GRADIENT, layer(delta, op, w, out), out, y, code(f));
  }

  void layerUpdate(
      LayerParameters parameters,
      LayerParameters velocity,
      Matrix inputs,
      Matrix delta,
      Rates rates) {
    Matrix p = parameters.weights();
    Matrix v = velocity.weights();
    product.enqueue(
        Epilogue.LAYER,
        outer(inputs, delta, p, inputs.rows()),
        p,
        v,
        (float) inputs.rows(),
        rates.rate(),
        rates.momentum(),
        rates.decay(),
        parameters.bias(),
        velocity.bias());
  }

  void cdUpdate(
      RbmParameters parameters,
      RbmParameters velocity,
      Phase positive,
      Phase negative,
      Rates rates) {
    Matrix p = parameters.weights();
    Matrix v = velocity.weights();
    int cases = positive.visible().rows();
    product.enqueue(
        Epilogue.CONTRASTIVE,
        outer(positive.visible(), positive.hidden(), p, 2 * cases),
        p,
        v,
        (float) cases,
        rates.rate(),
        rates.momentum(),
        rates.decay(),
        parameters.hiddenBias(),
        velocity.hiddenBias(),
        parameters.visibleBias(),
        velocity.visibleBias(),
        negative.visible(),
        negative.hidden());
  }

  void covariance(Matrix x, Matrix means, Matrix covariance) {
    product.enqueue(
        Epilogue.COVARIANCE,
        outer(x, x, covariance, x.rows()),
        covariance,
        1f / (x.rows() - 1),
        means);
  }

  private static Factors layer(Matrix x, Op op, Matrix w, Matrix y) {
    return new Factors(Op.AS_IS, x, op, w, y.rows(), y.cols(), x.cols());
  }

  /** The sum of outer products of rows. */
  private static Factors outer(Matrix left, Matrix right, Matrix shape, int depth) {
    return new Factors(Op.TRANSPOSED, left, Op.AS_IS, right, shape.rows(), shape.cols(), depth);
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
