package jacquard.flow;

import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.data.Score;

/**
 * A node that learns classes from labels, and gives a score for each class, the best being the
 * largest; classes are counted from 0.
 */
public abstract class ClassifierNode extends FlowNode {
  /** Makes a classifier, for rows of so many columns; 0 if its first rows shall tell. */
  protected ClassifierNode(int inputs) {
    super(inputs);
  }

  /** The class of the best score of each row, the first of equals. */
  public final int[] label(Examples x) {
    Batch scores = execute(x);
    int[] labels = new int[x.rows()];
    for (int r = 0; r < labels.length; r++) {
      for (int c = 1; c < scores.columns(); c++) {
        if (scores.value(r, c) > scores.value(r, labels[r])) {
          labels[r] = c;
        }
      }
    }
    return labels;
  }

  /** How many rows are classified as they are labelled. */
  public final Score score(Examples x) {
    int[] labels = label(x);
    int correct = 0;
    for (int r = 0; r < labels.length; r++) {
      correct += labels[r] == x.label(r) ? 1 : 0;
    }
    return new Score(correct, labels.length);
  }
}
