package jacquard.kernels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;

/** The vector kernels keep every contract, on two threads and on one. */
final class VectorKernelsTest
    implements ProductContract,
        SamplingContract,
        LearningContract,
        LayerContract,
        TwinContract,
        LongSumsContract {
  @Override
  public Kernels kernels() {
    return new VectorKernels(2);
  }

  @Example
  void numberOfThreadsChangesNoBit() {
    int[] order = {500, 3};
    for (int rows : order) {
      float[] one = product(new VectorKernels(1), rows);
      assertArrayEquals(one, product(new VectorKernels(2), rows));
      assertArrayEquals(one, product(new VectorKernels(5), rows));
    }
  }

  private static float[] product(Kernels kernels, int rows) {
    Cases cases = new Cases(kernels, 1);
    Matrix x = cases.normal(rows, 700);
    Matrix w = cases.normal(700, 900);
    Matrix y = cases.window(rows, 900);
    kernels.affine(x, Op.AS_IS, w, cases.normal(1, 900), Activation.SOFTMAX, y);
    return kernels.read(y);
  }

  @Example
  void threadsMayShareThem() throws InterruptedException {
    Kernels kernels = new VectorKernels(2);
    Cases cases = new Cases(kernels, 2);
    Matrix a = cases.normal(300, 300);
    Matrix b = cases.normal(300, 300);
    List<Matrix> products = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Matrix c = kernels.matrix(300, 300);
      products.add(c);
      threads.add(Thread.ofPlatform().start(() -> multiplyOften(kernels, a, b, c)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (Matrix c : products) {
      assertArrayEquals(kernels.read(products.getFirst()), kernels.read(c));
    }
  }

  private static void multiplyOften(Kernels kernels, Matrix a, Matrix b, Matrix c) {
    for (int i = 0; i < 20; i++) {
      kernels.gemm(Op.AS_IS, Op.TRANSPOSED, 1f, a, b, 0f, c);
    }
  }

  @Example
  void areTheChoiceWhereTheJvmHasVectors() {
    assertEquals("java-vector", Kernels.java().name());
  }

  @Example
  void loopsAreTheChoiceWhereItHasNot() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Chosen.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), printed);
    assertEquals("java", printed.strip());
  }

  /** Prints the name of the chosen kernels. */
  static final class Chosen {
    public static void main(String[] args) {
      System.out.println(Kernels.java().name());
    }
  }
}
