package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Example;

/** The vector kernels keep every contract, on two threads and on one. */
final class VectorKernelsTest
    implements ProductContract, SamplingContract, LearningContract, LayerContract, TwinContract {
  @Override
  public Kernels kernels() {
    return new VectorKernels(2);
  }

  @Example
  void areTheFastestInThisJvm() {
    try (Kernels fastest = JavaKernels.fastest()) {
      assertEquals("java-vector", fastest.name());
    }
  }
}
