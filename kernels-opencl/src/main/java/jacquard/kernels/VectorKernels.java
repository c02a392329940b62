package jacquard.kernels;

import jacquard.kernels.VectorSampling.Draw;
import java.util.function.IntConsumer;

/**
 * The reference's fast twin: the same bits on vector instructions and several threads, for machines
 * without OpenCL.
 *
 * <p>It needs {@code --add-modules jdk.incubator.vector}; {@link Kernels#java} asks for it. Its
 * speed comes from {@link VectorGemm}; every class {@code Vector...} does what the class {@code
 * Java...} of the same name does. Threads may share it while they write to different buffers.
 */
public final class VectorKernels extends JavaKernels {
  /** Below so many elements, a second thread costs more than it saves. */
  private static final int WORTH_A_THREAD = 1 << 16;

  private final Turns turns;
  private final VectorGemm gemm;

  /** Kernels that use all processors. */
  public VectorKernels() {
    this(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Kernels that use so many threads, the caller's among them.
   *
   * @param threads at least 1; bits do not depend on it
   */
  public VectorKernels(int threads) {
    turns = new Turns(threads);
    gemm = new VectorGemm(turns);
  }

  @Override
  public String name() {
    return "java-vector";
  }

  @Override
  public void gemm(Op opA, Op opB, float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    Shapes.product(opA, a, opB, b, c);
    float[] out = array(c);
    gemm.multiply(
        c.rows(),
        c.cols(),
        opA.cols(a),
        operand(a, opA),
        operand(b, opB),
        (row, col, count, sums, at) ->
            VectorRows.scale(alpha, sums, at, count, beta, out, at(c, row) + col));
  }

  @Override
  public void affine(Matrix x, Op op, Matrix w, Matrix bias, Activation f, Matrix y) {
    Shapes.affine(x, op, w, bias, y);
    float[] out = array(y);
    float[] shift = array(bias);
    VectorGemm.RowEnd end =
        (row, col, count, sums, at) ->
            VectorRows.activate(
                f, sums, at, count, shift, bias.offset() + col, out, at(y, row) + col);
    product(x, op, w, end);
    if (f == Activation.SOFTMAX) {
      softmax(y, y);
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
    float[] p = array(probabilities);
    float[] shift = array(bias);
    float[] drawn = array(samples);
    VectorGemm.RowEnd end =
        (row, col, count, sums, at) -> {
          int biasAt = bias.offset() + col;
          int pAt = at(probabilities, row) + col;
          int to = at(samples, row) + col;
          Draw ofRow = new Draw(seed, draw, row);
          VectorRows.activate(Activation.SIGMOID, sums, at, count, shift, biasAt, p, pAt);
          VectorSampling.bernoulli(ofRow, col, count, p, pAt, drawn, to);
        };
    product(x, op, w, end);
  }

  @Override
  public void affineGradient(Matrix delta, Op op, Matrix w, Activation f, Matrix y, Matrix out) {
    Shapes.affineGradient(delta, op, w, f, y, out);
    float[] outputs = array(y);
    float[] gradient = array(out);
    VectorGemm.RowEnd end =
        (row, col, count, sums, at) ->
            VectorRows.derive(
                f, sums, at, count, outputs, at(y, row) + col, gradient, at(out, row) + col);
    product(delta, op, w, end);
  }

  private void product(Matrix x, Op op, Matrix w, VectorGemm.RowEnd end) {
    gemm.multiply(x.rows(), op.cols(w), x.cols(), operand(x, Op.AS_IS), operand(w, op), end);
  }

  private VectorOperand operand(Matrix m, Op op) {
    return VectorOperand.of(array(m), m, op);
  }

  @Override
  public void layerUpdate(
      LayerParameters parameters,
      LayerParameters velocity,
      Matrix inputs,
      Matrix delta,
      Rates rates) {
    Shapes.layer(parameters, velocity, inputs, delta);
    int cases = inputs.rows();
    VectorDescent weights = descent(parameters.weights(), velocity.weights(), rates);
    gemm.multiply(
        inputs.cols(),
        delta.cols(),
        cases,
        operand(inputs, Op.TRANSPOSED),
        operand(delta, Op.AS_IS),
        weights.byMeans(cases));
    float[] sums =
        VectorSums.columns(array(delta), delta.offset(), cases, delta.cols(), delta.ld());
    descent(parameters.bias(), velocity.bias(), rates.withoutDecay()).byMeans(sums, cases);
  }

  @Override
  public void cdUpdate(
      RbmParameters parameters,
      RbmParameters velocity,
      Phase positive,
      Phase negative,
      Rates rates) {
    Shapes.cd(parameters, velocity, positive, negative);
    VectorCd stack = VectorCd.stack(this, positive, negative);
    stack.update(
        gemm,
        descent(parameters.weights(), velocity.weights(), rates),
        descent(parameters.visibleBias(), velocity.visibleBias(), rates.withoutDecay()),
        descent(parameters.hiddenBias(), velocity.hiddenBias(), rates.withoutDecay()));
  }

  @Override
  public void sgdUpdate(Matrix parameters, Matrix velocity, Matrix gradient, Rates rates) {
    Shapes.same("parameters", parameters, "velocity", velocity);
    Shapes.same("parameters", parameters, "gradient", gradient);
    VectorDescent descent = descent(parameters, velocity, rates);
    float[] g = array(gradient);
    rows(gradient, r -> descent.step(r, 0, gradient.cols(), g, at(gradient, r)));
  }

  private VectorDescent descent(Matrix parameters, Matrix velocity, Rates rates) {
    return new VectorDescent(parameters, array(parameters), velocity, array(velocity), rates);
  }

  @Override
  public void sampleBernoulli(long seed, long draw, Matrix probabilities, Matrix samples) {
    Shapes.same("probabilities", probabilities, "samples", samples);
    float[] p = array(probabilities);
    float[] out = array(samples);
    IntConsumer row =
        r -> {
          Draw ofRow = new Draw(seed, draw, r);
          int from = at(probabilities, r);
          VectorSampling.bernoulli(ofRow, 0, samples.cols(), p, from, out, at(samples, r));
        };
    rows(samples, row);
  }

  @Override
  public void sampleNormal(long seed, long draw, Matrix means, float deviation, Matrix samples) {
    Shapes.same("means", means, "samples", samples);
    float[] mean = array(means);
    float[] out = array(samples);
    IntConsumer row =
        r -> {
          Draw ofRow = new Draw(seed, draw, r);
          int from = at(means, r);
          VectorSampling.normal(ofRow, samples.cols(), mean, from, deviation, out, at(samples, r));
        };
    rows(samples, row);
  }

  @Override
  public void softmax(Matrix logits, Matrix probabilities) {
    Shapes.same("logits", logits, "probabilities", probabilities);
    float[] z = array(logits);
    float[] out = array(probabilities);
    int cols = logits.cols();
    rows(
        logits,
        r -> {
          float max = VectorSoftmax.max(z, at(logits, r), cols);
          VectorSoftmax.probabilities(z, at(logits, r), cols, max, out, at(probabilities, r));
        });
  }

  @Override
  public void softmaxGradient(Matrix logits, Labels labels, Matrix gradient, Matrix losses) {
    Shapes.same("logits", logits, "gradient", gradient);
    Shapes.labels(labels, logits);
    Shapes.losses(losses, logits);
    float[] z = array(logits);
    int[] label = array(labels);
    float[] out = array(gradient);
    float[] loss = array(losses);
    IntConsumer row =
        r -> {
          int wanted = label[labels.offset() + r];
          loss[at(losses, r)] =
              VectorSoftmax.gradient(z, at(logits, r), logits.cols(), wanted, out, at(gradient, r));
        };
    rows(logits, row);
  }

  @Override
  public void columnMeans(Matrix x, Matrix means) {
    Shapes.row("means", means, x.cols(), "matrix", x);
    float[] values = array(x);
    meansOf(VectorSums.columns(values, x.offset(), x.rows(), x.cols(), x.ld()), x, means);
  }

  @Override
  public void columnVariances(Matrix x, Matrix means, Matrix variances) {
    Shapes.row("means", means, x.cols(), "matrix", x);
    Shapes.row("variances", variances, x.cols(), "matrix", x);
    float[] sums =
        VectorSums.squares(
            array(x), x.offset(), x.rows(), x.cols(), x.ld(), array(means), means.offset());
    meansOf(sums, x, variances);
  }

  private void meansOf(float[] sums, Matrix x, Matrix means) {
    VectorRows.divide(sums, 0, sums.length, x.rows());
    System.arraycopy(sums, 0, array(means), means.offset(), sums.length);
  }

  @Override
  public void covariance(Matrix x, Matrix means, Matrix covariance) {
    Shapes.covariance(x, means, covariance);
    float[] values = array(x);
    float[] mean = array(means);
    float[] out = array(covariance);
    float alpha = 1f / (x.rows() - 1);
    gemm.multiplyUpper(
        x.cols(),
        x.rows(),
        VectorOperand.of(values, x, Op.TRANSPOSED).centred(mean, means.offset()),
        VectorOperand.of(values, x, Op.AS_IS).centred(mean, means.offset()),
        (row, col, count, sums, at) ->
            VectorRows.scale(alpha, sums, at, count, 0f, out, at(covariance, row) + col));
    VectorPack.mirror(out, covariance.offset(), covariance.rows(), covariance.ld());
  }

  @Override
  public void standardize(Matrix x, Matrix columns, Matrix y) {
    if (x.cols() < VectorTile.LANES) {
      super.standardize(x, columns, y);
      return;
    }
    Shapes.standardize(x, columns, y);
    float[] from = array(x);
    float[] steps = array(columns);
    float[] to = array(y);
    rows(x, r -> VectorRows.standardize(from, at(x, r), steps, columns, to, at(y, r)));
  }

  @Override
  public void squaredDistance(Matrix a, Matrix b, Matrix sum) {
    Shapes.same("first", a, "second", b);
    Shapes.scalar("sum", sum);
    float[] left = array(a);
    float[] right = array(b);
    array(sum)[sum.offset()] =
        VectorSums.squares(
            a.rows(),
            a.cols(),
            (row, col, count, to, at) ->
                VectorRows.subtract(
                    left, at(a, row) + col, right, at(b, row) + col, count, to, at));
  }

  @Override
  public void squaredNorm(Matrix x, Matrix sum) {
    Shapes.scalar("sum", sum);
    float[] values = array(x);
    array(sum)[sum.offset()] =
        VectorSums.squares(
            x.rows(),
            x.cols(),
            (row, col, count, to, at) -> System.arraycopy(values, at(x, row) + col, to, at, count));
  }

  private void rows(Matrix m, IntConsumer row) {
    boolean large = (long) m.rows() * m.cols() >= WORTH_A_THREAD;
    turns.each(m.rows(), large, row);
  }
}
