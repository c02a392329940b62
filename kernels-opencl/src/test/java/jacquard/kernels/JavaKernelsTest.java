package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import net.jqwik.api.Example;

/** The Java reference keeps every contract. */
final class JavaKernelsTest
    implements ProductContract,
        SamplingContract,
        LearningContract,
        LayerContract,
        TwinContract,
        LongSumsContract {
  @Override
  public Kernels kernels() {
    return new JavaKernels();
  }

  @Example
  void windowsLieInAnArrayOfThisJvm() {
    Kernels kernels = kernels();
    Matrix m = kernels.matrix(3, 4);
    kernels.write(m, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    Matrix window = m.rows(1, 2).cols(2, 1);
    float[] array = kernels.array(window);
    assertNotNull(array);
    assertEquals(10, array[window.offset() + window.ld()]);
  }
}
