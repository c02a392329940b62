package jacquard.report;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Examples;
import jacquard.vm.Atomic;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A confusion matrix: how many examples of each class were predicted as each; drawn by {@link
 * RunReport} from the checkpoints of a run that has it as a component.
 *
 * <p>Precision, recall and F1 are those of scikit-learn's {@code precision_recall_fscore_support}
 * with {@code zero_division=0}: a share of nothing is 0, so a class that is never predicted lowers
 * the averages. Averages are over the classes that occur, as a label or a prediction. Examples
 * predicted as {@value #NO_CLASS}, no class, are wrong: they lower accuracy and recall.
 */
@Atomic
public final class Confusion implements Stateful {
  /** The prediction of a row that has no class, such as one with NaN. */
  public static final int NO_CLASS = -1;

  /** The counts of more would need 2 GiB and more. */
  private static final int MOST_CLASSES = 1 << 14;

  private int classes;
  private long[] counts;

  /** The examples of each class that were predicted as none. */
  private long[] unclassified;

  /** To be loaded. */
  @SuppressWarnings("NullAway.Init")
  private Confusion() {}

  /**
   * A matrix that has counted nothing.
   *
   * @param classes from 1 to 16384, counted from 0
   */
  public Confusion(int classes) {
    if (classes < 1 || classes > MOST_CLASSES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a confusion matrix has from 1 to %d classes, not %d; are the labels numbers of"
                  + " classes?",
              MOST_CLASSES,
              classes));
    }
    this.classes = classes;
    this.counts = new long[classes * classes];
    this.unclassified = new long[classes];
  }

  @Override
  public void state(State s) {
    classes = s.value("classes", classes);
    counts = s.value("counts", counts);
    unclassified =
        s.has("unclassified") ? s.value("unclassified", unclassified) : new long[classes];
  }

  /**
   * Counts predictions.
   *
   * @param predicted a class for each of the examples, or {@value #NO_CLASS}
   * @throws IllegalArgumentException if a label is no class or a prediction neither; then nothing
   *     is counted
   */
  public void count(Examples examples, int[] predicted) {
    if (predicted.length != examples.rows()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d predictions of %d examples", predicted.length, examples.rows()));
    }
    for (int i = 0; i < predicted.length; i++) {
      check(examples.label(i), predicted[i] == NO_CLASS ? 0 : predicted[i]);
    }
    for (int i = 0; i < predicted.length; i++) {
      if (predicted[i] == NO_CLASS) {
        unclassified[examples.label(i)]++;
      } else {
        counts[examples.label(i) * classes + predicted[i]]++;
      }
    }
  }

  /**
   * Counts the class of the best score of each row under its label: a step of a program behind a
   * classifier's {@code filt}.
   *
   * @param scores a column a class; a row with NaN is predicted as {@value #NO_CLASS}
   */
  public void countScores(Examples scores) {
    if (scores.columns() != classes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "scores of %d classes for a confusion matrix of %d",
              scores.columns(),
              classes));
    }
    count(scores, IntStream.range(0, scores.rows()).map(scores::best).toArray());
  }

  /** How many examples of one class were predicted as another, or as the same. */
  public long count(int actual, int predicted) {
    check(actual, predicted);
    return counts[actual * classes + predicted];
  }

  /** How many examples of a class were predicted as {@value #NO_CLASS}. */
  public long unclassified(int actual) {
    check(actual, actual);
    return unclassified[actual];
  }

  private void check(int actual, int predicted) {
    if (Math.min(actual, predicted) < 0 || Math.max(actual, predicted) >= classes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "class %d predicted as %d; classes are 0..%d",
              actual,
              predicted,
              classes - 1));
    }
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
    return right / examples();
  }

  private long examples() {
    return LongStream.of(counts).sum() + LongStream.of(unclassified).sum();
  }

  /** Of those predicted as a class, the share that are of it; 0 if none was. */
  public double precision(int of) {
    return share((double) count(of, of), predicted(of));
  }

  /** Of the examples of a class, the share predicted as it; 0 if there was none. */
  public double recall(int of) {
    return share((double) count(of, of), actual(of));
  }

  /** The harmonic mean of precision and recall of a class; 0 if it does not occur. */
  public double f1(int of) {
    return share(2.0 * count(of, of), predicted(of) + actual(of));
  }

  private static double share(double of, long all) {
    return all == 0 ? 0 : of / all;
  }

  private long predicted(int as) {
    return IntStream.range(0, classes).mapToLong(each -> count(each, as)).sum();
  }

  private long actual(int of) {
    return IntStream.range(0, classes).mapToLong(each -> count(of, each)).sum() + unclassified(of);
  }

  private boolean occurs(int each) {
    return predicted(each) + actual(each) > 0;
  }

  /**
   * Averages over classes.
   *
   * @param precision of them
   * @param recall of them; weighted, it is the accuracy
   * @param f1 of them
   */
  public record Averages(double precision, double recall, double f1) {}

  /** The averages in which each class that occurs counts the same; NaN if none does. */
  public Averages macro() {
    return averages(each -> occurs(each) ? 1 : 0);
  }

  /** The averages in which a class counts by its examples; NaN if there are none. */
  public Averages weighted() {
    return averages(this::actual);
  }

  private Averages averages(IntToDoubleFunction weight) {
    return new Averages(
        mean(this::precision, weight), mean(this::recall, weight), mean(this::f1, weight));
  }

  private double mean(IntToDoubleFunction number, IntToDoubleFunction weight) {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < classes; i++) {
      sum += weight.applyAsDouble(i) * number.applyAsDouble(i);
      weights += weight.applyAsDouble(i);
    }
    return sum / weights;
  }

  /**
   * The classes with precision, recall, F1 and how many examples each has; then both averages, and
   * accuracy. A class that does not occur has {@code -} for its numbers.
   */
  public String table() {
    StringBuilder table = new StringBuilder("class     precision  recall      F1  examples\n");
    Averages none = new Averages(Double.NaN, Double.NaN, Double.NaN);
    for (int i = 0; i < classes; i++) {
      Averages own = new Averages(precision(i), recall(i), f1(i));
      line(Integer.toString(i), occurs(i) ? own : none, actual(i), table);
    }
    line("macro", macro(), examples(), table);
    line("weighted", weighted(), examples(), table);
    return table.append(String.format(Locale.ROOT, "accuracy  %.4f", accuracy())).toString();
  }

  private static void line(String name, Averages numbers, long examples, StringBuilder to) {
    to.append(
        String.format(
            Locale.ROOT,
            "%-9s %9s %7s %7s %9s\n",
            name,
            number(numbers.precision()),
            number(numbers.recall()),
            number(numbers.f1()),
            String.format(Locale.ROOT, "%,d", examples)));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }
}
