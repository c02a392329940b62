package jacquard.data;

import jacquard.npy.NewFile;
import jacquard.npy.NpyWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The files of a mapped data set while they are written: values, labels and their schema, which
 * take their places when all are whole. The schema does so first: until all have, it does not fit
 * those that are there, and they are refused.
 */
final class MappedWriter implements AutoCloseable {
  private static final int PART = 1 << 14;

  private final Path values;
  private final Path labels;
  private final RowReader rows;
  private final NpyWriter newValues;
  private NpyWriter newLabels;
  private long written;

  MappedWriter(RowReader rows, Path values, Path labels) throws IOException {
    this.rows = rows;
    this.values = values;
    this.labels = labels;
    Path schema = MappedSchema.of(values).toAbsolutePath().normalize();
    for (Path taken : List.of(values.toAbsolutePath().normalize(), schema)) {
      if (labels.toAbsolutePath().normalize().equals(taken)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "values and labels need two files, not both %s; a third, %s, is their schema",
                labels,
                MappedSchema.of(values)));
      }
    }
    this.newValues = NpyWriter.floats(values, rows.columns());
    try {
      this.newLabels = targets();
    } catch (IOException | RuntimeException e) {
      newValues.close();
      throw e;
    }
  }

  private NpyWriter targets() throws IOException {
    return rows.hasTargets() ? NpyWriter.floats(labels) : NpyWriter.ints(labels);
  }

  /** Writes all rows, of which one is in memory at a time. */
  void write() throws IOException {
    while (rows.next()) {
      written++;
      checkFinite(rows.values());
      newValues.writeFloats(rows.values());
      if (rows.hasTargets()) {
        newLabels.writeFloats(rows.target());
      } else {
        newLabels.writeInts(rows.label());
      }
    }
    if (written == 0) {
      throw new IllegalArgumentException("no rows to be written to " + values);
    }
    newValues.complete();
    newLabels.complete();
    renumber(rows.classOrder());
  }

  private void checkFinite(float[] row) {
    for (int c = 0; c < row.length; c++) {
      if (!Float.isFinite(row[c])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "row %d, column %d: %s is not finite, so nothing is written to %s; fill it or leave"
                    + " out the row",
                written,
                c + 1,
                row[c],
                values));
      }
    }
  }

  /** Writes the labels again as the numbers they finally have. */
  private void renumber(int[] order) throws IOException {
    if (order.length == 0) {
      return;
    }
    try (NpyWriter before = newLabels) {
      MappedRows given = MappedRows.labels(before.path());
      newLabels = targets();
      int[] part = new int[PART];
      for (int first = 0; first < given.rows(); first += PART) {
        int count = Math.min(PART, given.rows() - first);
        given.readInts(first, count, part, 0);
        ClassNumbers.renumber(part, count, order);
        newLabels.writeInts(Arrays.copyOf(part, count));
      }
      newLabels.complete();
    }
  }

  /** The data set of the files that are not in their places yet. */
  MappedDataset open() throws IOException {
    List<String> classes = ClassNumbers.ordered(rows.classNames(), rows.classOrder());
    MappedSchema schema =
        new MappedSchema(
            String.valueOf(labels.getFileName()),
            "",
            rows.hasTargets(),
            rows.columnNames(),
            classes);
    return MappedDataset.written(
        values,
        MappedRows.floats(newValues.path()),
        labels,
        MappedRows.labels(newLabels.path()),
        schema);
  }

  /** Puts all files in their places. */
  void publish(MappedSchema schema) throws IOException {
    try (NewFile file = new NewFile(MappedSchema.of(values))) {
      file.write(ByteBuffer.wrap(schema.bytes()));
      file.publish();
    }
    newValues.publish();
    newLabels.publish();
  }

  @Override
  public void close() throws IOException {
    try {
      newValues.close();
    } finally {
      newLabels.close();
    }
  }
}
