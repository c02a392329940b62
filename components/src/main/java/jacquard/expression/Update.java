package jacquard.expression;

import jacquard.kernels.Rates;

/** What a function changes when it is called, after everything was computed. */
public sealed interface Update {
  /** What is changed. */
  Shared target();

  /** The new value, or what it is made of. */
  Expr expression();

  /** The value becomes that of an expression, of the same type and shape. */
  record Assign(Shared target, Expr expression) implements Update {
    /** Checks type and shape. */
    public Assign {
      Expr shared = Expr.shared(target);
      if (shared.type() != expression.type()
          || !shared.shape().rows().fits(expression.shape().rows())
          || !shared.shape().columns().fits(expression.shape().columns())) {
        throw new IllegalArgumentException(
            "%s cannot become %s".formatted(Printer.side(shared), Printer.side(expression)));
      }
    }
  }

  /**
   * One step of gradient descent with momentum and decay, as {@link
   * jacquard.kernels.Kernels#sgdUpdate} states it.
   *
   * @param target the parameters
   * @param velocity of their shape, changed too
   * @param expression the gradient, of their shape
   */
  record Descend(Shared target, Shared velocity, Expr expression, Rates rates) implements Update {}
}
