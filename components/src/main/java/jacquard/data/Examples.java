package jacquard.data;

import jacquard.vm.Stackable;

/**
 * Labelled rows of numbers: what components take, be it one sample or a batch.
 *
 * <p>Both kinds are immutable, and a Buffer stacks either into a {@link Batch}.
 */
public sealed interface Examples extends Stackable permits Sample, Batch {
  /** The number of rows, at least 1. */
  int rows();

  /** The number of values in a row, at least 1. */
  int columns();

  /** A copy of all values, row after row. */
  float[] values();

  /** A copy of the labels, one a row. */
  int[] labels();
}
