package jacquard.flow;

import jacquard.checkpoint.SavedTypes;
import jacquard.checkpoint.Types;

/** The classes of this package that checkpoints, and payloads, may hold. */
public final class FlowTypes implements SavedTypes {
  @Override
  public void register(Types types) {
    types
        .add(Flow.class)
        .add(Training.class)
        .add(TrainingWork.class)
        .add(TakeSteps.class)
        .add(Execution.class)
        .add(Execution.Result.class)
        .add(Chunks.class)
        .add(Projection.class)
        .add(ClassMoments.class)
        .add(PcaNode.class)
        .add(SfaNode.class)
        .add(FdaNode.class)
        .add(QuadraticNode.class)
        .add(HistogramNode.class)
        .add(RbmNode.class)
        .add(SoftmaxNode.class)
        .add(NearestMeanClassifier.class)
        .add(GaussianClassifier.class)
        .add(NearestNeighboursClassifier.class)
        .add(NestedFlow.class);
  }
}
