package jacquard.kernels.opencl;

import jacquard.kernels.Activation;
import jacquard.kernels.Floats;
import jacquard.kernels.Ints;
import jacquard.kernels.Kernels;
import jacquard.kernels.Labels;
import jacquard.kernels.LayerParameters;
import jacquard.kernels.Matrix;
import jacquard.kernels.Op;
import jacquard.kernels.Phase;
import jacquard.kernels.Rates;
import jacquard.kernels.RbmParameters;
import jacquard.kernels.Shapes;
import org.jocl.Pointer;

/**
 * The OpenCL backend: hand-written kernels on one device, the same bits as {@link
 * jacquard.kernels.JavaKernels}.
 *
 * <p>Threads may share it while they write to different buffers; their calls take turns in being
 * queued. {@code write} waits as {@code read} does, for the host's array is the caller's again when
 * it returns. Failures of the device are {@link DeviceException}s.
 */
public final class OpenClKernels implements Kernels {
  private final Launcher launcher;
  private final Products products;
  private final Elements elements;
  private final Rows rows;
  private final Sums sums;

  /** On the given device, with the family of kernels that suits it. */
  public OpenClKernels(Device device) {
    this(device, Family.of(device), false);
  }

  /**
   * On the given device.
   *
   * @param family usually that of the device's type; the other one computes the same bits, slower
   * @param profiling whether to time every kernel, for {@link #profile}
   */
  public OpenClKernels(Device device, Family family, boolean profiling) {
    this(new DeviceContext(device, family, profiling));
  }

  /** Takes over one share of the context. */
  OpenClKernels(DeviceContext context) {
    launcher = new Launcher(context);
    products = new Products(launcher);
    elements = new Elements(launcher);
    rows = new Rows(launcher);
    sums = new Sums(launcher);
  }

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public String deviceName() {
    return device().name();
  }

  /** The device it computes on. */
  public Device device() {
    return launcher.device();
  }

  Launcher launcher() {
    return launcher;
  }

  /** Waits, then lists each kernel with its launches and time, the most costly first. */
  public String profile() {
    return launcher.context().profile();
  }

  /** The number of buffers that are allocated and not closed. */
  public int liveBuffers() {
    return launcher.memory().liveBuffers();
  }

  /** The bytes of those buffers on the device. */
  public long liveBytes() {
    return launcher.memory().liveBytes();
  }

  @Override
  public void finish() {
    launcher.finish();
  }

  @Override
  public Floats floats(int size) {
    checkSize(size);
    return new DeviceBuffer.OfFloats(launcher.memory(), size);
  }

  @Override
  public Ints ints(int size) {
    checkSize(size);
    return new DeviceBuffer.OfInts(launcher.memory(), size);
  }

  @Override
  public void write(Matrix to, float[] values) {
    Shapes.size("write to " + to.shape(), values.length, Math.multiplyExact(to.rows(), to.cols()));
    launcher.write(to.data(), Window.of(to), Pointer.to(values));
  }

  @Override
  public void write(Labels to, int[] values) {
    Shapes.size("write labels", values.length, to.count());
    launcher.write(to.data(), Window.of(to), Pointer.to(values));
  }

  @Override
  public float[] read(Matrix from) {
    float[] values = new float[Math.multiplyExact(from.rows(), from.cols())];
    launcher.read(from.data(), Window.of(from), Pointer.to(values));
    return values;
  }

  @Override
  public int[] read(Labels from) {
    int[] values = new int[from.count()];
    launcher.read(from.data(), Window.of(from), Pointer.to(values));
    return values;
  }

  @Override
  public void gemm(Op opA, Op opB, float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    Shapes.product(opA, a, opB, b, c);
    products.gemm(opA, opB, alpha, a, b, beta, c);
  }

  @Override
  public void affine(Matrix x, Op op, Matrix w, Matrix bias, Activation f, Matrix y) {
    Shapes.affine(x, op, w, bias, y);
    if (f == Activation.SOFTMAX) {
      products.affine(x, op, w, bias, Activation.LINEAR, y);
      rows.softmax(y, y);
    } else {
      products.affine(x, op, w, bias, f, y);
    }
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
    Shapes.affineSample(x, op, w, bias, probabilities, samples);
    products.affineSample(x, op, w, bias, probabilities, seed, draw, samples);
  }

  @Override
  public void affineGradient(Matrix delta, Op op, Matrix w, Activation f, Matrix y, Matrix out) {
    Shapes.affineGradient(delta, op, w, f, y, out);
    products.affineGradient(delta, op, w, f, y, out);
  }

  @Override
  public void sampleBernoulli(long seed, long draw, Matrix probabilities, Matrix samples) {
    Shapes.same("probabilities", probabilities, "samples", samples);
    elements.sampleBernoulli(seed, draw, probabilities, samples);
  }

  @Override
  public void sampleNormal(long seed, long draw, Matrix means, float deviation, Matrix samples) {
    Shapes.same("means", means, "samples", samples);
    elements.sampleNormal(seed, draw, means, deviation, samples);
  }

  @Override
  public void sgdUpdate(Matrix parameters, Matrix velocity, Matrix gradient, Rates rates) {
    Shapes.same("parameters", parameters, "velocity", velocity);
    Shapes.same("parameters", parameters, "gradient", gradient);
    elements.sgdUpdate(parameters, velocity, gradient, rates);
  }

  @Override
  public void layerUpdate(
      LayerParameters parameters,
      LayerParameters velocity,
      Matrix inputs,
      Matrix delta,
      Rates rates) {
    Shapes.layer(parameters, velocity, inputs, delta);
    products.layerUpdate(parameters, velocity, inputs, delta, rates);
  }

  @Override
  public void cdUpdate(
      RbmParameters parameters,
      RbmParameters velocity,
      Phase positive,
      Phase negative,
      Rates rates) {
    Shapes.cd(parameters, velocity, positive, negative);
    products.cdUpdate(parameters, velocity, positive, negative, rates);
  }

  @Override
  public void softmax(Matrix logits, Matrix probabilities) {
    Shapes.same("logits", logits, "probabilities", probabilities);
    rows.softmax(logits, probabilities);
  }

  @Override
  public void softmaxGradient(Matrix logits, Labels labels, Matrix gradient, Matrix losses) {
    Shapes.same("logits", logits, "gradient", gradient);
    Shapes.labels(labels, logits);
    Shapes.losses(losses, logits);
    rows.softmaxGradient(logits, labels, gradient, losses);
  }

  @Override
  public void argmax(Matrix x, Labels columns) {
    Shapes.labels(columns, x);
    rows.argmax(x, columns);
  }

  @Override
  public void columnMeans(Matrix x, Matrix means) {
    Shapes.row("means", means, x.cols(), "matrix", x);
    sums.columnMeans(x, means);
  }

  @Override
  public void columnVariances(Matrix x, Matrix means, Matrix variances) {
    Shapes.row("means", means, x.cols(), "matrix", x);
    Shapes.row("variances", variances, x.cols(), "matrix", x);
    sums.columnVariances(x, means, variances);
  }

  @Override
  public void covariance(Matrix x, Matrix means, Matrix covariance) {
    Shapes.covariance(x, means, covariance);
    products.covariance(x, means, covariance);
  }

  @Override
  public void subtractRow(Matrix x, Matrix row, Matrix y) {
    Shapes.row("row", row, x.cols(), "matrix", x);
    Shapes.same("matrix", x, "difference", y);
    elements.subtractRow(x, row, y);
  }

  @Override
  public void standardize(Matrix x, Matrix columns, Matrix y) {
    Shapes.standardize(x, columns, y);
    elements.standardize(x, columns, y);
  }

  @Override
  public void squaredDistance(Matrix a, Matrix b, Matrix sum) {
    Shapes.same("first", a, "second", b);
    Shapes.scalar("sum", sum);
    sums.squaredDistance(a, b, sum);
  }

  @Override
  public void squaredNorm(Matrix x, Matrix sum) {
    Shapes.scalar("sum", sum);
    sums.squaredNorm(x, sum);
  }

  @Override
  public void close() {
    launcher.close();
  }

  private static void checkSize(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a buffer needs at least 1 element, not " + size);
    }
  }
}
