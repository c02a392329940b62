package jacquard.kernels.opencl;

import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.VectorKernels;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The kernels that {@code auto} chose, and why.
 *
 * @param kernels for the caller to close
 * @param reason a line for the user, which begins with the kernels' name
 */
public record Choice(Kernels kernels, String reason) {
  /**
   * The OpenCL kernels on the best device if there is one and it computes, else the given ones. If
   * that device is this processor, the given ones are taken too where they use its vector
   * instructions: they were measured to be about as fast, and nothing is compiled or waited for.
   *
   * @param java makes the kernels to fall back on, which give the same bits
   */
  public static Choice auto(Supplier<? extends Kernels> java) {
    try {
      Device best = Devices.best();
      return best.isGpu() ? openCl(best) : onProcessor(best, java.get());
    } catch (DeviceException e) {
      Kernels kernels = java.get();
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      String slow = Kernels.hindrance();
      return new Choice(kernels, kernels.name() + ": " + why + (slow == null ? "" : "; " + slow));
    }
  }

  private static Choice onProcessor(Device device, Kernels java) {
    if (java instanceof VectorKernels) {
      return new Choice(
          java,
          String.format(
              Locale.ROOT,
              "%s: the OpenCL device here, %s, is this processor; the vector kernels need no driver"
                  + " for it",
              java.name(),
              device));
    }
    java.close();
    return openCl(device);
  }

  /** The OpenCL kernels on a device, tried: some drivers list devices they cannot compile for. */
  private static Choice openCl(Device device) {
    OpenClKernels kernels = new OpenClKernels(device);
    try {
      compute(kernels);
      return new Choice(
          kernels,
          String.format(
              Locale.ROOT, "opencl: %s (%s, %d units)", device, device.type(), device.units()));
    } catch (DeviceException e) {
      kernels.close();
      throw e;
    }
  }

  private static void compute(Kernels kernels) {
    Matrix x = kernels.matrix(1, 2);
    kernels.write(x, new float[] {3f, 4f});
    kernels.squaredNorm(x, x.cols(0, 1));
    float norm = kernels.read(x)[0];
    x.data().close();
    if (norm != 25f) {
      throw new DeviceException("the OpenCL device does not compute: 9 + 16 gave " + norm);
    }
  }
}
