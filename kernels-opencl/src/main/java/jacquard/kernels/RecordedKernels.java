package jacquard.kernels;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kernels of any backend that tell the JDK Flight Recorder, and a listener, of every operation.
 *
 * <p>The event {@value #EVENT} is off unless a recording asks for it by name. While one does, or
 * somebody listens, each operation is waited for, so that what is told is the time it took and not
 * the time to queue it; no bit depends on that. Else an operation pays for two looks at a field.
 */
public final class RecordedKernels implements Kernels {
  /** The name of the event of an operation. */
  public static final String EVENT = "jacquard.Kernel";

  /** Who is told of every operation, on the thread that asked for it, when it is done. */
  @FunctionalInterface
  public interface Listener {
    /**
     * An operation is done.
     *
     * @param kernel its name, that of the method of {@link Kernels}
     * @param shape rows x columns of the result or operand, and for products x the terms of a sum
     * @param beginNanos when it began, by {@link System#nanoTime}
     * @param endNanos when it was done
     */
    void done(String kernel, String shape, long beginNanos, long endNanos);
  }

  private record Launch(KernelEvent event, long beginNanos) {}

  private final Kernels kernels;
  private volatile @Nullable Listener listener;

  private RecordedKernels(Kernels kernels) {
    this.kernels = kernels;
  }

  /** These kernels, recorded; the same ones if they are already. */
  public static RecordedKernels of(Kernels kernels) {
    return kernels instanceof RecordedKernels recorded ? recorded : new RecordedKernels(kernels);
  }

  /** Has a listener told instead of the one before, or nobody if it is null. */
  public void listen(@Nullable Listener listener) {
    this.listener = listener;
  }

  private @Nullable Launch begin() {
    KernelEvent event = new KernelEvent();
    if (listener == null && !event.isEnabled()) {
      return null;
    }
    kernels.finish(); // what was queued before anybody listened is not this one's time
    event.begin();
    return new Launch(event, System.nanoTime());
  }

  private void end(@Nullable Launch launch, String kernel, int rows, int cols, int terms) {
    if (launch != null) {
      kernels.finish();
      long now = System.nanoTime();
      launch.event.end();
      tell(launch, now, kernel, rows + " x " + cols + (terms == 0 ? "" : " x " + terms));
    }
  }

  private void tell(Launch launch, long now, String kernel, String shape) {
    KernelEvent event = launch.event;
    if (event.shouldCommit()) {
      event.kernel = kernel;
      event.backend = kernels.name();
      event.device = kernels.deviceName();
      event.shape = shape;
      event.commit();
    }
    Listener told = listener;
    if (told != null) {
      told.done(kernel, shape, launch.beginNanos, now);
    }
  }

  @Override
  public String name() {
    return kernels.name();
  }

  @Override
  public String deviceName() {
    return kernels.deviceName();
  }

  @Override
  public Floats floats(int size) {
    return kernels.floats(size);
  }

  @Override
  public Ints ints(int size) {
    return kernels.ints(size);
  }

  @Override
  public boolean isOnArrays() {
    return kernels.isOnArrays();
  }

  @Override
  public Matrix constant(float[] values, int cols) {
    return isOnArrays() ? kernels.constant(values, cols) : Kernels.super.constant(values, cols);
  }

  @Override
  public Labels constant(int[] values) {
    return isOnArrays() ? kernels.constant(values) : Kernels.super.constant(values);
  }

  @Override
  public void finish() {
    kernels.finish();
  }

  @Override
  public void write(Matrix to, float[] values) {
    Launch launch = begin();
    kernels.write(to, values);
    end(launch, "write", to.rows(), to.cols(), 0);
  }

  @Override
  public void write(Labels to, int[] values) {
    Launch launch = begin();
    kernels.write(to, values);
    end(launch, "write", to.count(), 1, 0);
  }

  @Override
  public float @Nullable [] array(Matrix m) {
    return kernels.array(m);
  }

  @Override
  public float[] read(Matrix from) {
    Launch launch = begin();
    float[] values = kernels.read(from);
    end(launch, "read", from.rows(), from.cols(), 0);
    return values;
  }

  @Override
  public int[] read(Labels from) {
    Launch launch = begin();
    int[] values = kernels.read(from);
    end(launch, "read", from.count(), 1, 0);
    return values;
  }

  @Override
  public void gemm(Op opA, Op opB, float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    Launch launch = begin();
    kernels.gemm(opA, opB, alpha, a, b, beta, c);
    end(launch, "gemm", c.rows(), c.cols(), opA.cols(a));
  }

  @Override
  public void affine(Matrix x, Op op, Matrix w, Matrix bias, Activation f, Matrix y) {
    Launch launch = begin();
    kernels.affine(x, op, w, bias, f, y);
    end(launch, "affine", y.rows(), y.cols(), x.cols());
  }

  @Override
  public void affineSample(
      Matrix x,
      Op op,
      Matrix w,
      Matrix bias,
      Matrix probabilities,
      long seed,
      long draw,
      Matrix samples) {
    Launch launch = begin();
    kernels.affineSample(x, op, w, bias, probabilities, seed, draw, samples);
    end(launch, "affineSample", samples.rows(), samples.cols(), x.cols());
  }

  @Override
  public void affineGradient(Matrix delta, Op op, Matrix w, Activation f, Matrix y, Matrix out) {
    Launch launch = begin();
    kernels.affineGradient(delta, op, w, f, y, out);
    end(launch, "affineGradient", out.rows(), out.cols(), delta.cols());
  }

  @Override
  public void sampleBernoulli(long seed, long draw, Matrix probabilities, Matrix samples) {
    Launch launch = begin();
    kernels.sampleBernoulli(seed, draw, probabilities, samples);
    end(launch, "sampleBernoulli", samples.rows(), samples.cols(), 0);
  }

  @Override
  public void sampleNormal(long seed, long draw, Matrix means, float deviation, Matrix samples) {
    Launch launch = begin();
    kernels.sampleNormal(seed, draw, means, deviation, samples);
    end(launch, "sampleNormal", samples.rows(), samples.cols(), 0);
  }

  @Override
  public void sgdUpdate(Matrix parameters, Matrix velocity, Matrix gradient, Rates rates) {
    Launch launch = begin();
    kernels.sgdUpdate(parameters, velocity, gradient, rates);
    end(launch, "sgdUpdate", parameters.rows(), parameters.cols(), 0);
  }

  @Override
  public void layerUpdate(
      LayerParameters parameters,
      LayerParameters velocity,
      Matrix inputs,
      Matrix delta,
      Rates rates) {
    Launch launch = begin();
    kernels.layerUpdate(parameters, velocity, inputs, delta, rates);
    end(
        launch,
        "layerUpdate",
        parameters.weights().rows(),
        parameters.weights().cols(),
        inputs.rows());
  }

  /** As one operation, or where they are recorded as one each. */
  @Override
  public void layerUpdates(List<LayerUpdate> layers, Rates rates) {
    if (listener == null && !new KernelEvent().isEnabled()) {
      kernels.layerUpdates(layers, rates);
    } else {
      Kernels.super.layerUpdates(layers, rates);
    }
  }

  @Override
  public void cdUpdate(
      RbmParameters parameters,
      RbmParameters velocity,
      Phase positive,
      Phase negative,
      Rates rates) {
    Launch launch = begin();
    kernels.cdUpdate(parameters, velocity, positive, negative, rates);
    end(
        launch,
        "cdUpdate",
        parameters.weights().rows(),
        parameters.weights().cols(),
        2 * positive.visible().rows());
  }

  @Override
  public void softmax(Matrix logits, Matrix probabilities) {
    Launch launch = begin();
    kernels.softmax(logits, probabilities);
    end(launch, "softmax", logits.rows(), logits.cols(), 0);
  }

  @Override
  public void softmaxGradient(Matrix logits, Labels labels, Matrix gradient, Matrix losses) {
    Launch launch = begin();
    kernels.softmaxGradient(logits, labels, gradient, losses);
    end(launch, "softmaxGradient", logits.rows(), logits.cols(), 0);
  }

  @Override
  public void argmax(Matrix x, Labels columns) {
    Launch launch = begin();
    kernels.argmax(x, columns);
    end(launch, "argmax", x.rows(), x.cols(), 0);
  }

  @Override
  public void columnMeans(Matrix x, Matrix means) {
    Launch launch = begin();
    kernels.columnMeans(x, means);
    end(launch, "columnMeans", x.rows(), x.cols(), 0);
  }

  @Override
  public void columnVariances(Matrix x, Matrix means, Matrix variances) {
    Launch launch = begin();
    kernels.columnVariances(x, means, variances);
    end(launch, "columnVariances", x.rows(), x.cols(), 0);
  }

  @Override
  public void covariance(Matrix x, Matrix means, Matrix covariance) {
    Launch launch = begin();
    kernels.covariance(x, means, covariance);
    end(launch, "covariance", covariance.rows(), covariance.cols(), x.rows());
  }

  @Override
  public void subtractRow(Matrix x, Matrix row, Matrix y) {
    Launch launch = begin();
    kernels.subtractRow(x, row, y);
    end(launch, "subtractRow", x.rows(), x.cols(), 0);
  }

  @Override
  public void standardize(Matrix x, Matrix columns, Matrix y) {
    Launch launch = begin();
    kernels.standardize(x, columns, y);
    end(launch, "standardize", x.rows(), x.cols(), 0);
  }

  @Override
  public void squaredDistance(Matrix a, Matrix b, Matrix sum) {
    Launch launch = begin();
    kernels.squaredDistance(a, b, sum);
    end(launch, "squaredDistance", a.rows(), a.cols(), 0);
  }

  @Override
  public void squaredNorm(Matrix x, Matrix sum) {
    Launch launch = begin();
    kernels.squaredNorm(x, sum);
    end(launch, "squaredNorm", x.rows(), x.cols(), 0);
  }

  @Override
  public void close() {
    kernels.close();
  }
}
