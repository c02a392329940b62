package jacquard.learn;

import jacquard.checkpoint.SavedTypes;
import jacquard.checkpoint.Types;

/** The classes of these tests that checkpoints may hold. */
public final class TrainedTypes implements SavedTypes {
  @Override
  public void register(Types types) {
    types.add(Trained.Classifier.class);
  }
}
