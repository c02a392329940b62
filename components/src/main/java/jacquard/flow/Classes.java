package jacquard.flow;

import jacquard.checkpoint.State;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.IntStream;

/** The labels of the classes that a classifier has columns of scores for. */
final class Classes {
  private Classes() {}

  /** Labels, ascending. */
  static int[] of(Collection<Integer> labels) {
    return labels.stream().mapToInt(label -> label).sorted().distinct().toArray();
  }

  /**
   * Declares the labels; those from 0 to one less than their number by that alone, as earlier
   * versions did, which had a column for each number up to the largest label.
   */
  static int[] state(State s, int[] labels) {
    boolean counted = Arrays.equals(labels, counted(labels.length));
    if (s.isLoading() ? s.has("labels") : !counted) {
      return s.value("labels", labels);
    }
    return counted(s.value("classes", labels.length));
  }

  private static int[] counted(int number) {
    return IntStream.range(0, number).toArray();
  }
}
