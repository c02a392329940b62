package jacquard.data;

import java.util.stream.IntStream;

/**
 * A division of a data set into k parts with the same mix of classes.
 *
 * <p>Each class is shuffled by the seed and dealt to the folds in turn, going on where the last
 * class ended: so both classes and folds are as even as they can be.
 */
final class Folds {
  /** Draws of the stream that divides; epochs use the others. */
  private static final long DIVISION = -1L;

  private final int k;
  private final int[] foldOf;

  Folds(Dataset data, int k, long seed) {
    this.k = k;
    this.foldOf = new int[data.size()];
    int dealt = 0;
    for (int label = 0; label < data.classes(); label++) {
      int[] members = members(data, label);
      checkSize(data, label, members.length);
      Shuffle.permute(members, seed, DIVISION, label);
      for (int member : members) {
        foldOf[member] = dealt++ % k;
      }
    }
  }

  /** The indices of a fold's test samples, ascending. */
  int[] test(int fold) {
    return IntStream.range(0, foldOf.length).filter(i -> foldOf[i] == fold).toArray();
  }

  /** The indices of the samples of neither fold, ascending. */
  int[] train(int fold, int other) {
    return IntStream.range(0, foldOf.length)
        .filter(i -> foldOf[i] != fold && foldOf[i] != other)
        .toArray();
  }

  private static int[] members(Dataset data, int label) {
    return IntStream.range(0, data.size()).filter(i -> data.label(i) == label).toArray();
  }

  /** A label that no sample bears is no class; any other must reach every fold. */
  private void checkSize(Dataset data, int label, int size) {
    if (size > 0 && size < k) {
      throw new IllegalArgumentException(
          "%s: %d folds need %d samples of each class, class %d has %d"
              .formatted(data.name(), k, k, label, size));
    }
  }
}
