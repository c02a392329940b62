package jacquard.kernels;

import java.util.Locale;

/**
 * The shape checks every backend shares, so that all refuse the same calls in the same words: each
 * method is named after an operation of {@link Kernels} or a relation, says what must hold, and
 * throws {@link IllegalArgumentException} with both shapes if it does not.
 */
public final class Shapes {
  private Shapes() {}

  /** Two matrices of the same rows and columns. */
  public static void same(String aName, Matrix a, String bName, Matrix b) {
    check(a.rows() == b.rows() && a.cols() == b.cols(), aName, a, bName, b);
  }

  /** Two matrices of as many rows. */
  public static void sameRows(String aName, Matrix a, String bName, Matrix b) {
    check(a.rows() == b.rows(), aName, a, bName, b);
  }

  /** The whole rows, at least one, that so many values are. */
  static int rows(int values, int cols) {
    if (cols < 1 || values < cols || values % cols != 0) {
      throw new IllegalArgumentException(values + " values are no rows of " + cols);
    }
    return values / cols;
  }

  /** A row, 1 x {@code cols}, that belongs to a matrix. */
  public static void row(String name, Matrix row, int cols, String forName, Matrix forMatrix) {
    check(row.rows() == 1 && row.cols() == cols, name, row, forName, forMatrix);
  }

  /** A matrix and one of its shape, with units, means, scales and rests of the columns. */
  public static void standardize(Matrix x, Matrix columns, Matrix y) {
    check(columns.rows() == 4 && columns.cols() == x.cols(), "columns", columns, "matrix", x);
    same("matrix", x, "standardized", y);
  }

  /** A matrix of 1 x 1. */
  public static void scalar(String name, Matrix m) {
    if (m.rows() != 1 || m.cols() != 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be 1 x 1, is %s", name, m.shape()));
    }
  }

  /** A column with a loss for each row of the logits. */
  public static void losses(Matrix losses, Matrix logits) {
    check(losses.rows() == logits.rows() && losses.cols() == 1, "losses", losses, "logits", logits);
  }

  /** As many labels as a matrix has rows. */
  public static void labels(Labels labels, Matrix m) {
    if (labels.count() != m.rows()) {
      throw new IllegalArgumentException(labels.count() + " labels for a matrix " + m.shape());
    }
  }

  /** {@code c = op(a) op(b)}: (m x k) by (k x n) into (m x n), which overlaps neither factor. */
  public static void product(Op opA, Matrix a, Op opB, Matrix b, Matrix c) {
    if (opA.cols(a) != opB.rows(b) || opA.rows(a) != c.rows() || opB.cols(b) != c.cols()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "cannot multiply %s by %s into %s",
              inProduct(opA, a),
              inProduct(opB, b),
              c.shape()));
    }
    if (c.overlaps(a) || c.overlaps(b)) {
      throw new IllegalArgumentException("the product overlaps one of its factors");
    }
  }

  /** {@code y = x op(w) + bias}: a product, and a bias of 1 x the columns of {@code y}. */
  public static void affine(Matrix x, Op op, Matrix w, Matrix bias, Matrix y) {
    product(Op.AS_IS, x, op, w, y);
    row("bias", bias, y.cols(), "output", y);
  }

  /**
   * Weights v x h with a velocity alike, and in both phases as many visible rows of v and hidden
   * rows of h.
   */
  public static void cd(RbmParameters p, RbmParameters velocity, Phase positive, Phase negative) {
    same("weights", p.weights(), "velocity", velocity.weights());
    same("positive visible", positive.visible(), "negative visible", negative.visible());
    same("positive hidden", positive.hidden(), "negative hidden", negative.hidden());
    check(
        positive.visible().cols() == p.weights().rows(),
        "visible",
        positive.visible(),
        "weights",
        p.weights());
    check(
        positive.hidden().cols() == p.weights().cols(),
        "hidden",
        positive.hidden(),
        "weights",
        p.weights());
  }

  /** As {@link #affine}, with samples of the shape of the probabilities that overlap no operand. */
  public static void affineSample(
      Matrix x, Op op, Matrix w, Matrix bias, Matrix p, Matrix samples) {
    affine(x, op, w, bias, p);
    same("probabilities", p, "samples", samples);
    product(Op.AS_IS, x, op, w, samples);
  }

  /**
   * {@code out = delta op(w)} of the shape of the outputs {@code y}; softmax has no gradient here.
   */
  public static void affineGradient(
      Matrix delta, Op op, Matrix w, Activation f, Matrix y, Matrix out) {
    if (f == Activation.SOFTMAX) {
      throw new IllegalArgumentException(
          "softmax has no gradient of its own: softmaxGradient gives that of the loss");
    }
    product(Op.AS_IS, delta, op, w, out);
    same("outputs", y, "gradient", out);
  }

  /** Weights i x o with a velocity alike, inputs n x i, deltas n x o. */
  public static void layer(
      LayerParameters p, LayerParameters velocity, Matrix inputs, Matrix delta) {
    same("weights", p.weights(), "velocity", velocity.weights());
    sameRows("inputs", inputs, "delta", delta);
    check(inputs.cols() == p.weights().rows(), "inputs", inputs, "weights", p.weights());
    check(delta.cols() == p.weights().cols(), "delta", delta, "weights", p.weights());
  }

  /** Data n x c, n at least 2, with means 1 x c and a covariance c x c that overlaps neither. */
  public static void covariance(Matrix x, Matrix means, Matrix covariance) {
    row("means", means, x.cols(), "matrix", x);
    check(
        covariance.rows() == x.cols() && covariance.cols() == x.cols(),
        "covariance",
        covariance,
        "matrix",
        x);
    if (x.rows() < 2) {
      throw new IllegalArgumentException("a covariance needs at least 2 rows, not " + x.rows());
    }
    if (covariance.overlaps(x) || covariance.overlaps(means)) {
      throw new IllegalArgumentException("the covariance overlaps its data");
    }
  }

  /** As many values as there is room for. */
  public static void size(String what, int given, int wanted) {
    if (given != wanted) {
      throw new IllegalArgumentException(what + ": " + given + " values for " + wanted);
    }
  }

  private static String inProduct(Op op, Matrix m) {
    return op == Op.AS_IS ? m.shape() : "transposed " + m.shape();
  }

  private static void check(boolean fits, String aName, Matrix a, String bName, Matrix b) {
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s %s does not fit %s %s", aName, a.shape(), bName, b.shape()));
    }
  }
}
