package jacquard.report;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Examples;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

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

  /** The share of right predictions; NaN if nothing was counted. */
  public double accuracy() {
    double right = 0;
    for (int i = 0; i < classes; i++) {
      right += count(i, i);
    }
    return right / LongStream.of(counts).sum();
  }

  /** Of those predicted as a class, the share that are of it; NaN if none was. */
  public double precision(int of) {
    return (double) count(of, of) / predicted(of);
  }

  /** Of the examples of a class, the share predicted as it; NaN if there was none. */
  public double recall(int of) {
    return (double) count(of, of) / actual(of);
  }

  /** The harmonic mean of precision and recall of a class; NaN if it was neither seen nor told. */
  public double f1(int of) {
    return 2.0 * count(of, of) / (predicted(of) + actual(of));
  }

  private long predicted(int as) {
    return IntStream.range(0, classes).mapToLong(each -> count(each, as)).sum();
  }

  private long actual(int of) {
    return IntStream.range(0, classes).mapToLong(each -> count(of, each)).sum();
  }

  /**
   * The classes with precision, recall, F1 and how many examples each has; then the mean of all
   * classes, and accuracy. A number of a class that cannot be told is {@code -} and not in the
   * mean.
   */
  public String table() {
    StringBuilder table = new StringBuilder("class     precision  recall      F1  examples\n");
    for (int i = 0; i < classes; i++) {
      line(Integer.toString(i), precision(i), recall(i), f1(i), actual(i), table);
    }
    long all = LongStream.of(counts).sum();
    line("mean", mean(this::precision), mean(this::recall), mean(this::f1), all, table);
    return table.append(String.format(Locale.ROOT, "accuracy  %.4f", accuracy())).toString();
  }

  private double mean(IntToDoubleFunction number) {
    return IntStream.range(0, classes)
        .mapToDouble(number)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  private static void line(
      String name, double precision, double recall, double f1, long examples, StringBuilder to) {
    to.append(
        String.format(
            Locale.ROOT,
            "%-9s %9s %7s %7s %9s\n",
            name,
            number(precision),
            number(recall),
            number(f1),
            String.format(Locale.ROOT, "%,d", examples)));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }
}
