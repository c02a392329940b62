package jacquard.kernels;

import jacquard.kernels.opencl.Family;
import jacquard.kernels.opencl.SharedDevice;

/** The CPU family of the OpenCL kernels keeps every contract, whatever device there is. */
public final class OpenClCpuFamilyTest
    implements ProductContract,
        SamplingContract,
        LearningContract,
        LayerContract,
        TwinContract,
        LongSumsContract {
  @Override
  public Kernels kernels() {
    return SharedDevice.kernels(Family.CPU);
  }
}
