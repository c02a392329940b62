package jacquard.expression;

import jacquard.kernels.Rates;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What a function changes when it is called, after everything was computed.
 *
 * <p>All updates of a call see the values from before it, in whatever order they are listed; so
 * each value is changed by one of them.
 */
public sealed interface Update {
  /** What is changed. */
  Shared target();

  /** The new value, or what it is made of. */
  Expr expression();

  /** The value becomes that of an expression, of the same type and shape. */
  record Assign(Shared target, Expr expression) implements Update {
    /** Checks type and shape. */
    public Assign {
      if (!fits(target, expression)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s cannot become %s",
                Printer.side(Expr.shared(target)),
                Printer.side(expression)));
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
   * @param rates gives the rates of each call
   * @param decays whether the parameters are pulled to zero; biases usually are not
   */
  record Descend(
      Shared target, Shared velocity, Expr expression, Supplier<Rates> rates, boolean decays)
      implements Update {
    /** Checks types and shapes. */
    public Descend {
      if (!fits(target, expression) || expression.type() != ElementType.FLOAT) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s cannot descend by %s",
                Printer.side(Expr.shared(target)),
                Printer.side(expression)));
      }
      if (!fits(velocity, Expr.shared(target))) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s cannot be the velocity of %s",
                Printer.side(Expr.shared(velocity)),
                Printer.side(Expr.shared(target))));
      }
    }

    /** A step by rates that stay the same. */
    public Descend(Shared target, Shared velocity, Expr expression, Rates rates) {
      this(target, velocity, expression, new FixedRates(rates), true);
    }

    Rates now() {
      return decays ? rates.get() : rates.get().withoutDecay();
    }
  }

  private static boolean fits(Shared target, Expr expression) {
    Expr shared = Expr.shared(target);
    return shared.type() == expression.type()
        && shared.shape().rows().fits(expression.shape().rows())
        && shared.shape().columns().fits(expression.shape().columns());
  }
}
