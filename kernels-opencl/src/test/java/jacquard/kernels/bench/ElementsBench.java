package jacquard.kernels.bench;

import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Rates;
import jacquard.kernels.opencl.Devices;
import jacquard.kernels.opencl.OpenClKernels;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Kernels that pass over 20000 x 784 values: so many microseconds are 1/15680 ns an element. */
@State(Scope.Benchmark)
public class ElementsBench {
  private static final int ROWS = 20_000;
  private static final int COLUMNS = 784;
  private static final int QUEUED = 3;
  private static final Rates RATES = new Rates(0.1f, 0.5f, 0.0002f);

  /** The kernel. */
  @Param({
    "columnMeans",
    "subtractRow",
    "sgdUpdate",
    "sampleBernoulli",
    "sampleNormal",
    "argmax",
    "squaredNorm",
    "softmax"
  })
  public String kernel = "";

  private final OpenClKernels kernels = new OpenClKernels(Devices.best());
  private final Matrix x = kernels.matrix(ROWS, COLUMNS);
  private final Matrix y = kernels.matrix(ROWS, COLUMNS);
  private final Matrix z = kernels.matrix(ROWS, COLUMNS);
  private final Matrix row = kernels.matrix(1, COLUMNS);
  private final Matrix sum = kernels.matrix(1, 1);
  private final Labels labels = kernels.labels(ROWS);
  private long draw;

  /** Draws the values, all of them probabilities. */
  @Setup
  public void prepare() {
    float[] halves = new float[ROWS * COLUMNS];
    Arrays.fill(halves, 0.5f);
    kernels.write(x, halves);
  }

  /** The kernel a few times, and the wait for it. */
  @Benchmark
  @OperationsPerInvocation(QUEUED)
  public void passes() {
    for (int i = 0; i < QUEUED; i++) {
      switch (kernel) {
        case "columnMeans" -> kernels.columnMeans(x, row);
        case "subtractRow" -> kernels.subtractRow(x, row, y);
        case "sgdUpdate" -> kernels.sgdUpdate(y, z, x, RATES);
        case "sampleBernoulli" -> kernels.sampleBernoulli(1, draw++, x, y);
        case "sampleNormal" -> kernels.sampleNormal(1, draw++, x, 1f, y);
        case "argmax" -> kernels.argmax(x, labels);
        case "squaredNorm" -> kernels.squaredNorm(x, sum);
        case "softmax" -> kernels.softmax(x, y);
        default -> throw new IllegalStateException(kernel);
      }
    }
    kernels.finish();
  }

  /** Gives the device back. */
  @TearDown
  public void close() {
    kernels.close();
  }
}
