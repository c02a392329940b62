package jacquard.examples;

import jacquard.checkpoint.SavedTypes;
import jacquard.checkpoint.Types;

/** The classes of the examples that checkpoints may hold. */
public final class ExampleTypes implements SavedTypes {
  @Override
  public void register(Types types) {
    types
        .add(LayerReport.class)
        .add(KFoldMetrics.class)
        .add(ValidationMetrics.class)
        .add(DbnMetrics.class)
        .add(RateMetrics.class)
        .add(DbnReport.class)
        .add(DbnTrial.class)
        .add(DbnTrial.Row.class)
        .add(DbnTrial.Seeds.class)
        .add(Course.class)
        .add(Weaving.Diary.class)
        .add(Weaving.Trainer.class)
        .add(PauseAndResume.Sum.class)
        .add(Hooks.Root.class)
        .add(UserGenerator.Primes.class)
        .add(UserGenerator.Pages.class)
        .add(LazyColumns.Reader.class)
        .add(LearnerFields.NeuralNetwork.class);
  }
}
