package jacquard.plugin;

import jacquard.checkpoint.SavedTypes;
import jacquard.checkpoint.Types;

/** The plugins of the library that checkpoints may hold. */
public final class PluginTypes implements SavedTypes {
  @Override
  public void register(Types types) {
    types
        .add(Counter.class)
        .add(EarlyStopping.class)
        .add(FiniteCheck.class)
        .add(LearningRate.class)
        .add(Print.class)
        .add(Schedule.Step.class)
        .add(Schedule.Cosine.class)
        .add(Schedule.WarmUp.class)
        .add(SaveBest.class)
        .add(Snapshot.class)
        .add(Search.class)
        .add(Search.Trial.class)
        .add(Timer.class);
  }
}
