package jacquard.report;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Examples;

/**
 * A confusion matrix: how many examples of each class were predicted as each; drawn by {@link
 * RunReport} from the checkpoints of a run that has it as a component.
 */
public final class Confusion implements Stateful {
  private int classes;
  private long[] counts;

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private Confusion() {}

  /**
   * A matrix that has counted nothing.
   *
   * @param classes at least 1, counted from 0
   */
  public Confusion(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("a confusion matrix needs 1 class, not " + classes);
    }
    this.classes = classes;
    this.counts = new long[classes * classes];
  }

  @Override
  public void state(State s) {
    classes = s.value("classes", classes);
    counts = s.value("counts", counts);
  }

  /**
   * Counts predictions.
   *
   * @param predicted a class for each of the examples
   */
  public void count(Examples examples, int[] predicted) {
    if (predicted.length != examples.rows()) {
      throw new IllegalArgumentException(
          "%d predictions of %d examples".formatted(predicted.length, examples.rows()));
    }
    for (int i = 0; i < predicted.length; i++) {
      counts[index(examples.label(i), predicted[i])]++;
    }
  }

  /** How many examples of one class were predicted as another, or as the same. */
  public long count(int actual, int predicted) {
    return counts[index(actual, predicted)];
  }

  private int index(int actual, int predicted) {
    if (Math.min(actual, predicted) < 0 || Math.max(actual, predicted) >= classes) {
      throw new IllegalArgumentException(
          "class %d predicted as %d; classes are 0..%d".formatted(actual, predicted, classes - 1));
    }
    return actual * classes + predicted;
  }

  /** How many classes there are. */
  public int classes() {
    return classes;
  }
}
