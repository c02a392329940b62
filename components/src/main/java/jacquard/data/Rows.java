package jacquard.data;

/** Labelled rows of numbers of which any that follow each other can be had as a batch. */
public sealed interface Rows permits Batch, MappedDataset {
  /** The number of rows, at least 1. */
  int rows();

  /** The number of values in a row, at least 1. */
  int columns();

  /**
   * The {@code count} rows from row {@code first} on.
   *
   * @throws IllegalArgumentException if there are no such rows, or none are asked for
   */
  Batch rows(int first, int count);
}
