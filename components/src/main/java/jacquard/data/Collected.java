package jacquard.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** All rows of a reader in memory, to become a data set. */
final class Collected {
  /**
   * Rows up to this number of values are kept in one array, the most that is too much at the end.
   */
  private static final int PART_VALUES = 1 << 18;

  private final String name;
  private final int columns;
  private final int perPart;
  private final List<float[]> parts = new ArrayList<>();
  private final boolean real;
  private int[] labels = new int[64];
  private float[] reals = new float[64];
  private int rows;
  private List<String> columnNames = List.of();
  private List<String> classNames = List.of();

  private Collected(String name, RowReader reader, int known) {
    this.name = name;
    this.columns = reader.columns();
    this.real = reader.hasTargets();
    this.perPart = known > 0 ? known : Math.max(1, PART_VALUES / columns);
    if (known > 0) {
      parts.add(array((long) known * columns, known));
    }
  }

  /** Reads to the end. */
  static Collected of(String name, RowReader reader) throws IOException {
    return of(name, reader, 0);
  }

  /**
   * Reads to the end.
   *
   * @param known the number of rows, for which there must be room before any is read; 0 if it is
   *     not known
   */
  static Collected of(String name, RowReader reader, long known) throws IOException {
    if (known > Integer.MAX_VALUE) {
      throw tooLarge(name, known, reader.columns());
    }
    Collected all = new Collected(name, reader, (int) known);
    while (reader.next()) {
      all.add(reader.values(), reader);
    }
    all.columnNames = reader.columnNames();
    int[] order = reader.classOrder();
    all.classNames = ClassNumbers.ordered(reader.classNames(), order);
    ClassNumbers.renumber(all.labels, all.rows, order);
    return all;
  }

  private void add(float[] values, RowReader row) {
    int part = rows / perPart;
    if (part == parts.size()) {
      int first = part == 0 ? Math.min(perPart, 16) : perPart;
      parts.add(array((long) columns * first, rows + 1L));
    }
    int at = rows % perPart * columns;
    if (at + columns > parts.get(part).length) { // the first one grows, small files stay small
      int grown = Math.min(perPart, 2 * (at / columns));
      float[] larger = array((long) grown * columns, rows + 1L);
      System.arraycopy(parts.get(part), 0, larger, 0, at);
      parts.set(part, larger);
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

  /** An array, or the advice what to do with rows that do not fit into memory. */
  private float[] array(long size, long atLeast) {
    if (size <= Integer.MAX_VALUE - 8) {
      try {
        return new float[(int) size];
      } catch (OutOfMemoryError full) {
        parts.clear();
      }
    }
    throw tooLarge(name, atLeast, columns);
  }

  private static IllegalArgumentException tooLarge(String name, long rows, int columns) {
    return new IllegalArgumentException(
        String.format(
                Locale.ROOT,
                "%s: %d rows x %d or more, %d MB, do not fit into memory; write them to a file and"
                    + " map it",
                name,
                rows,
                columns,
                (rows * columns * Float.BYTES) >> 20)
            + " (MappedDataset.write)");
  }

  List<String> classNames() {
    return classNames;
  }

  /** The data set; the rows are not kept. */
  Dataset dataset(String source, boolean finite) {
    if (rows == 0) {
      throw new IllegalArgumentException(name + ": no rows");
    }
    Targets targets =
        real ? Targets.of(Arrays.copyOf(reals, rows)) : Targets.of(Arrays.copyOf(labels, rows));
    Schema schema = new Schema(name, columnNames, classNames);
    return Dataset.from(schema, source, columns, values(), targets, finite);
  }

  private float[] values() {
    long size = (long) rows * columns;
    if (parts.size() == 1 && parts.getFirst().length == size) {
      return parts.getFirst();
    }
    float[] values = array(size, rows);
    for (int p = 0; p < parts.size(); p++) {
      int first = p * perPart * columns;
      int count = Math.min(perPart * columns, values.length - first);
      System.arraycopy(parts.get(p), 0, values, first, count);
      parts.set(p, new float[0]);
    }
    return values;
  }
}
