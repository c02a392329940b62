package jacquard.examples;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.KFold;
import jacquard.learn.Rbm;
import jacquard.vm.Atomic;
import java.util.Arrays;

/**
 * A monitor that keeps, for each fold, a layer's latest reconstruction error: what the draft prints
 * in the loop it weaves with the trainer.
 */
@Atomic
final class LayerReport implements Stateful {
  private KFold kf;
  private Rbm layer;
  private double[] errors;

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private LayerReport() {}

  LayerReport(KFold kf, Rbm layer) {
    this.kf = kf;
    this.layer = layer;
    this.errors = new double[kf.folds()];
  }

  @Override
  public void state(State s) {
    kf = s.value("kf", kf);
    layer = s.value("layer", layer);
    errors = s.value("errors", errors);
  }

  /** Looks at the layer as it is now. */
  void look() {
    errors[kf.fold()] = layer.reconstructionError();
  }

  /** The squared distance of the last batch from its reconstruction, by fold. */
  double[] errors() {
    return Arrays.copyOf(errors, errors.length);
  }
}
