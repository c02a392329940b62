package jacquard.datalearn;

import jacquard.data.Examples;
import jacquard.expression.Dim;
import jacquard.expression.ElementType;
import jacquard.expression.Expr;
import jacquard.expression.Value;
import jacquard.kernels.Kernels;

/** Examples as the arguments of a compiled function. */
final class Samples {
  private Samples() {}

  /** Data with the fields of examples of so many columns, with labels. */
  static Data kind(int columns) {
    return kind(columns, ElementType.INT);
  }

  /** Data with the fields of the examples. */
  static Data kind(Examples examples) {
    return kind(examples.columns(), examples.hasTargets() ? ElementType.FLOAT : ElementType.INT);
  }

  private static Data kind(int columns, ElementType targets) {
    return Data.of(Data.INPUT, Expr.samples(Data.INPUT, ElementType.FLOAT, Dim.of(columns)))
        .with(Data.TARGET, Expr.samples(Data.TARGET, targets, Dim.of(1)));
  }

  /** Windows of what is on the device, or copies. */
  static Object[] arguments(Examples examples, Kernels kernels) {
    if (examples.isResident(kernels)) {
      Object targets =
          examples.hasTargets() ? examples.targetsOn(kernels) : examples.labelsOn(kernels);
      return new Object[] {examples.on(kernels), targets};
    }
    return new Object[] {
      Value.of(examples.rows(), examples.columns(), examples.values()), Numbers.targets(examples)
    };
  }
}
