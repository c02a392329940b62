package jacquard.flow;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.learn.Moments;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The moments of the rows of each class. */
final class ClassMoments implements Stateful {
  private SortedMap<Integer, Moments> byLabel = new TreeMap<>();

  @Override
  public void state(State s) {
    byLabel = s.value("byLabel", byLabel);
  }

  /**
   * Takes rows into account.
   *
   * @param x finite: an error of what is below would name another row
   */
  void add(Examples x) {
    int[] labels = x.labels();
    for (int r = 0; r < labels.length; r++) {
      if (labels[r] < 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "row %d (counted from 0) is labelled %d; classes are 0, 1, ...",
                r,
                labels[r]));
      }
    }
    SortedMap<Integer, List<Integer>> rows =
        IntStream.range(0, labels.length)
            .boxed()
            .collect(Collectors.groupingBy(i -> labels[i], TreeMap::new, Collectors.toList()));
    float[] all = x.values();
    SortedMap<Integer, Moments> fresh = new TreeMap<>();
    rows.forEach(
        (label, wanted) -> {
          Moments of = new Moments();
          of.add(rows(all, x.columns(), wanted));
          fresh.put(label, of);
        });
    fresh.forEach((label, moments) -> of(label).merge(moments)); // computed all, or none taken
  }

  private static Batch rows(float[] all, int columns, List<Integer> wanted) {
    float[] values = new float[wanted.size() * columns];
    for (int i = 0; i < wanted.size(); i++) {
      System.arraycopy(all, wanted.get(i) * columns, values, i * columns, columns);
    }
    return new Batch(columns, values, new int[wanted.size()]);
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
