package jacquard.report;

import java.util.Arrays;

/** A matrix of a few numbers by rows, computed with where no kernels are. */
final class Grid {
  final float[] values;
  final int rows;
  final int columns;

  Grid(float[] values, int rows, int columns) {
    this.values = values;
    this.rows = rows;
    this.columns = columns;
  }

  static Grid row(float[] values) {
    return new Grid(values, 1, values.length);
  }

  float at(int row, int column) {
    return values[row * columns + column];
  }

  Grid times(Grid other) {
    float[] product = new float[rows * other.columns];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns; k++) {
        float a = at(i, k);
        for (int j = 0; j < other.columns; j++) {
          product[i * other.columns + j] += a * other.at(k, j);
        }
      }
    }
    return new Grid(product, rows, other.columns);
  }

  Grid turned() {
    float[] turned = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      turned[i % columns * rows + i / columns] = values[i];
    }
    return new Grid(turned, /* rows= */ columns, /* columns= */ rows);
  }

  /** The first rows, or all if they are fewer. */
  Grid first(int count) {
    int kept = Math.min(count, rows);
    return new Grid(Arrays.copyOf(values, kept * columns), kept, columns);
  }

  /** So many times a row, added to each of these. */
  Grid plus(float factor, Grid row) {
    float[] sums = values.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += factor * row.values[i % columns];
    }
    return new Grid(sums, rows, columns);
  }

  /** The same on every machine, which {@link Math#exp} need not be. */
  Grid sigmoid() {
    float[] results = new float[values.length];
    for (int i = 0; i < results.length; i++) {
      results[i] = (float) (1 / (1 + StrictMath.exp(-values[i])));
    }
    return new Grid(results, rows, columns);
  }
}
