package jacquard.expression;

import jacquard.checkpoint.SavedTypes;
import jacquard.checkpoint.Types;

/** The classes of this package that checkpoints may hold. */
public final class ExpressionTypes implements SavedTypes {
  @Override
  public void register(Types types) {
    types
        .add(Dim.class)
        .add(Shape.class)
        .add(ElementType.class)
        .add(Value.class)
        .add(Shared.class)
        .add(Expressions.class);
    for (Class<?> op : Op.class.getPermittedSubclasses()) {
      types.add(op);
    }
  }
}
