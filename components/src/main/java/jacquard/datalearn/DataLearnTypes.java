package jacquard.datalearn;

import jacquard.checkpoint.SavedTypes;
import jacquard.checkpoint.Types;

/** The classes of this package that checkpoints may hold. */
public final class DataLearnTypes implements SavedTypes {
  @Override
  public void register(Types types) {
    types
        .add(DatasetField.class)
        .add(MappedField.class)
        .add(Data.class)
        .add(Numbers.class)
        .add(Iteration.class)
        .add(ComponentLearner.class)
        .add(Descent.class);
  }
}
