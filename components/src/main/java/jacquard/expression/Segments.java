package jacquard.expression;

import java.util.Locale;

/** The rows of samples of several rows each: sample i has starts[i] to starts[i + 1] - 1. */
final class Segments {
  private Segments() {}

  /** Refuses starts that do not ascend from 0 to the number of rows. */
  static void check(int[] starts, int rows) {
    if (starts.length == 0 || starts[0] != 0 || starts[starts.length - 1] != rows) {
      throw new IllegalArgumentException(
          "starts of samples go from 0 to the number of rows, " + rows);
    }
    for (int i = 1; i < starts.length; i++) {
      if (starts[i] < starts[i - 1]) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "starts of samples ascend, but %d comes after %d",
                starts[i],
                starts[i - 1]));
      }
    }
  }

  /** The sample of each row. */
  static int[] of(int[] starts) {
    int[] samples = new int[starts[starts.length - 1]];
    for (int i = 0; i + 1 < starts.length; i++) {
      java.util.Arrays.fill(samples, starts[i], starts[i + 1], i);
    }
    return samples;
  }

  /** The starts of these samples as they lie after selecting them. */
  static int[] starts(int[] starts, int[] samples) {
    int[] selected = new int[samples.length + 1];
    for (int i = 0; i < samples.length; i++) {
      int sample = java.util.Objects.checkIndex(samples[i], starts.length - 1);
      selected[i + 1] = selected[i] + starts[sample + 1] - starts[sample];
    }
    return selected;
  }

  /** The rows of these samples. */
  static int[] rows(int[] starts, int[] samples) {
    int[] to = starts(starts, samples);
    int[] rows = new int[to[samples.length]];
    for (int i = 0; i < samples.length; i++) {
      for (int at = to[i]; at < to[i + 1]; at++) {
        rows[at] = starts[samples[i]] + at - to[i];
      }
    }
    return rows;
  }
}
