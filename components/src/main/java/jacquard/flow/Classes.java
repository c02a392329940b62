package jacquard.flow;

import jacquard.checkpoint.State;
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
   * Declares the labels. Earlier versions had a column for each number up to the largest label, and
   * saved how many.
   */
  static int[] state(State s, int[] labels) {
    return s.has("labels")
        ? s.value("labels", labels)
        : IntStream.range(0, s.value("classes", 0)).toArray();
  }
}
