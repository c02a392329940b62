package jacquard.learn;

import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.vm.Atomic;

/**
 * A filter that multiplies every value by the same factor.
 *
 * @param factor finite
 */
@Atomic
public record Scale(float factor) {
  /** Checks the factor. */
  public Scale {
    if (!Float.isFinite(factor)) {
      throw new IllegalArgumentException("factor must be finite, is " + factor);
    }
  }

  /** The scaled rows. */
  public Batch filt(Examples examples) {
    float[] values = examples.values();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return Batch.under(examples, examples.columns(), values);
  }
}
