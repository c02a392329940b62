package jacquard.bench;

import jacquard.kernels.JavaKernels;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.kernels.VectorKernels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Products of the backends in plain Java, in microseconds. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"--add-modules", "jdk.incubator.vector", "-XX:+UseParallelGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class KernelsBench {
  /** The backend's name, and for the vectors the number of threads. */
  @Param({"java-vector/2", "java-vector/1", "java"})
  String backend = "java";

  /** Rows, columns and inner size, then how the factors enter: N as they are, T transposed. */
  @Param({
    "512x512x512 NN",
    "1024x1024x1024 NN",
    "1024x1024x1024 NT",
    "1024x1024x1024 TN",
    "100x500x784 NN",
    "100x784x500 NT",
    "784x500x200 TN",
    "10x500x784 NN"
  })
  String product = "512x512x512 NN";

  private Kernels kernels = new JavaKernels();
  private Op opA = Op.AS_IS;
  private Op opB = Op.AS_IS;
  private Matrix a = kernels.matrix(1, 1);
  private Matrix b = a;
  private Matrix c = a;

  /** Makes the operands. */
  @Setup
  public void makeOperands() {
    kernels =
        backend.equals("java")
            ? new JavaKernels()
            : new VectorKernels(Integer.parseInt(backend.substring(backend.indexOf('/') + 1)));
    String[] words = product.split("[x ]", -1);
    int m = Integer.parseInt(words[0]);
    int n = Integer.parseInt(words[1]);
    int k = Integer.parseInt(words[2]);
    opA = op(words[3].charAt(0));
    opB = op(words[3].charAt(1));
    a = random(opA, m, k, 0);
    b = random(opB, k, n, 1);
    c = kernels.matrix(m, n);
  }

  private static Op op(char letter) {
    return letter == 'N' ? Op.AS_IS : Op.TRANSPOSED;
  }

  private Matrix random(Op op, int rows, int cols, long draw) {
    Matrix m = op == Op.AS_IS ? kernels.matrix(rows, cols) : kernels.matrix(cols, rows);
    kernels.sampleNormal(1, draw, m, 1f, m);
    return m;
  }

  /** One product. */
  @Benchmark
  public void gemm() {
    kernels.gemm(opA, opB, 1f, a, b, 0f, c);
  }
}
