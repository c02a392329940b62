package jacquard.data;

import jacquard.checkpoint.State;
import java.util.Arrays;

/** One row of numbers with a class label or a real-valued target. */
public final class Sample extends Examples {
  /**
   * Makes a sample of a copy of the input.
   *
   * @param input at least one value
   */
  public Sample(float[] input, int label) {
    this(input, Targets.of(new int[] {label}));
  }

  /**
   * Makes a sample of a copy of the input.
   *
   * @param input at least one value
   * @param target real-valued
   */
  public Sample(float[] input, float target) {
    this(input, Targets.of(new float[] {target}));
  }

  private Sample(float[] input, Targets targets) {
    this(new Block(input.length, input.clone(), targets, Schema.UNKNOWN, null), 0);
    if (input.length == 0) {
      throw new IllegalArgumentException("a sample needs at least one value");
    }
  }

  /** The row of a block. */
  Sample(Block block, int row) {
    super(block, row, 1);
  }

  /** To be loaded. */
  private Sample() {
    this(new Block(0, new float[0], Targets.of(new int[1]), Schema.UNKNOWN, null), 0);
  }

  @Override
  public void state(State s) {
    float[] input = s.value("input", values());
    Targets target =
        (s.isLoading() ? s.has("target") : hasTargets())
            ? Targets.of(new float[] {s.value("target", hasTargets() ? target() : 0)})
            : Targets.of(new int[] {s.value("label", label())});
    Schema schema = block().schema().state(s);
    if (s.isLoading()) {
      become(new Block(input.length, input, target, schema, null), 0, 1);
    }
  }

  /** The class, from 0; 0 where a data set has none. */
  public int label() {
    return label(0);
  }

  /** The real-valued target. */
  public float target() {
    return target(0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sample s && sameRows(s);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values()) + (hasTargets() ? Float.hashCode(target()) : label());
  }

  @Override
  public String toString() {
    return "Sample of "
        + columns()
        + (hasTargets() ? " with target " + target() : " labelled " + label());
  }
}
