package jacquard.flow;

import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.data.Score;
import java.util.Locale;

/**
 * A node that learns classes from labels, and gives a score for each class, the best being the
 * largest. Classes are the labels it was trained on, from 0 up and not necessarily all of them:
 * each has one column of scores, in ascending order.
 */
public abstract class ClassifierNode extends FlowNode {
  /** What {@link #label} gives a row that has no class. */
  public static final int NO_CLASS = -1;

  /** Makes a classifier, for rows of so many columns; 0 if its first rows shall tell. */
  protected ClassifierNode(int inputs) {
    super(inputs);
  }

  @Override
  final boolean labelsMatter() {
    return true;
  }

  /** The class whose scores are in a column; unless overridden, classes are the columns. */
  protected int classOf(int column) {
    return column;
  }

  /**
   * The class of the best score of each row, the first of equals; {@value #NO_CLASS} if a score of
   * the row is NaN or the best is infinite, as for rows with NaN or infinite values, or after
   * training that has diverged.
   */
  public final int[] label(Examples x) {
    Batch scores = execute(x);
    int[] labels = new int[x.rows()];
    for (int r = 0; r < labels.length; r++) {
      int best = scores.best(r);
      labels[r] = best < 0 ? NO_CLASS : classOf(best);
    }
    return labels;
  }

  /**
   * How many rows are classified as they are labelled. A row without a class is wrong, and so is
   * one whose label was not met in training.
   *
   * @throws IllegalArgumentException if a label is no class: negative, or for a node made for a
   *     number of classes not below it
   */
  public final Score score(Examples x) {
    checkLabels(x);
    int[] labels = label(x);
    int correct = 0;
    for (int r = 0; r < labels.length; r++) {
      correct += labels[r] == x.label(r) ? 1 : 0;
    }
    return new Score(correct, labels.length);
  }

  /** Refuses labels that can be no class. */
  void checkLabels(Examples x) {
    for (int r = 0; r < x.rows(); r++) {
      if (x.label(r) < 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: row %d (counted from 0) is labelled %d; classes are 0, 1, ...",
                name(),
                r,
                x.label(r)));
      }
    }
  }

  /** Refuses rows of which nothing can be learned: with NaN, infinities or labels below 0. */
  final void checkTraining(Examples x) {
    checkLabels(x);
    x.requireFinite(name());
  }
}
