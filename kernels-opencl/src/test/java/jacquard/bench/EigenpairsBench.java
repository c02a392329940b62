package jacquard.bench;

import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.kernels.TopEigenpairs;
import jacquard.kernels.VectorKernels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Fifty eigenpairs of the covariance of 784 columns with ten strong directions. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"--add-modules", "jdk.incubator.vector", "-XX:+UseParallelGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class EigenpairsBench {
  private final Kernels kernels = new VectorKernels(2);
  private final Matrix covariance = kernels.matrix(784, 784);

  /** Makes the covariance. */
  @Setup
  public void make() {
    Matrix x = kernels.matrix(4000, 784);
    Matrix hidden = kernels.matrix(4000, 10);
    Matrix directions = kernels.matrix(10, 784);
    Matrix means = kernels.matrix(1, 784);
    kernels.sampleNormal(1, 0, x, 0.2f, x);
    kernels.sampleNormal(1, 1, hidden, 1f, hidden);
    kernels.sampleNormal(1, 2, directions, 0.3f, directions);
    kernels.gemm(Op.AS_IS, Op.AS_IS, 1f, hidden, directions, 1f, x);
    kernels.columnMeans(x, means);
    kernels.covariance(x, means, covariance);
  }

  /** Fifty eigenpairs. */
  @Benchmark
  public double eigenpairs() {
    return TopEigenpairs.of(kernels, covariance, 50, 1).values()[0];
  }
}
