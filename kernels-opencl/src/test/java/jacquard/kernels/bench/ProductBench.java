package jacquard.kernels.bench;

import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.kernels.opencl.Devices;
import jacquard.kernels.opencl.OpenClKernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Matrix products, queued a few at a time as training queues its steps. */
@State(Scope.Benchmark)
public class ProductBench {
  private static final int QUEUED = 10;

  /** The transposes of the factors, then M, N and K. */
  @Param({
    "NN 256x256x256",
    "NN 512x512x512",
    "NN 1024x1024x1024",
    "NN 2048x2048x2048",
    "NT 1024x1024x1024",
    "TN 1024x1024x1024",
    "NN 10x500x784",
    "NN 64x500x784",
    "NN 100x500x784",
    "NN 128x500x784",
    "NT 10x784x500",
    "NT 64x784x500",
    "NT 128x784x500",
    "TN 784x500x10",
    "TN 784x500x64",
    "TN 784x500x128"
  })
  public String sgemm = "";

  private final OpenClKernels kernels = new OpenClKernels(Devices.best());
  private final Op[] ops = new Op[2];
  private final Matrix[] factors = new Matrix[2];
  private Matrix product = kernels.matrix(1, 1);

  /** Makes the operands. */
  @Setup
  public void prepare() {
    String[] sizes = sgemm.substring(3).split("x", -1);
    int m = Integer.parseInt(sizes[0]);
    int n = Integer.parseInt(sizes[1]);
    int k = Integer.parseInt(sizes[2]);
    ops[0] = sgemm.charAt(0) == 'N' ? Op.AS_IS : Op.TRANSPOSED;
    ops[1] = sgemm.charAt(1) == 'N' ? Op.AS_IS : Op.TRANSPOSED;
    factors[0] = ops[0] == Op.AS_IS ? random(m, k) : random(k, m);
    factors[1] = ops[1] == Op.AS_IS ? random(k, n) : random(n, k);
    product = kernels.matrix(m, n);
  }

  private Matrix random(int rows, int cols) {
    Matrix zeros = kernels.matrix(rows, cols);
    Matrix values = kernels.matrix(rows, cols);
    kernels.sampleNormal(1, rows + cols, zeros, 1f, values);
    return values;
  }

  /** The products, and the wait for them. */
  @Benchmark
  @OperationsPerInvocation(QUEUED)
  public void products() {
    for (int i = 0; i < QUEUED; i++) {
      kernels.gemm(ops[0], ops[1], 1f, factors[0], factors[1], 0f, product);
    }
    kernels.finish();
  }

  /** Gives the device back. */
  @TearDown
  public void close() {
    kernels.close();
  }
}
