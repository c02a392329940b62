package jacquard.kernels;

import java.util.function.IntConsumer;

/**
 * The reference's fast twin: the same bits on vector instructions and several threads, for machines
 * without OpenCL.
 *
 * <p>It needs {@code --add-modules jdk.incubator.vector}; {@link JavaKernels#fastest} asks for it.
 * Its speed comes from {@link VectorGemm}; every class {@code Vector...} does what the class {@code
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
    product(
        x,
        op,
        w,
        (row, col, count, sums, at) ->
            VectorRows.activate(
                f, sums, at, count, shift, bias.offset() + col, out, at(y, row) + col));
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
    product(
        x,
        op,
        w,
        (row, col, count, sums, at) -> {
          int pAt = at(probabilities, row) + col;
          VectorRows.activate(
              Activation.SIGMOID, sums, at, count, shift, bias.offset() + col, p, pAt);
          VectorSampling.bernoulli(
              new VectorSampling.Draw(seed, draw, row),
              col,
              count,
              p,
              pAt,
              drawn,
              at(samples, row) + col);
        });
  }

  @Override
  public void affineGradient(Matrix delta, Op op, Matrix w, Activation f, Matrix y, Matrix out) {
    Shapes.affineGradient(delta, op, w, f, y, out);
    float[] outputs = array(y);
    float[] gradient = array(out);
    product(
        delta,
        op,
        w,
        (row, col, count, sums, at) ->
            VectorRows.derive(
                f, sums, at, count, outputs, at(y, row) + col, gradient, at(out, row) + col));
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
        (row, col, count, sums, at) -> weights.byMean(row, col, count, sums, at, cases));
    float[] sums =
        VectorSums.columns(array(delta), delta.offset(), cases, delta.cols(), delta.ld());
    descent(parameters.bias(), velocity.bias(), rates.withoutDecay())
        .byMean(0, 0, sums.length, sums, 0, cases);
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
    // Division by -B is -(s / B) to the bit.
    int cases = -stack.cases();
    VectorDescent weights = descent(parameters.weights(), velocity.weights(), rates);
    gemm.multiply(
        parameters.weights().rows(),
        parameters.weights().cols(),
        2 * stack.cases(),
        stack.left(),
        stack.right(),
        (row, col, count, sums, at) -> weights.byMean(row, col, count, sums, at, cases));
    float[] visible = stack.visibleSums();
    descent(parameters.visibleBias(), velocity.visibleBias(), rates.withoutDecay())
        .byMean(0, 0, visible.length, visible, 0, cases);
    float[] hidden = stack.hiddenSums();
    descent(parameters.hiddenBias(), velocity.hiddenBias(), rates.withoutDecay())
        .byMean(0, 0, hidden.length, hidden, 0, cases);
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
    rows(
        samples,
        r ->
            VectorSampling.bernoulli(
                new VectorSampling.Draw(seed, draw, r),
                0,
                samples.cols(),
                p,
                at(probabilities, r),
                out,
                at(samples, r)));
  }

  @Override
  public void sampleNormal(long seed, long draw, Matrix means, float deviation, Matrix samples) {
    Shapes.same("means", means, "samples", samples);
    float[] mean = array(means);
    float[] out = array(samples);
    rows(
        samples,
        r ->
            VectorSampling.normal(
                new VectorSampling.Draw(seed, draw, r),
                samples.cols(),
                mean,
                at(means, r),
                deviation,
                out,
                at(samples, r)));
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
    rows(
        logits,
        r ->
            loss[at(losses, r)] =
                VectorSoftmax.gradient(
                    z,
                    at(logits, r),
                    logits.cols(),
                    label[labels.offset() + r],
                    out,
                    at(gradient, r)));
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
  public void subtractRow(Matrix x, Matrix row, Matrix y) {
    Shapes.row("row", row, x.cols(), "matrix", x);
    Shapes.same("matrix", x, "difference", y);
    float[] from = array(x);
    float[] subtrahend = array(row);
    float[] out = array(y);
    rows(
        x,
        r ->
            VectorRows.subtract(from, at(x, r), subtrahend, row.offset(), x.cols(), out, at(y, r)));
  }

  @Override
  public void standardize(Matrix x, Matrix means, Matrix scales, Matrix y) {
    Shapes.row("scales", scales, x.cols(), "matrix", x);
    subtractRow(x, means, y);
    float[] scale = array(scales);
    float[] out = array(y);
    rows(y, r -> VectorRows.multiply(out, at(y, r), scale, scales.offset(), y.cols()));
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
