package jacquard.kernels;

/** The Java reference keeps every contract. */
final class JavaKernelsTest
    implements ProductContract, SamplingContract, LearningContract, LayerContract, TwinContract {
  @Override
  public Kernels kernels() {
    return new JavaKernels();
  }
}
