package jacquard.kernels;

import java.util.stream.IntStream;

/**
 * A division of columns among threads: work that treats every column alike gives the same bits in
 * any strips, and a strip of all rows stays in a cache.
 */
final class Strips {
  private static final int WIDTH = 128;

  /** Work on the columns from one to another, the latter not included. */
  interface Work {
    void on(int from, int to);
  }

  private Strips() {}

  static void forEach(int columns, Work work) {
    int strips = Math.ceilDiv(columns, WIDTH);
    IntStream.range(0, strips)
        .parallel()
        .forEach(s -> work.on(s * WIDTH, Math.min(columns, (s + 1) * WIDTH)));
  }

  /** y += factor * x in a strip. */
  static void add(double factor, double[] x, double[] y, int from, int to) {
    for (int j = from; j < to; j++) {
      y[j] += factor * x[j];
    }
  }
}
