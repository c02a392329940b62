package jacquard.data;

import jacquard.checkpoint.State;
import java.util.Arrays;

/** One labelled row of numbers. */
public final class Sample extends Examples {
  /**
   * Makes a sample of a copy of the input.
   *
   * @param input at least one value
   */
  public Sample(float[] input, int label) {
    this(new Block(input.length, input.clone(), new int[] {label}, null), 0);
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
    this(new Block(0, new float[0], new int[1], null), 0);
  }

  @Override
  public void state(State s) {
    float[] input = s.value("input", values());
    int label = s.value("label", label());
    if (s.isLoading()) {
      become(new Block(input.length, input, new int[] {label}, null), 0, 1);
    }
  }

  /** The class, from 0; 0 where a data set has none. */
  public int label() {
    return label(0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sample s && sameRows(s);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values()) + label();
  }

  @Override
  public String toString() {
    return "Sample of " + columns() + " labelled " + label();
  }
}
