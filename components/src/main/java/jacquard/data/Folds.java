package jacquard.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A division of a data set into k parts with the same mix of classes, or of one with real-valued
 * targets into k parts of the same size.
 *
 * <p>Each class is shuffled by the seed and dealt to the folds in turn, going on where the last
 * class ended: so both classes and folds are as even as they can be. Labels may be any integers,
 * ids or dates too: the time is that of sorting them. Samples with real-valued targets are divided
 * as those of one class.
 */
public final class Folds {
  /** Draws of the stream that divides. No other stream of components has the seed itself as key. */
  private static final long DIVISION = -1L;

  private final String name;
  private final List<String> classNames;
  private final int k;
  private final int[] foldOf;

  /** Divides a data set. */
  Folds(Dataset data, int k, long seed) {
    this(
        data.name(),
        data.classNames(),
        data.hasTargets() ? new int[data.size()] : data.all().labels(),
        k,
        seed);
  }

  /**
   * Divides samples by their labels.
   *
   * @param name what errors call the samples
   * @param labels one a sample
   * @param k at least 2, and at most the size of the smallest class
   */
  public Folds(String name, int[] labels, int k, long seed) {
    this(name, List.of(), labels, k, seed);
  }

  private Folds(String name, List<String> classNames, int[] labels, int k, long seed) {
    if (k < 2) {
      throw new IllegalArgumentException(name + ": at least 2 folds are needed, not " + k);
    }
    this.name = name;
    this.classNames = classNames;
    this.k = k;
    this.foldOf = new int[labels.length];
    int[] byClass = byClass(labels);
    int dealt = 0;
    while (dealt < byClass.length) {
      int label = labels[byClass[dealt]];
      int end = dealt;
      while (end < byClass.length && labels[byClass[end]] == label) {
        end++;
      }
      int[] members = Arrays.copyOfRange(byClass, dealt, end);
      checkSize(label, members.length);
      Shuffle.permute(members, seed, DIVISION, label);
      for (int member : members) {
        foldOf[member] = dealt++ % k;
      }
    }
  }

  /** The samples in the order of their labels, those of a class ascending. */
  private static int[] byClass(int[] labels) {
    long[] keys = new long[labels.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = ((long) labels[i] << 32) | i;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }

  /** The indices of a fold's test samples, ascending. */
  public int[] test(int fold) {
    Objects.checkIndex(fold, k);
    return IntStream.range(0, foldOf.length).filter(i -> foldOf[i] == fold).toArray();
  }

  /** The indices of the samples of neither fold, ascending. */
  public int[] train(int fold, int other) {
    return IntStream.range(0, foldOf.length)
        .filter(i -> foldOf[i] != fold && foldOf[i] != other)
        .toArray();
  }

  /** Every class must reach every fold. */
  private void checkSize(int label, int size) {
    if (size < k && size == foldOf.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: %d folds need %d samples, there are %d", name, k, k, size));
    }
    if (size < k) {
      String named =
          label >= 0 && label < classNames.size() ? " (" + classNames.get(label) + ")" : "";
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d folds need %d samples of each class, class %d%s has %d",
              name,
              k,
              k,
              label,
              named,
              size));
    }
  }
}
