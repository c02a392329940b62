package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.learn.Moments;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The moments of the rows of each class. */
final class ClassMoments implements Stateful {
  private SortedMap<Integer, Moments> byLabel = new TreeMap<>();

  @Override
  public void state(State s) {
    byLabel = s.value("byLabel", byLabel);
  }

  void add(Examples x) {
    x.requireFinite("moments"); // before rows are parted by class: the message names the row of x
    int[] labels = x.labels();
    for (int label : IntStream.of(labels).distinct().sorted().toArray()) {
      if (label < 0) {
        throw new IllegalArgumentException(
            "a row is labelled " + label + "; classes are 0, 1, ...");
      }
      of(label).add(rows(x, IntStream.range(0, labels.length).filter(i -> labels[i] == label)));
    }
  }

  private static Batch rows(Examples x, IntStream wanted) {
    int[] rows = wanted.toArray();
    int columns = x.columns();
    float[] all = x.values();
    float[] values = new float[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(all, rows[i] * columns, values, i * columns, columns);
    }
    return new Batch(columns, values, new int[rows.length]);
  }

  private Moments of(int label) {
    return byLabel.computeIfAbsent(label, none -> new Moments());
  }

  void merge(ClassMoments other) {
    other.byLabel.forEach((label, moments) -> of(label).merge(moments));
  }

  /** The classes that were seen and their moments, ascending. */
  SortedMap<Integer, Moments> byLabel() {
    return byLabel;
  }

  /** One more than the largest label. */
  int classes() {
    return byLabel.isEmpty() ? 0 : byLabel.lastKey() + 1;
  }

  /** The moments of all rows. */
  Moments all() {
    Moments all = new Moments();
    byLabel.values().forEach(all::merge);
    return all;
  }

  /** The sum of the scatters of the classes about their own means, row after row. */
  double[] within() {
    double[] sum = new double[all().scatter().length];
    for (Moments moments : byLabel.values()) {
      double[] scatter = moments.scatter();
      Arrays.setAll(sum, i -> sum[i] + scatter[i]);
    }
    return sum;
  }
}
