package jacquard.kernels.bench;

import jacquard.kernels.Activation;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.kernels.opencl.Devices;
import jacquard.kernels.opencl.OpenClKernels;

/** A process that ends when its first kernel has, a layer of 10 x 784 by 784 x 500. */
final class FirstKernel {
  private FirstKernel() {}

  public static void main(String[] args) {
    try (Kernels kernels = new OpenClKernels(Devices.best())) {
      Matrix x = kernels.matrix(10, 784);
      Matrix w = kernels.matrix(784, 500);
      Matrix bias = kernels.matrix(1, 500);
      Matrix y = kernels.matrix(10, 500);
      kernels.affine(x, Op.AS_IS, w, bias, Activation.SIGMOID, y);
      kernels.finish();
    }
  }
}
