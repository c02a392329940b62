package jacquard.kernels.bench;

import jacquard.kernels.Activation;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.kernels.Phase;
import jacquard.kernels.Rates;
import jacquard.kernels.RbmParameters;
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

/**
 * Steps of contrastive divergence on a machine of 784 x 500, in four launches each, with momentum
 * and decay.
 */
@State(Scope.Benchmark)
public class ContrastiveBench {
  private static final int VISIBLE = 784;
  private static final int HIDDEN = 500;
  private static final int QUEUED = 10;
  private static final long SEED = 7;
  private static final Rates RATES = new Rates(0.1f, 0.5f, 0.0002f);

  /** The cases of a step. */
  @Param({"10", "64", "100", "128", "500"})
  public int batch;

  private final OpenClKernels kernels = new OpenClKernels(Devices.best());
  private final RbmParameters parameters = parameters();
  private final RbmParameters velocity = parameters();
  private Matrix data = kernels.matrix(1, VISIBLE);
  private Matrix visible = data;
  private Matrix reconstruction = data;
  private Matrix hidden = kernels.matrix(1, HIDDEN);
  private Matrix drawn = hidden;
  private Matrix again = hidden;
  private long draw;

  private RbmParameters parameters() {
    return new RbmParameters(
        kernels.matrix(VISIBLE, HIDDEN), kernels.matrix(1, VISIBLE), kernels.matrix(1, HIDDEN));
  }

  /** Draws the data and the first weights. */
  @Setup
  public void prepare() {
    data = kernels.matrix(batch, VISIBLE);
    visible = kernels.matrix(batch, VISIBLE);
    reconstruction = kernels.matrix(batch, VISIBLE);
    hidden = kernels.matrix(batch, HIDDEN);
    drawn = kernels.matrix(batch, HIDDEN);
    again = kernels.matrix(batch, HIDDEN);
    float[] density = new float[batch * VISIBLE];
    Arrays.fill(density, 0.15f);
    kernels.write(visible, density);
    kernels.sampleBernoulli(SEED, draw++, visible, data);
    Matrix weights = parameters.weights();
    kernels.sampleNormal(SEED, draw++, velocity.weights(), 0.01f, weights);
  }

  /** The steps, and the wait for them. */
  @Benchmark
  @OperationsPerInvocation(QUEUED)
  public void steps() {
    for (int i = 0; i < QUEUED; i++) {
      step();
    }
    kernels.finish();
  }

  private void step() {
    Matrix w = parameters.weights();
    Matrix hiddenBias = parameters.hiddenBias();
    kernels.affineSample(data, Op.AS_IS, w, hiddenBias, hidden, SEED, draw++, drawn);
    kernels.affineSample(
        drawn, Op.TRANSPOSED, w, parameters.visibleBias(), visible, SEED, draw++, reconstruction);
    kernels.affine(reconstruction, Op.AS_IS, w, hiddenBias, Activation.SIGMOID, again);
    kernels.cdUpdate(
        parameters, velocity, new Phase(data, hidden), new Phase(reconstruction, again), RATES);
  }

  /** Gives the device back. */
  @TearDown
  public void close() {
    kernels.close();
  }
}
