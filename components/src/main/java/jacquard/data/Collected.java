package jacquard.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All rows of a reader in memory, to become a data set. */
final class Collected {
  /** So many rows are kept in one array; it is what is too much at the end. */
  private static final int PART_VALUES = 1 << 18;

  private final int columns;
  private final List<float[]> parts = new ArrayList<>();
  private final boolean real;
  private int[] labels = new int[64];
  private float[] reals = new float[64];
  private int rows;
  private List<String> columnNames = List.of();
  private List<String> classNames = List.of();

  private Collected(int columns, boolean real) {
    this.columns = columns;
    this.real = real;
  }

  /** Reads to the end. */
  static Collected of(RowReader reader) throws IOException {
    Collected all = new Collected(reader.columns(), reader.hasTargets());
    while (reader.next()) {
      all.add(reader.values(), reader);
    }
    all.columnNames = reader.columnNames();
    all.classNames = reader.classNames();
    return all;
  }

  private void add(float[] values, RowReader row) {
    int perPart = perPart();
    int part = rows / perPart;
    if (part == parts.size()) {
      parts.add(new float[columns * (part == 0 ? Math.min(perPart, 16) : perPart)]);
    }
    int at = rows % perPart * columns;
    if (at + columns > parts.get(part).length) { // the first one grows, small files stay small
      int grown = Math.min(perPart, 2 * (at / columns));
      parts.set(part, Arrays.copyOf(parts.get(part), grown * columns));
    }
    System.arraycopy(values, 0, parts.get(part), at, columns);
    if (real) {
      reals = rows == reals.length ? Arrays.copyOf(reals, Math.multiplyExact(2, rows)) : reals;
      reals[rows++] = row.target();
    } else {
      labels = rows == labels.length ? Arrays.copyOf(labels, Math.multiplyExact(2, rows)) : labels;
      labels[rows++] = row.label();
    }
  }

  private int perPart() {
    return Math.max(1, PART_VALUES / columns);
  }

  Dataset dataset(String name, String source, boolean finite) {
    if (rows == 0) {
      throw new IllegalArgumentException(name + ": no rows");
    }
    if ((long) rows * columns > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%s: %d rows x %d are too many for an array; write them to a file and map it"
                  .formatted(name, rows, columns)
              + " (MappedDataset.write)");
    }
    float[] values = new float[rows * columns];
    for (int p = 0; p < parts.size(); p++) {
      int first = p * perPart() * columns;
      int count = Math.min(perPart() * columns, values.length - first);
      System.arraycopy(parts.get(p), 0, values, first, count);
      parts.set(p, new float[0]);
    }
    Targets targets =
        real ? Targets.of(Arrays.copyOf(reals, rows)) : Targets.of(Arrays.copyOf(labels, rows));
    Schema schema = new Schema(name, columnNames, classNames);
    return Dataset.from(schema, source, columns, values, targets, finite);
  }
}
