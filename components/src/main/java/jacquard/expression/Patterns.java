package jacquard.expression;

import jacquard.expression.Planner.Planned;
import jacquard.kernels.Activation;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The groups of operations that one kernel computes to the same bits: affine maps with their
 * activation, the gradient through them, and the likelihood with its gradient.
 */
final class Patterns {
  private final Kernels kernels;
  private final Planner planner;

  Patterns(Kernels kernels, Planner planner) {
    this.kernels = kernels;
    this.planner = planner;
  }

  /** The step that computes an expression and what is only for it, or null. */
  @Nullable Planned match(Expr e) {
    return switch (e.op()) {
      case Op.Unary u when u == Op.Unary.SIGMOID -> activated(e, Activation.SIGMOID);
      case Op.Unary u when u == Op.Unary.RELU -> activated(e, Activation.RELU);
      case Op.Softmax s -> activated(e, Activation.SOFTMAX);
      case Op.Binary b when b == Op.Binary.ADD -> affine(e, e, Activation.LINEAR);
      case Op.Binary b when b == Op.Binary.MULTIPLY -> sigmoidGradient(e);
      case Op.Where w -> reluGradient(e);
      case Op.Nll n -> likelihood(e);
      case Op.NllGradient n -> likelihood(e);
      default -> null;
    };
  }

  private @Nullable Planned activated(Expr e, Activation f) {
    Expr inner = e.operand(0);
    boolean isSum = inner.op() == Op.Binary.ADD;
    return isSum && planner.isOnlyFor(inner, e) ? affine(e, inner, f) : null;
  }

  /** f(x w + bias), where the sum and the product are for nothing else. */
  private @Nullable Planned affine(Expr e, Expr sum, Activation f) {
    Expr product = sum.operand(0);
    Expr bias = sum.operand(1);
    if (!(product.op() instanceof Op.Product p)
        || p.leftTransposed()
        || !planner.isOnlyFor(product, sum)
        || !bias.shape().rows().isOne()
        || !bias.shape().columns().equals(product.shape().columns())
        || !bias.shape().columns().isFixed()) {
      return null;
    }
    jacquard.kernels.Op op = Actions.transposed(p.rightTransposed());
    Room room = new Room(kernels);
    Step.Computation computation =
        x -> {
          Matrix w = x[1].matrix(kernels);
          Matrix y = room.matrix(x[0].rows(), op.cols(w));
          kernels.affine(x[0].matrix(kernels), op, w, x[2].matrix(kernels), f, y);
          return Cell.of(y);
        };
    List<Expr> operands = List.of(product.operand(0), product.operand(1), bias);
    return new Planned(Step.one(computation), operands, List.of(e), "affine " + f, product, 1);
  }

  /** The gradient where y > 0, else 0. */
  private @Nullable Planned reluGradient(Expr e) {
    Expr condition = e.operand(0);
    boolean matches =
        condition.op() == Op.Binary.LESS
            && isConstant(condition.operand(0), 0f)
            && isConstant(e.operand(2), 0f);
    return matches ? through(e, e.operand(1), condition.operand(1), Activation.RELU) : null;
  }

  /** The gradient times y (1 - y). */
  private @Nullable Planned sigmoidGradient(Expr e) {
    Expr slope = e.operand(1);
    if (slope.op() != Op.Binary.MULTIPLY || slope.operand(1).op() != Op.Binary.SUBTRACT) {
      return null;
    }
    Expr y = slope.operand(0);
    Expr rest = slope.operand(1);
    boolean matches = isConstant(rest.operand(0), 1f) && rest.operand(1) == y;
    return matches ? through(e, e.operand(0), y, Activation.SIGMOID) : null;
  }

  private @Nullable Planned through(Expr e, Expr product, Expr y, Activation f) {
    if (!(product.op() instanceof Op.Product p)
        || p.leftTransposed()
        || !planner.isOnlyFor(product, e)
        || !y.shape().fills(product.shape())
        || !y.shape().fills(e.shape())) {
      return null;
    }
    jacquard.kernels.Op op = Actions.transposed(p.rightTransposed());
    Room room = new Room(kernels);
    Step.Computation computation =
        x -> {
          Matrix w = x[1].matrix(kernels);
          Matrix out = room.matrix(x[0].rows(), op.cols(w));
          Matrix gave = x[2].matrix(kernels);
          kernels.affineGradient(x[0].matrix(kernels), op, w, f, gave, out);
          return Cell.of(out);
        };
    List<Expr> operands = List.of(product.operand(0), product.operand(1), y);
    String words = "affineGradient " + f;
    return new Planned(Step.one(computation), operands, List.of(e), words, product, 1);
  }

  private static boolean isConstant(Expr e, float number) {
    return e.op() instanceof Op.Constant c && c.value().equals(Value.of(1, 1, number));
  }

  /** The likelihood and its gradient come together, whichever of them is wanted. */
  private Planned likelihood(Expr e) {
    Expr loss = null;
    Expr slope = null;
    for (Expr user : planner.users(e.operand(0))) {
      if (user.operands().size() > 1 && user.operand(1) == e.operand(1)) {
        loss = user.op() instanceof Op.Nll ? user : loss;
        slope = user.op() instanceof Op.NllGradient ? user : slope;
      }
    }
    List<Expr> results = new ArrayList<>();
    int[] which = new int[2];
    if (slope != null) {
      which[results.size()] = 0;
      results.add(slope);
    }
    if (loss != null) {
      which[results.size()] = 1;
      results.add(loss);
    }
    Actions actions = new Actions(kernels);
    Room gradient = new Room(kernels);
    Room losses = new Room(kernels);
    Step.Action action =
        (cells, arguments, places) -> {
          Cell[] both = actions.nll(cells[arguments[0]], cells[arguments[1]], gradient, losses);
          for (int i = 0; i < places.length; i++) {
            cells[places[i]] = both[which[i]];
          }
        };
    return new Planned(action, e.operands(), results, "softmaxGradient", e, 1);
  }
}
