package jacquard.kernels;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numerical operations that components are made of, wherever they run.
 *
 * <p>Operands are {@link Matrix windows} on buffers that the backend owns. Operations are queued in
 * the order of the calls; only the {@code read} methods wait. Elementwise operations may write over
 * their own operands; products may not.
 *
 * <p><b>Bits.</b> The same calls give the same bits on every backend, number of threads and tiling,
 * because each result is defined down to its roundings (NaN payloads aside):
 *
 * <ul>
 *   <li>A sum over k, of products or of values, has one order, that of a tree: a block is a chain
 *       of fma (or add) from +0 on over {@value #BLOCK} ascending k; the sums of {@value #BLOCK}
 *       blocks are added in order, so are {@value #BLOCK} of those sums, and so on.
 *   <li>exp, log and sigmoid are the polynomials of this package, not the platform's.
 *   <li>Nothing else is contracted, reordered or flushed to zero.
 *   <li>Element (r, c) of a random matrix depends on seed, draw, r and c alone: it is word c mod 4
 *       of the Philox block with counter (c / 4, r, draw).
 * </ul>
 *
 * <p><b>Errors.</b> A sum of n terms has one level for n up to 256, two for n up to 65,536, three
 * for n up to 2<sup>24</sup>, and is off by at most 256 levels 2<sup>-24</sup> times the sum of the
 * terms' absolute values (plus terms of second order). Where a term is itself rounded, as (x -
 * mean)^2, that comes on top. The bound holds for every sum of the contract: over rows, over
 * elements, and over the inner dimension of a product.
 *
 * <p>NaN and infinities propagate as in scalar arithmetic. Shapes that do not fit are refused with
 * an {@link IllegalArgumentException} that names both, before anything is written. An update that
 * throws has changed no parameter and no velocity, except by an error of the JVM itself.
 */
public interface Kernels extends AutoCloseable {
  /** The length of a block in every sum. */
  int BLOCK = 256;

  /**
   * The fastest kernels that need nothing but this JVM: {@link VectorKernels} if it was started
   * with {@code --add-modules jdk.incubator.vector} and makes vector code, else {@link
   * JavaKernels}.
   */
  static Kernels java() {
    return JavaMachine.hindrance() == null
            && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? new VectorKernels()
        : new JavaKernels();
  }

  /**
   * Why kernels that need nothing but this JVM are slow in it, and what to do, in a line; null if
   * they are not: it uses no FMA instructions, or its optimizing compiler is off.
   */
  static @Nullable String hindrance() {
    return JavaMachine.hindrance();
  }

  /** The backend in a word, such as {@code java-vector}, for reports. */
  String name();

  /** What it computes on, for reports. */
  default String deviceName() {
    return "processor";
  }

  /** Allocates a buffer of {@code size} zeros, at least 1, which this backend alone takes. */
  Floats floats(int size);

  /** Allocates a buffer of {@code size} zeros, at least 1, which this backend alone takes. */
  Ints ints(int size);

  /** Allocates a matrix of zeros: at least one, and fewer than 2^31 of them. */
  default Matrix matrix(int rows, int cols) {
    if (rows < 1 || cols < 1) {
      throw new IllegalArgumentException("empty matrix: " + rows + " x " + cols);
    }
    return new Matrix(floats(Math.multiplyExact(rows, cols)), 0, rows, cols, cols);
  }

  /** Allocates labels, all 0, at least one. */
  default Labels labels(int count) {
    return new Labels(ints(count), 0, count);
  }

  /** Whether buffers are Java arrays, so that {@link #constant} copies nothing. */
  default boolean isOnArrays() {
    return false;
  }

  /**
   * A matrix of these values, row after row, that is only read: the array itself where the kernels
   * compute on arrays, else a copy.
   *
   * @param values not to change any more, at least one row of {@code cols}
   */
  default Matrix constant(float[] values, int cols) {
    Matrix copy = matrix(Shapes.rows(values.length, cols), cols);
    write(copy, values);
    return copy;
  }

  /** Labels that are only read, as {@link #constant(float[], int)} gives values. */
  default Labels constant(int[] values) {
    Labels copy = labels(values.length);
    write(copy, values);
    return copy;
  }

  /** Copies M N values, row after row, into an M x N window; the array is the caller's again. */
  void write(Matrix to, float[] values);

  /** Copies as many values into the window as it has labels; the array is the caller's again. */
  void write(Labels to, int[] values);

  /** Waits, then copies an M x N window out: M N values, row after row. */
  float[] read(Matrix from);

  /**
   * The array the window lies in, as its offset and ld say, for loops of Java without a copy; null
   * where the kernels keep their buffers elsewhere. Element (r, c) is at offset + r * ld + c.
   */
  default float @Nullable [] array(Matrix m) {
    return null;
  }

  /** Waits, then copies the window out: as many values as it has labels. */
  int[] read(Labels from);

  /**
   * c = alpha op(a) op(b) + beta c, as fma(beta, c, alpha * sum).
   *
   * @param a M x K after opA
   * @param b K x N after opB
   * @param beta if 0, c is not read: it may hold anything
   * @param c M x N, not overlapping a or b
   */
  void gemm(Op opA, Op opB, float alpha, Matrix a, Matrix b, float beta, Matrix c);

  /**
   * y = f(x op(w) + bias), the bias added to the finished sum.
   *
   * @param x M x K
   * @param w K x N after op
   * @param bias 1 x N
   * @param f SOFTMAX gives each row's probabilities
   * @param y M x N, not overlapping x or w
   */
  void affine(Matrix x, Op op, Matrix w, Matrix bias, Activation f, Matrix y);

  /**
   * probabilities = sigmoid(x op(w) + bias), and the {@link #sampleBernoulli samples} of them.
   *
   * @param x M x K
   * @param w K x N after op
   * @param bias 1 x N
   * @param probabilities M x N, not overlapping x or w
   * @param seed the key of the run's or component's stream
   * @param draw a number not used before with this seed
   * @param samples M x N, not overlapping x or w
   */
  void affineSample(
      Matrix x,
      Op op,
      Matrix w,
      Matrix bias,
      Matrix probabilities,
      long seed,
      long draw,
      Matrix samples);

  /**
   * out = (delta op(w)) f'(z), the derivative taken from y = f(z).
   *
   * <p>LINEAR: the sum; SIGMOID: sum * (y * (1 - y)); RELU: the sum where y &gt; 0, else 0. SOFTMAX
   * is refused.
   *
   * @param delta M x K
   * @param w K x N after op
   * @param f the activation that gave y; any but SOFTMAX
   * @param y M x N
   * @param out M x N, not overlapping delta or w; may be y
   */
  void affineGradient(Matrix delta, Op op, Matrix w, Activation f, Matrix y, Matrix out);

  /**
   * Draws 1 with the given probabilities, else 0; NaN stays NaN.
   *
   * <p>A value below 0 counts as 0, one above 1 as 1: the draw is 24 random bits u in [0, 1), the
   * sample is u &lt; p.
   *
   * @param seed the key of the run's or component's stream
   * @param draw a number not used before with this seed
   * @param samples M x N as the probabilities, which they may be written over
   */
  void sampleBernoulli(long seed, long draw, Matrix probabilities, Matrix samples);

  /**
   * Draws from normal distributions, as fma(deviation, z, mean) with |z| at most 5.3.
   *
   * @param seed the key of the run's or component's stream
   * @param draw a number not used before with this seed
   * @param means M x N
   * @param samples M x N; may be the means
   */
  void sampleNormal(long seed, long draw, Matrix means, float deviation, Matrix samples);

  /**
   * One descent step: g = fma(decay, p, gradient); v = fma(momentum, v, -(rate * g)); p = p + v.
   *
   * @param parameters M x N, changed
   * @param velocity M x N, carried from step to step
   * @param gradient M x N, of the loss with respect to the parameters
   */
  void sgdUpdate(Matrix parameters, Matrix velocity, Matrix gradient, Rates rates);

  /**
   * One {@link #sgdUpdate} of an affine layer with the gradients (inputs^T delta) / B of the
   * weights and (sum of delta's rows) / B of the bias, which does not decay.
   *
   * @param parameters weights I x O and bias 1 x O, changed
   * @param velocity of the parameters' shapes, carried from step to step
   * @param inputs B x I, what the layer was given
   * @param delta B x O, the gradient with respect to x w + bias, a case a row
   */
  void layerUpdate(
      LayerParameters parameters,
      LayerParameters velocity,
      Matrix inputs,
      Matrix delta,
      Rates rates);

  /**
   * One {@link #layerUpdate} of each of several layers, which share no parameters.
   *
   * @throws PartialUpdateException if one of them fails when others were made; any other exception
   *     means that none was
   */
  default void layerUpdates(List<LayerUpdate> layers, Rates rates) {
    int made = 0;
    try {
      for (LayerUpdate each : layers) {
        layerUpdate(each.parameters(), each.velocity(), each.inputs(), each.delta(), rates);
        made++;
      }
    } catch (RuntimeException e) {
      if (made == 0) {
        throw e;
      }
      String message = "only " + made + " of " + layers.size() + " layers were updated: " + e;
      throw new PartialUpdateException(message, e);
    }
  }

  /**
   * One step of contrastive divergence: {@link #sgdUpdate} with the gradient -(s / B), where s is
   * positive minus negative statistics.
   *
   * <p>Each s is one sum over 2B cases, the positive phase first, then the negative phase with its
   * first factor negated. Biases do not decay.
   *
   * @param parameters weights V x H, visible bias 1 x V, hidden bias 1 x H; changed
   * @param velocity of the parameters' shapes, carried from step to step
   * @param positive the data, B x V, and the hidden probabilities it gives, B x H
   * @param negative the reconstruction, B x V, and the hidden probabilities it gives, B x H
   */
  void cdUpdate(
      RbmParameters parameters,
      RbmParameters velocity,
      Phase positive,
      Phase negative,
      Rates rates);

  /**
   * The probabilities exp(z - max) / sum of each row.
   *
   * @param logits M x N
   * @param probabilities M x N
   */
  void softmax(Matrix logits, Matrix probabilities);

  /**
   * Each row's negative log likelihood, log(sum) - (z - max), and its gradient, softmax - one-hot.
   *
   * <p>A label outside 0..N-1 makes its row and its loss NaN.
   *
   * @param logits M x N
   * @param gradient M x N
   * @param losses M x 1
   */
  void softmaxGradient(Matrix logits, Labels labels, Matrix gradient, Matrix losses);

  /** The column of each of M rows' largest value, the first of equals; -1 for one with a NaN. */
  void argmax(Matrix x, Labels columns);

  /**
   * The mean of each column, sum / M.
   *
   * @param x M x N
   * @param means 1 x N
   */
  void columnMeans(Matrix x, Matrix means);

  /**
   * The variance of each column, the sum of (x - mean)^2 over its rows / M.
   *
   * @param x M x N
   * @param means 1 x N
   * @param variances 1 x N
   */
  void columnVariances(Matrix x, Matrix means, Matrix variances);

  /**
   * The covariance of the columns, 1 / (M - 1) times the sum over the rows of (x - mean)_i (x -
   * mean)_j: symmetric to the bit.
   *
   * @param x M x N, at least two rows
   * @param means 1 x N
   * @param covariance N x N, not overlapping x
   */
  void covariance(Matrix x, Matrix means, Matrix covariance);

  /**
   * Each row minus the same row.
   *
   * @param x M x N
   * @param row 1 x N
   * @param y M x N
   */
  void subtractRow(Matrix x, Matrix row, Matrix y);

  /**
   * y = fma(fma(x, unit, -mean), scale, rest), column by column.
   *
   * <p>So a mean can be given to more digits than one float has, as mean - rest / scale. The unit,
   * a power of two, keeps differences of very large or small values within the range of a float.
   *
   * @param x M x N
   * @param columns 4 x N: the units, means, scales and rests
   * @param y M x N
   */
  void standardize(Matrix x, Matrix columns, Matrix y);

  /**
   * The sum over all elements, row after row, of (a - b)^2.
   *
   * @param a M x N
   * @param b M x N
   * @param sum 1 x 1
   */
  void squaredDistance(Matrix a, Matrix b, Matrix sum);

  /**
   * The sum of the squares of all elements, row after row.
   *
   * @param sum 1 x 1
   */
  void squaredNorm(Matrix x, Matrix sum);

  /** Waits until all that was queued is done. */
  default void finish() {}

  /** Gives back what the backend holds; its buffers refuse to be used from then on. */
  @Override
  void close();
}
