package jacquard.data;

import java.util.stream.IntStream;

/**
 * A division of a data set into k parts with the same mix of classes.
 *
 * <p>Each class is shuffled by the seed and dealt to the folds in turn, going on where the last
 * class ended: so both classes and folds are as even as they can be.
 */
public final class Folds {
  /** Draws of the stream that divides; epochs use the others. */
  private static final long DIVISION = -1L;

  private final String name;
  private final int[] labels;
  private final int k;
  private final int[] foldOf;

  /** Divides a data set. */
  Folds(Dataset data, int k, long seed) {
    this(data.name(), IntStream.range(0, data.size()).map(data::label).toArray(), k, seed);
  }

  /**
   * Divides samples by their labels.
   *
   * @param name what errors call the samples
   * @param labels one a sample, counted from 0
   * @param k at least 2, and at most the size of the smallest class
   */
  public Folds(String name, int[] labels, int k, long seed) {
    this.name = name;
    this.labels = labels;
    this.k = k;
    this.foldOf = new int[labels.length];
    int dealt = 0;
    for (int label = 0; label <= IntStream.of(labels).max().orElse(-1); label++) {
      int[] members = members(label);
      checkSize(label, members.length);
      Shuffle.permute(members, seed, DIVISION, label);
      for (int member : members) {
        foldOf[member] = dealt++ % k;
      }
    }
  }

  /** The indices of a fold's test samples, ascending. */
  public int[] test(int fold) {
    return IntStream.range(0, foldOf.length).filter(i -> foldOf[i] == fold).toArray();
  }

  /** The indices of the samples of neither fold, ascending. */
  public int[] train(int fold, int other) {
    return IntStream.range(0, foldOf.length)
        .filter(i -> foldOf[i] != fold && foldOf[i] != other)
        .toArray();
  }

  private int[] members(int label) {
    return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
  }

  /** A label that no sample bears is no class; any other must reach every fold. */
  private void checkSize(int label, int size) {
    if (size > 0 && size < k) {
      throw new IllegalArgumentException(
          "%s: %d folds need %d samples of each class, class %d has %d"
              .formatted(name, k, k, label, size));
    }
  }
}
