package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jacquard.kernels.opencl.Family;
import jacquard.kernels.opencl.SharedDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Products that take several tiles, panels, strips and blocks, at and beside the edges of each,
 * give the bits of the reference, with values of every kind.
 */
final class TiledProductsTest {
  private static final float[] SPECIAL = {
    -0f, 0f, Float.MIN_VALUE, -3e-39f, 1e-30f, 3e38f, Float.POSITIVE_INFINITY, Float.NaN
  };

  /** Values of which about one in {@code rarity} is special. */
  private static float[] values(Random random, int count, int rarity) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          random.nextInt(rarity) == 0
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : (float) random.nextGaussian();
    }
    return values;
  }

  /** The results of all products, with names. */
  private static final class Run {
    private final Kernels k;
    private final Cases cases;
    private final Random random;
    private final Map<String, float[]> results = new LinkedHashMap<>();

    Run(Kernels k, long seed) {
      this.k = k;
      this.cases = new Cases(k, seed);
      this.random = new Random(seed);
    }

    Matrix of(int rows, int cols) {
      return cases.of(rows, cols, values(random, rows * cols, 5000));
    }

    void keep(String name, Matrix... matrices) {
      for (int i = 0; i < matrices.length; i++) {
        assertEquals(true, cases.untouchedAround(matrices[i]), name);
        results.put(name + " " + i, k.read(matrices[i]));
      }
    }

    void gemm(int m, int n, int depth) {
      for (Op opA : Op.values()) {
        for (Op opB : Op.values()) {
          Matrix a = opA == Op.AS_IS ? of(m, depth) : of(depth, m);
          Matrix b = opB == Op.AS_IS ? of(depth, n) : of(n, depth);
          Matrix c = of(m, n);
          k.gemm(opA, opB, 1f, a, b, 0f, c);
          keep("product " + opA + " " + opB, c);
          k.gemm(opA, opB, 0.3f, a, b, -1.7f, c);
          keep("scaled product " + opA + " " + opB, c);
        }
      }
    }

    void layers(int m, int n, int depth) {
      for (Op op : Op.values()) {
        Matrix x = of(m, depth);
        Matrix w = op == Op.AS_IS ? of(depth, n) : of(n, depth);
        Matrix bias = of(1, n);
        Matrix y = of(m, n);
        for (Activation f : Activation.values()) {
          k.affine(x, op, w, bias, f, y);
          keep("affine " + op + " " + f, y);
          if (f != Activation.SOFTMAX) {
            Matrix out = of(m, n);
            k.affineGradient(x, op, w, f, y, out);
            keep("gradient " + op + " " + f, out);
          }
        }
        Matrix samples = of(m, n);
        k.affineSample(x, op, w, bias, y, 0x1234567890ABCDEFL, 0xFEDCBA9876543210L, samples);
        keep("samples " + op, y, samples);
      }
    }

    void updates(int m, int n, int depth) {
      Rates rates = new Rates(0.1f, 0.5f, 0.01f);
      Matrix p = of(m, n);
      Matrix v = of(m, n);
      Matrix column = of(1, n);
      Matrix columnVelocity = of(1, n);
      Matrix row = of(1, m);
      Matrix rowVelocity = of(1, m);
      k.layerUpdate(
          new LayerParameters(p, column),
          new LayerParameters(v, columnVelocity),
          of(depth, m),
          of(depth, n),
          rates);
      keep("layer", p, v, column, columnVelocity);
      k.cdUpdate(
          new RbmParameters(p, row, column),
          new RbmParameters(v, rowVelocity, columnVelocity),
          new Phase(of(depth, m), of(depth, n)),
          new Phase(of(depth, m), of(depth, n)),
          rates);
      keep("contrastive", p, v, row, rowVelocity, column, columnVelocity);
    }

    void covariance(int n, int depth) {
      Matrix c = of(n, n);
      k.covariance(of(depth, n), of(1, n), c);
      keep("covariance", c);
    }
  }

  private static Map<String, float[]> results(Kernels kernels, int m, int n, int depth) {
    try (kernels) {
      Run run = new Run(kernels, (long) m * n + depth);
      run.gemm(m, n, depth);
      run.layers(m, n, depth);
      run.updates(m, n, depth);
      run.covariance(n, depth);
      return run.results;
    }
  }

  private static void compare(Kernels kernels, int m, int n, int depth) {
    Map<String, float[]> expected = results(new JavaKernels(), m, n, depth);
    Map<String, float[]> actual = results(kernels, m, n, depth);
    expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), name));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 2",
    "12, 32, 255",
    "13, 33, 256",
    "11, 512, 257",
    "60, 130, 128",
    "61, 577, 40",
    "293, 97, 300",
    "25, 515, 511",
    "100, 64, 513",
    "270, 530, 768",
    "128, 784, 60",
    "500, 10, 100"
  })
  void cpuFamily(int m, int n, int depth) {
    compare(SharedDevice.kernels(Family.CPU), m, n, depth);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 2",
    "6, 32, 255",
    "7, 33, 256",
    "293, 97, 300",
    "25, 515, 511",
    "490, 530, 257",
    "500, 10, 100"
  })
  void vectors(int m, int n, int depth) {
    compare(new VectorKernels(2), m, n, depth);
  }

  /** In a JVM that is told to use AVX2: other tiles, other ways of packing. */
  @Test
  void narrowerVectors() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:UseAVX=2",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                TiledProductsTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    int lanes = Math.min(8, VectorTile.LANES);
    assertTrue(printed.contains(lanes + " lanes, equal bits"), printed);
  }

  /** What that JVM does. */
  public static void main(String[] args) {
    compare(new VectorKernels(2), 7, 33, 256);
    compare(new VectorKernels(2), 293, 97, 300);
    compare(new VectorKernels(2), 25, 515, 511);
    compare(new VectorKernels(2), 500, 10, 100);
    System.out.println(VectorTile.LANES + " lanes, equal bits");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 2", "33, 65, 16", "131, 260, 257", "20, 30, 513"})
  void gpuFamily(int m, int n, int depth) {
    compare(SharedDevice.kernels(Family.GPU), m, n, depth);
  }
}
