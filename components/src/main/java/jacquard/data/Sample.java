package jacquard.data;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import java.util.Arrays;
import java.util.List;

/** One labelled row of numbers. */
public final class Sample implements Examples, Stateful {
  private float[] input;
  private int label;

  /**
   * Makes a sample of a copy of the input.
   *
   * @param input at least one value
   */
  public Sample(float[] input, int label) {
    if (input.length == 0) {
      throw new IllegalArgumentException("a sample needs at least one value");
    }
    this.input = input.clone();
    this.label = label;
  }

  /** To be loaded. */
  private Sample() {
    this.input = new float[0];
  }

  @Override
  public void state(State s) {
    input = s.value("input", input);
    label = s.value("label", label);
  }

  public int label() {
    return label;
  }

  @Override
  public int rows() {
    return 1;
  }

  @Override
  public int columns() {
    return input.length;
  }

  @Override
  public float[] values() {
    return input.clone();
  }

  @Override
  public int[] labels() {
    return new int[] {label};
  }

  @Override
  public Batch stack(List<?> rows) {
    return Batch.stacked(rows);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sample s && label == s.label && Arrays.equals(input, s.input);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(input) + label;
  }

  @Override
  public String toString() {
    return "Sample of " + input.length + " labelled " + label;
  }
}
