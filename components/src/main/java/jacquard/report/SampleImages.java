package jacquard.report;

import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import jacquard.data.Batch;
import jacquard.data.Examples;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A few samples that are kept with a run as images: {@link RunReport} draws them, as a component of
 * the run, beside what its RBMs make of them.
 *
 * <p>Drawn are those whose values are the pixels of a square, by rows. A checkpoint holds them
 * whole.
 */
public final class SampleImages implements Stateful {
  /** So many are kept at most. */
  private static final int MOST = 100;

  private int columns;
  private float[] values = {};

  /** To be loaded. */
  private SampleImages() {}

  /**
   * Keeps samples.
   *
   * @param samples from 1 to 100, as the lowest layer, PCA or RBM, is given them
   * @throws IllegalArgumentException if they are more
   */
  public SampleImages(Examples samples) {
    if (samples.rows() > MOST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d images are more than the %d that are kept with a run",
              samples.rows(),
              MOST));
    }
    columns = samples.columns();
    values = samples.values();
  }

  /**
   * Keeps the first samples of each class: one of each, then another of each.
   *
   * @param samples as the lowest layer, PCA or RBM, is given them
   * @param each how many of a class, at least 1; fewer where there are fewer, and 100 in all
   */
  public static SampleImages ofEachClass(Examples samples, int each) {
    if (each < 1) {
      throw new IllegalArgumentException("of each class at least 1 image, not " + each);
    }
    Map<Integer, Integer> seen = new TreeMap<>();
    Map<Long, Integer> rows = new TreeMap<>();
    for (int row = 0; row < samples.rows(); row++) {
      int label = samples.label(row);
      int before = seen.merge(label, 1, Integer::sum) - 1;
      if (before < each) {
        rows.put(((long) before << 32) + label, row);
      }
    }
    int[] first = rows.values().stream().limit(MOST).mapToInt(row -> row).toArray();
    int columns = samples.columns();
    float[] values = new float[first.length * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = samples.value(first[i / columns], i % columns);
    }
    return new SampleImages(new Batch(columns, values, new int[first.length]));
  }

  @Override
  public void state(State s) {
    columns = s.value("columns", columns);
    values = s.value("images", values);
  }

  /** How many there are. */
  public int count() {
    return values.length / columns;
  }

  /** A copy of the values of an image. */
  public float[] image(int number) {
    return Arrays.copyOfRange(values, number * columns, (number + 1) * columns);
  }
}
