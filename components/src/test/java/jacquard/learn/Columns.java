package jacquard.learn;

import jacquard.data.Batch;
import jacquard.oracle.Tables;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The columns of {@code columns.csv}, by the formula of the script that made it. */
record Columns(int kind, double offset, double spread, int rows, double mean, double deviation) {
  static List<Columns> all() {
    return Arrays.stream(Tables.read("columns.csv"))
        .map(c -> new Columns((int) c[0], c[1], c[2], (int) c[3], c[4], c[5]))
        .toList();
  }

  float value(int i) {
    double u = kind == 1 ? i % 2 : (i * 2654435761L & 0xffffffffL) / 0x1p32 - 0.5;
    return (float) (offset + spread * u);
  }

  Batch batch() {
    float[] values = new float[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = value(i);
    }
    return new Batch(1, values, new int[rows]);
  }

  /** The deviation that a column is divided by. */
  double used() {
    return deviation == 0 ? 1 : deviation;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d rows of %s, %s (kind %d)", rows, offset, spread, kind);
  }
}
