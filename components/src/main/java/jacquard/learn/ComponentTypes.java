package jacquard.learn;

import jacquard.checkpoint.SavedTypes;
import jacquard.checkpoint.Types;
import jacquard.data.Batch;
import jacquard.data.Dataset;
import jacquard.data.KFold;
import jacquard.data.MappedDataset;
import jacquard.data.Minibatches;
import jacquard.data.Sample;
import jacquard.data.Score;
import jacquard.data.Sources;
import jacquard.kernels.Activation;
import jacquard.kernels.Rates;
import jacquard.kernels.Seed;

/** The classes of this module that checkpoints may hold. */
public final class ComponentTypes implements SavedTypes {
  @Override
  public void register(Types types) {
    types
        .reference(Dataset.class, Sources::attach)
        .reference(MappedDataset.class, Sources::attachMapped)
        .add(Sample.class)
        .add(Batch.class)
        .add(Score.class)
        .add(KFold.class)
        .add(Minibatches.class)
        .add(Rates.class)
        .add(Seed.class)
        .add(RbmSettings.class)
        .add(Rbm.Visible.class)
        .add(Rbm.class)
        .add(PcaSettings.class)
        .add(Pca.class)
        .add(Moments.class)
        .add(Scale.class)
        .add(Scaler.class)
        .add(Softmax.class)
        .add(Activation.class)
        .add(MlpSettings.class)
        .add(Mlp.class)
        .add(Dbn.class);
  }
}
