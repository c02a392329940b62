package jacquard.bench;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import java.util.SplittableRandom;

/** A component of 100 MB: 25 arrays of a million floats. */
public final class Parameters implements Stateful {
  /** The bytes its arrays take. */
  static final int BYTES = 100_000_000;

  private float[][] layers = {};

  /** As loading makes it. */
  private Parameters() {}

  /** Arrays of random values. */
  static Parameters random() {
    SplittableRandom random = new SplittableRandom(1);
    Parameters parameters = new Parameters();
    parameters.layers = new float[25][BYTES / 25 / Float.BYTES];
    for (float[] layer : parameters.layers) {
      for (int i = 0; i < layer.length; i++) {
        layer[i] = (float) random.nextDouble();
      }
    }
    return parameters;
  }

  @Override
  public void state(State s) {
    layers = s.value("layers", layers);
  }
}
