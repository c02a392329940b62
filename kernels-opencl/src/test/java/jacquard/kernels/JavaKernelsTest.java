package jacquard.kernels;

/** The Java reference keeps every contract. */
final class JavaKernelsTest implements ProductContract, SamplingContract, LearningContract {
  @Override
  public Kernels kernels() {
    return new JavaKernels();
  }
}
