package jacquard.data;

import jacquard.checkpoint.ByReference;
import jacquard.npy.NpyWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A data set whose rows stay in a file that is mapped into memory, so that it may be larger than
 * the heap or than memory.
 *
 * <p>The values are a matrix of float32 in a {@code .npy} file of C order, the labels an array of
 * int32, int64 or uint8 in another. Opening reads all once, a part at a time, to check that values
 * are finite and labels in range, and to compute the fingerprint. The files must not change while
 * they are in use: a mapping shows what the file holds now, and reading what was cut off is an
 * {@link InternalError}.
 *
 * <p>A checkpoint always refers to the files, also where data are to be embedded.
 */
public final class MappedDataset implements Rows, ByReference {
  private final String source;
  private final Schema schema;
  private final MappedRows values;
  private final @Nullable MappedRows labels;
  private final int classes;
  private final String fingerprint;

  private MappedDataset(
      String source, String name, MappedRows values, @Nullable MappedRows labels) {
    this.source = source;
    this.schema = new Schema(name, List.of(), List.of());
    this.values = values;
    this.labels = labels;
    Examination examined = Examination.of(this);
    this.classes = examined.classes();
    this.fingerprint = examined.fingerprint();
  }

  /**
   * Maps values and labels.
   *
   * @throws IllegalArgumentException if a file is missing or damaged or holds something else, if
   *     they do not belong together, or a value is not finite; it names file, row and column
   * @throws IOException if a file cannot be read or mapped
   */
  public static MappedDataset open(Path values, Path labels) throws IOException {
    MappedRows floats = MappedRows.floats(values);
    MappedRows ints = MappedRows.labels(labels);
    if (floats.rows() != ints.rows()) {
      throw new IllegalArgumentException(
          "%s has %d rows, %s has %d labels: they do not belong together"
              .formatted(values, floats.rows(), labels, ints.rows()));
    }
    return new MappedDataset(Sources.mapped(values, labels), values.toString(), floats, ints);
  }

  /**
   * Maps values alone; every label is 0.
   *
   * @throws IOException if the file cannot be read or mapped
   */
  public static MappedDataset open(Path values) throws IOException {
    return new MappedDataset(
        Sources.mapped(values), values.toString(), MappedRows.floats(values), null);
  }

  /**
   * Writes rows to two files, over those that are there, and maps them; one row is in memory at a
   * time.
   *
   * @throws IOException if rows cannot be read or a file not be written
   */
  public static MappedDataset write(RowReader rows, Path values, Path labels) throws IOException {
    try (NpyWriter floats = NpyWriter.floats(values, rows.columns());
        NpyWriter ints = NpyWriter.ints(labels)) {
      while (rows.next()) {
        floats.writeFloats(rows.values());
        ints.writeInts(rows.label());
      }
    }
    return open(values, labels);
  }

  @Override
  public String source() {
    return source;
  }

  /** That of a {@link Dataset} of the same content. */
  @Override
  public String fingerprint() {
    return fingerprint;
  }

  /** The file of the values, for messages. */
  public String name() {
    return schema.data();
  }

  @Override
  public int rows() {
    return values.rows();
  }

  @Override
  public int columns() {
    return values.columns();
  }

  /** One more than the largest label. */
  public int classes() {
    return classes;
  }

  /** The rows, which are read when they are needed and must fit into an array. */
  @Override
  public Batch rows(int first, int count) {
    if (first < 0 || count < 1 || count > rows() - first) {
      throw new IllegalArgumentException(
          "rows %d..%d of %s".formatted(first, (long) first + count - 1, this));
    }
    Block.Fill fill = to -> values.read(first, count, to, 0);
    return new Batch(new Block(columns(), fill, targets(first, count), schema), 0, count);
  }

  /** The rows of these numbers, in their order, as {@link #rows(int, int)} gives others. */
  Batch gathered(int[] numbers) {
    Block.Fill fill =
        to -> {
          for (int i = 0; i < numbers.length; i++) {
            values.read(numbers[i], 1, to, i * columns());
          }
        };
    return new Batch(new Block(columns(), fill, targets(numbers), schema), 0, numbers.length);
  }

  private Targets targets(int first, int count) {
    if (hasTargets()) {
      float[] reals = new float[count];
      readTargets(first, count, reals, 0);
      return Targets.of(reals);
    }
    int[] itsLabels = new int[count];
    readLabels(first, count, itsLabels, 0);
    return Targets.of(itsLabels);
  }

  private Targets targets(int[] numbers) {
    return Targets.concat(Arrays.stream(numbers).mapToObj(n -> targets(n, 1)).toList());
  }

  /** Copies the values of {@code count} rows, row after row, to {@code at} and on. */
  public void read(int first, int count, float[] to, int at) {
    Objects.checkFromIndexSize(first, count, rows());
    values.read(first, count, to, at);
  }

  /** Copies the labels of {@code count} rows to {@code at} and on. */
  public void readLabels(int first, int count, int[] to, int at) {
    Objects.checkFromIndexSize(first, count, rows());
    if (hasTargets()) {
      Targets.of(new float[0]).labels(schema);
    } else if (labels != null) {
      labels.read(first, count, to, at);
    } else {
      Arrays.fill(to, at, at + count, 0);
    }
  }

  /** Whether rows have real-valued targets in place of class labels. */
  public boolean hasTargets() {
    return labels != null && labels.areReal();
  }

  /** Copies the real-valued targets of {@code count} rows to {@code at} and on. */
  public void readTargets(int first, int count, float[] to, int at) {
    Objects.checkFromIndexSize(first, count, rows());
    if (!hasTargets()) {
      Targets.of(new int[0]).reals(schema);
    }
    Objects.requireNonNull(labels).read(first, count, to, at);
  }

  /** The names of the columns, in order; empty if they are not known. */
  public List<String> columnNames() {
    return schema.columns();
  }

  /** The names of the classes, by label; empty if they are not known. */
  public List<String> classNames() {
    return schema.classes();
  }

  @Override
  public String toString() {
    return name() + " (" + rows() + " x " + columns() + ")";
  }
}
