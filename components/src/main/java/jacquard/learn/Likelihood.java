package jacquard.learn;

import jacquard.checkpoint.State;
import jacquard.data.Examples;
import jacquard.data.Score;
import jacquard.kernels.Kernels;
import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;
import java.util.Arrays;
import java.util.Locale;

/**
 * The end of a classifier: the negative log likelihood of labels, its gradient, and predictions.
 *
 * <p>The mean over a batch is computed when somebody asks for it or it is saved; until then the
 * losses of its rows are kept.
 */
final class Likelihood {
  private final String owner;
  private final Kernels kernels;
  private final int classes;
  private Scratch losses;

  /** The losses of an update that is not made yet. */
  private Scratch fresh;

  private final Scratch labels;
  private final Matrix mean;
  private final Scratch validated;
  private final Matrix validatedMean;

  /** Whether {@link #mean} is that of an update; finite before that, as checks of state ask. */
  private boolean hasLoss;

  /** The rows whose mean is still to be computed; 0 if it is. */
  private int pending;

  Likelihood(String owner, Kernels kernels, int classes) {
    this.owner = owner;
    this.kernels = kernels;
    this.classes = classes;
    this.losses = new Scratch(kernels, 1);
    this.fresh = new Scratch(kernels, 1);
    this.labels = new Scratch(kernels, 1);
    this.mean = kernels.matrix(1, 1);
    this.validated = new Scratch(kernels, 1);
    this.validatedMean = kernels.matrix(1, 1);
  }

  void state(State s) {
    if (s.isLoading()) {
      pending = 0;
    }
    settle();
    Saved.matrix(s, "loss", kernels, mean);
    hasLoss = s.has("hasLoss") ? s.value("hasLoss", hasLoss) : true;
  }

  /** What {@link #clear} sets to 0. */
  Matrix mean() {
    return mean;
  }

  /** Forgets the last update; its mean is 0 already. */
  void clear() {
    pending = 0;
    hasLoss = false;
  }

  /** Refuses labels that are no classes. */
  void check(Examples examples) {
    for (int i = 0; i < examples.rows(); i++) {
      int label = examples.label(i);
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: row %d (counted from 0) is labelled %d, classes are 0..%d",
                owner,
                i,
                label,
                classes - 1));
      }
    }
  }

  /** Puts the gradient of the examples' losses in place of the logits, for an update to come. */
  void gradient(Matrix logits, Examples examples) {
    Matrix each = fresh.rows(logits.rows());
    kernels.softmaxGradient(logits, labels.loadLabels(examples), logits, each);
  }

  /** The update whose gradient was asked for last, of so many rows, is made. */
  void updated(int rows) {
    Scratch before = losses;
    losses = fresh;
    fresh = before;
    pending = rows;
    hasLoss = true;
  }

  private void settle() {
    if (pending > 0) {
      kernels.columnMeans(losses.rows(pending), mean);
      pending = 0;
    }
  }

  /** The mean loss of the last update's rows; NaN before the first. */
  double loss() {
    settle();
    return hasLoss ? kernels.read(mean)[0] : Double.NaN;
  }

  /** The mean loss of the examples, whose logits are not needed any more. */
  double loss(Matrix logits, Examples examples) {
    Matrix each = validated.rows(logits.rows());
    kernels.softmaxGradient(logits, labels.loadLabels(examples), logits, each);
    kernels.columnMeans(each, validatedMean);
    return kernels.read(validatedMean)[0];
  }

  /** The most probable class of each row; -1 if a logit is NaN or the largest is infinite. */
  int[] predict(Matrix logits) {
    Labels best = labels.labels(logits.rows());
    kernels.argmax(logits, best);
    int[] predicted = kernels.read(best);
    float[] values = kernels.read(logits);
    Arrays.setAll(
        predicted,
        row -> {
          int column = predicted[row];
          return column >= 0 && Float.isFinite(values[row * classes + column]) ? column : -1;
        });
    return predicted;
  }

  /** How many rows are predicted as labelled; one without a class is not. */
  Score score(Matrix logits, Examples examples) {
    int[] predicted = predict(logits);
    int correct = 0;
    for (int i = 0; i < predicted.length; i++) {
      correct += predicted[i] == examples.label(i) ? 1 : 0;
    }
    return new Score(correct, predicted.length);
  }
}
