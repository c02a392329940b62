package jacquard.data;

import jacquard.checkpoint.State;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What rows are to be recognized as, one a row: the numbers of classes, or real numbers. */
final class Targets {
  private final int[] labels;
  private final float[] reals;
  private final boolean real;

  private Targets(int[] labels, float[] reals, boolean real) {
    this.labels = labels;
    this.reals = reals;
    this.real = real;
  }

  /** Labels, which must not change any more. */
  static Targets of(int[] labels) {
    return new Targets(labels, new float[0], false);
  }

  /** Real numbers, which must not change any more. */
  static Targets of(float[] reals) {
    return new Targets(new int[0], reals, true);
  }

  boolean areReal() {
    return real;
  }

  int size() {
    return real ? reals.length : labels.length;
  }

  /** The array of labels itself. */
  int[] labels(Schema rows) {
    if (real) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s has real-valued targets, not class labels: target(row) and targets() give them",
              rows.called()));
    }
    return labels;
  }

  /** The array of real numbers itself. */
  float[] reals(Schema rows) {
    if (!real) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s has class labels, not real-valued targets: label(row) and labels() give them",
              rows.called()));
    }
    return reals;
  }

  Targets range(int first, int count) {
    if (first == 0 && count == size()) {
      return this;
    }
    return real
        ? of(Arrays.copyOfRange(reals, first, first + count))
        : of(Arrays.copyOfRange(labels, first, first + count));
  }

  /** Those of these rows in this order. */
  Targets gather(int[] rows) {
    int[] someLabels = new int[real ? 0 : rows.length];
    float[] someReals = new float[real ? rows.length : 0];
    for (int i = 0; i < rows.length; i++) {
      if (real) {
        someReals[i] = reals[rows[i]];
      } else {
        someLabels[i] = labels[rows[i]];
      }
    }
    return new Targets(someLabels, someReals, real);
  }

  /** The targets of all parts, one after another. */
  static Targets concat(List<Targets> parts) {
    int size = parts.stream().mapToInt(Targets::size).reduce(0, Math::addExact);
    boolean real = parts.getFirst().real;
    int[] labels = new int[real ? 0 : size];
    float[] reals = new float[real ? size : 0];
    int at = 0;
    for (Targets part : parts) {
      if (part.real != real) {
        throw new IllegalArgumentException(
            "cannot stack: some rows have class labels, others real-valued targets");
      }
      System.arraycopy(real ? part.reals : part.labels, 0, real ? reals : labels, at, part.size());
      at += part.size();
    }
    return new Targets(labels, reals, real);
  }

  /** Refuses labels below 0 and real numbers that are not finite, by the row. */
  void check(String name) {
    int i = firstBad();
    if (i < size()) {
      throw new IllegalArgumentException(
          real
              ? String.format(
                  Locale.ROOT, "%s, row %d: the target %s is not finite", name, i + 1, reals[i])
              : String.format(
                  Locale.ROOT, "%s, row %d: label %d is out of range", name, i + 1, labels[i]));
    }
  }

  /** The first that is out of range or not finite; the size if there is none. */
  int firstBad() {
    int i = 0;
    while (i < size()
        && (real ? Float.isFinite(reals[i]) : labels[i] >= 0 && labels[i] < Integer.MAX_VALUE)) {
      i++;
    }
    return i;
  }

  /** One more than the largest label; 0 if there are none. */
  int classes() {
    int largest = -1;
    for (int label : labels) {
      largest = Math.max(largest, label);
    }
    return largest + 1;
  }

  /** Keeps the targets of a block; what was loaded. */
  Targets state(State s) {
    return (s.isLoading() ? s.has("targets") : real)
        ? of(s.value("targets", reals))
        : of(s.value("labels", labels));
  }

  /** Whether they are the same bits; NaN equals NaN. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Targets t
        && real == t.real
        && Arrays.equals(labels, t.labels)
        && Arrays.equals(reals, t.reals);
  }

  @Override
  public int hashCode() {
    return real ? Arrays.hashCode(reals) : Arrays.hashCode(labels);
  }
}
