package jacquard.kernels;

import jacquard.kernels.JavaGemm.Operand;
import java.util.Arrays;

/**
 * The reference backend: plain loops over arrays, in the order the contract states.
 *
 * <p>It is the oracle of every other backend and runs anywhere. It computes on the calling thread
 * and keeps nothing between calls, so threads may share it while they write to different buffers.
 */
public sealed class JavaKernels extends ArrayKernels permits VectorKernels {
  @Override
  public String name() {
    return "java";
  }

  @Override
  public void gemm(Op opA, Op opB, float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    Shapes.product(opA, a, opB, b, c);
    float[] out = array(c);
    JavaGemm.multiply(
        c.rows(),
        c.cols(),
        opA.cols(a),
        Operand.of(array(a), a, opA),
        Operand.of(array(b), b, opB),
        (row, sums) -> JavaRows.scale(alpha, sums, beta, out, at(c, row)));
  }

  @Override
  public void affine(Matrix x, Op op, Matrix w, Matrix bias, Activation f, Matrix y) {
    Shapes.affine(x, op, w, bias, y);
    float[] out = array(y);
    float[] shift = array(bias);
    JavaGemm.multiply(
        y.rows(),
        y.cols(),
        x.cols(),
        Operand.of(array(x), x, Op.AS_IS),
        Operand.of(array(w), w, op),
        (row, sums) -> JavaRows.activate(f, sums, shift, bias.offset(), out, at(y, row)));
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
    affine(x, op, w, bias, Activation.SIGMOID, probabilities);
    sampleBernoulli(seed, draw, probabilities, samples);
  }

  @Override
  public void affineGradient(Matrix delta, Op op, Matrix w, Activation f, Matrix y, Matrix out) {
    Shapes.affineGradient(delta, op, w, f, y, out);
    float[] outputs = array(y);
    float[] gradient = array(out);
    JavaGemm.multiply(
        out.rows(),
        out.cols(),
        delta.cols(),
        Operand.of(array(delta), delta, Op.AS_IS),
        Operand.of(array(w), w, op),
        (row, sums) -> JavaRows.derive(f, sums, outputs, at(y, row), gradient, at(out, row)));
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
    JavaSgd weights = sgd(parameters.weights(), velocity.weights());
    JavaGemm.multiply(
        inputs.cols(),
        delta.cols(),
        cases,
        Operand.of(array(inputs), inputs, Op.TRANSPOSED),
        Operand.of(array(delta), delta, Op.AS_IS),
        (row, sums) -> weights.updateRow(row, JavaRows.divide(sums, cases), rates));
    float[] sums = JavaSums.columns(array(delta), delta.offset(), cases, delta.cols(), delta.ld());
    sgd(parameters.bias(), velocity.bias())
        .updateRow(0, JavaRows.divide(sums, cases), rates.withoutDecay());
  }

  @Override
  public void sampleBernoulli(long seed, long draw, Matrix probabilities, Matrix samples) {
    Shapes.same("probabilities", probabilities, "samples", samples);
    float[] p = array(probabilities);
    JavaSampling.fill(
        seed,
        draw,
        samples,
        array(samples),
        (word, r, c) -> JavaSampling.bernoulli(word, p[at(probabilities, r) + c]));
  }

  @Override
  public void sampleNormal(long seed, long draw, Matrix means, float deviation, Matrix samples) {
    Shapes.same("means", means, "samples", samples);
    float[] mean = array(means);
    JavaSampling.fill(
        seed,
        draw,
        samples,
        array(samples),
        (word, r, c) -> Fma.of(deviation, JavaSampling.normal(word), mean[at(means, r) + c]));
  }

  @Override
  public void sgdUpdate(Matrix parameters, Matrix velocity, Matrix gradient, Rates rates) {
    Shapes.same("parameters", parameters, "velocity", velocity);
    Shapes.same("parameters", parameters, "gradient", gradient);
    JavaSgd sgd = sgd(parameters, velocity);
    float[] g = array(gradient);
    for (int r = 0; r < gradient.rows(); r++) {
      sgd.updateRow(
          r, Arrays.copyOfRange(g, at(gradient, r), at(gradient, r) + gradient.cols()), rates);
    }
  }

  @Override
  public void cdUpdate(
      RbmParameters parameters,
      RbmParameters velocity,
      Phase positive,
      Phase negative,
      Rates rates) {
    Shapes.cd(parameters, velocity, positive, negative);
    JavaCd cd =
        new JavaCd(
            stack(positive.visible(), negative.visible()),
            stack(positive.hidden(), negative.hidden()),
            rates);
    cd.updateWeights(sgd(parameters.weights(), velocity.weights()));
    cd.updateVisibleBias(sgd(parameters.visibleBias(), velocity.visibleBias()));
    cd.updateHiddenBias(sgd(parameters.hiddenBias(), velocity.hiddenBias()));
  }

  private JavaCd.Stack stack(Matrix positive, Matrix negative) {
    return new JavaCd.Stack(read(positive), read(negative), positive.rows(), positive.cols());
  }

  private JavaSgd sgd(Matrix parameters, Matrix velocity) {
    return new JavaSgd(array(parameters), parameters, array(velocity), velocity);
  }

  @Override
  public void softmax(Matrix logits, Matrix probabilities) {
    Shapes.same("logits", logits, "probabilities", probabilities);
    float[] z = array(logits);
    float[] out = array(probabilities);
    JavaSoftmax softmax = new JavaSoftmax(logits.cols());
    for (int r = 0; r < logits.rows(); r++) {
      System.arraycopy(softmax.of(z, at(logits, r)), 0, out, at(probabilities, r), logits.cols());
    }
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
    JavaSoftmax softmax = new JavaSoftmax(logits.cols());
    for (int r = 0; r < logits.rows(); r++) {
      int wanted = label[labels.offset() + r];
      float[] p = softmax.of(z, at(logits, r));
      loss[at(losses, r)] = softmax.loss(z, at(logits, r), wanted);
      JavaSoftmax.gradient(p, wanted, out, at(gradient, r));
    }
  }

  @Override
  public void argmax(Matrix x, Labels columns) {
    Shapes.labels(columns, x);
    float[] values = array(x);
    int[] out = array(columns);
    for (int r = 0; r < x.rows(); r++) {
      out[columns.offset() + r] = JavaRows.argmax(values, at(x, r), x.cols());
    }
  }

  @Override
  public void columnMeans(Matrix x, Matrix means) {
    Shapes.row("means", means, x.cols(), "matrix", x);
    float[] sums = JavaSums.columns(array(x), x.offset(), x.rows(), x.cols(), x.ld());
    float[] out = array(means);
    for (int j = 0; j < sums.length; j++) {
      out[means.offset() + j] = sums[j] / x.rows();
    }
  }

  @Override
  public void columnVariances(Matrix x, Matrix means, Matrix variances) {
    Shapes.row("means", means, x.cols(), "matrix", x);
    Shapes.row("variances", variances, x.cols(), "matrix", x);
    float[] values = array(x);
    float[] mean = array(means);
    float[] out = array(variances);
    for (int j = 0; j < x.cols(); j++) {
      JavaSums.Running running = new JavaSums.Running();
      for (int r = 0; r < x.rows(); r++) {
        float d = values[at(x, r) + j] - mean[means.offset() + j];
        running.addProduct(d, d);
      }
      out[variances.offset() + j] = running.sum() / x.rows();
    }
  }

  @Override
  public void covariance(Matrix x, Matrix means, Matrix covariance) {
    Shapes.covariance(x, means, covariance);
    float[] centred = read(x);
    JavaRows.centre(centred, array(means), means.offset(), x.cols());
    float[] out = array(covariance);
    float alpha = 1f / (x.rows() - 1);
    JavaGemm.multiply(
        x.cols(),
        x.cols(),
        x.rows(),
        new Operand(centred, 0, 1, x.cols()),
        new Operand(centred, 0, x.cols(), 1),
        (row, sums) -> JavaRows.scale(alpha, sums, 0f, out, at(covariance, row)));
  }

  @Override
  public void subtractRow(Matrix x, Matrix row, Matrix y) {
    Shapes.row("row", row, x.cols(), "matrix", x);
    Shapes.same("matrix", x, "difference", y);
    float[] from = array(x);
    float[] subtrahend = array(row);
    float[] out = array(y);
    for (int r = 0; r < x.rows(); r++) {
      for (int j = 0; j < x.cols(); j++) {
        out[at(y, r) + j] = from[at(x, r) + j] - subtrahend[row.offset() + j];
      }
    }
  }

  @Override
  public void standardize(Matrix x, Matrix columns, Matrix y) {
    Shapes.standardize(x, columns, y);
    float[] from = array(x);
    float[] steps = array(columns);
    float[] to = array(y);
    int units = at(columns, 0);
    int means = at(columns, 1);
    int scales = at(columns, 2);
    int rests = at(columns, 3);
    for (int r = 0; r < x.rows(); r++) {
      int in = at(x, r);
      int out = at(y, r);
      for (int j = 0; j < x.cols(); j++) {
        float d = Fma.of(from[in + j], steps[units + j], -steps[means + j]);
        to[out + j] = Fma.of(d, steps[scales + j], steps[rests + j]);
      }
    }
  }

  @Override
  public void squaredDistance(Matrix a, Matrix b, Matrix sum) {
    Shapes.same("first", a, "second", b);
    Shapes.scalar("sum", sum);
    float[] left = array(a);
    float[] right = array(b);
    JavaSums.Running running = new JavaSums.Running();
    for (int r = 0; r < a.rows(); r++) {
      for (int j = 0; j < a.cols(); j++) {
        float d = left[at(a, r) + j] - right[at(b, r) + j];
        running.addProduct(d, d);
      }
    }
    array(sum)[sum.offset()] = running.sum();
  }

  @Override
  public void squaredNorm(Matrix x, Matrix sum) {
    Shapes.scalar("sum", sum);
    float[] values = array(x);
    JavaSums.Running running = new JavaSums.Running();
    for (int r = 0; r < x.rows(); r++) {
      for (int j = 0; j < x.cols(); j++) {
        running.addProduct(values[at(x, r) + j], values[at(x, r) + j]);
      }
    }
    array(sum)[sum.offset()] = running.sum();
  }
}
