package jacquard.data;

import jacquard.checkpoint.ByReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A data set whose rows stay in a file that is mapped into memory, so that it may be larger than
 * the heap or than memory.
 *
 * <p>The values are a matrix of float32 in a {@code .npy} file of C order; another has a label or
 * real-valued target a row, of any type of numbers. Labels are integers, whose classes are these in
 * ascending order, unless {@link #write} wrote them: then a file beside the values, whose name ends
 * in {@code .schema}, has the names of columns and classes and the fingerprint, so that values and
 * labels of different data are refused.
 *
 * <p>Opening reads all once, a part at a time, to check that values are finite and labels in range,
 * and to compute the fingerprint. The files must not change while they are in use: a mapping shows
 * what the file holds now, and reading what was cut off is an {@link InternalError}. A checkpoint
 * always refers to the files, also where data are to be embedded.
 */
public final class MappedDataset implements Rows, ByReference {
  private final String source;
  private final Schema schema;
  private final MappedRows values;
  private final @Nullable MappedLabels labels;
  private final int classes;
  private final String fingerprint;

  private MappedDataset(
      String source,
      Schema schema,
      MappedRows values,
      @Nullable MappedLabels labels,
      boolean finite) {
    this.source = source;
    this.schema = schema;
    this.values = values;
    this.labels = labels;
    schema.check(values.columns());
    Examination examined = Examination.of(this, finite);
    this.classes = Math.max(examined.classes(), schema.classes().size());
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
    return open(values, labels, NpySettings.plain());
  }

  /**
   * Maps values and labels or real-valued targets by settings.
   *
   * @throws IOException if a file cannot be read or mapped
   */
  public static MappedDataset open(Path values, Path labels, NpySettings settings)
      throws IOException {
    MappedRows floats = MappedRows.floats(values);
    MappedRows elements = MappedRows.labels(labels);
    if (floats.rows() != elements.rows()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %d rows, %s has %d labels: they do not belong together",
              values,
              floats.rows(),
              labels,
              elements.rows()));
    }
    MappedSchema written = MappedSchema.read(values);
    if (written != null) {
      written.checkLabels(values, labels);
      MappedDataset data = written(values, floats, labels, elements, written);
      written.check(values, data.fingerprint());
      checkKind(data, settings);
      return data;
    }
    MappedLabels its = MappedLabels.of(labels.toString(), elements, settings);
    return new MappedDataset(
        Sources.mapped(values, labels, settings),
        new Schema(values.toString(), List.of(), its.classNames()),
        floats,
        its,
        !settings.nonFinite());
  }

  private static void checkKind(MappedDataset data, NpySettings settings) {
    if (settings.labels() == LabelKind.REAL && !data.hasTargets()) {
      throw new IllegalArgumentException(
          data.name() + " was written with class labels, not real-valued targets");
    }
    List<String> wanted = settings.classes().stream().map(String::valueOf).toList();
    if (!wanted.isEmpty() && !wanted.equals(data.classNames())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s was written with the classes %s, not %s",
              data.name(),
              Visible.list(data.classNames()),
              Visible.list(wanted)));
    }
  }

  /**
   * Maps values and labels with the classes of other rows, such as a test set with those of its
   * training set.
   *
   * @throws IllegalArgumentException if the columns are not as many, or a label is none of the
   *     classes
   * @throws IOException if a file cannot be read or mapped
   */
  public static MappedDataset openLike(Path values, Path labels, Rows other) throws IOException {
    Batch known = other.rows(0, 1);
    MappedSchema written = MappedSchema.read(values);
    MappedDataset data =
        open(
            values,
            labels,
            written == null ? NpySettings.plain().like(known) : NpySettings.plain());
    data.checkLike(known);
    return data;
  }

  private void checkLike(Examples other) {
    if (columns() != other.columns()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %d columns of values, the other data have %d",
              name(),
              columns(),
              other.columns()));
    }
    if (hasTargets() != other.hasTargets()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %s, the other data have not",
              name(),
              hasTargets() ? "real-valued targets" : "class labels"));
    }
    checkSame("columns", columnNames(), other.columnNames());
    checkSame("classes", classNames(), other.classNames());
  }

  private void checkSame(String what, List<String> its, List<String> others) {
    if (!its.isEmpty() && !others.isEmpty() && !its.equals(others)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has the %s %s, the other data have %s; write it with openLike of its reader",
              name(),
              what,
              Visible.list(its),
              Visible.list(others)));
    }
  }

  /**
   * Maps values alone; every label is 0.
   *
   * @throws IOException if the file cannot be read or mapped
   */
  public static MappedDataset open(Path values) throws IOException {
    return open(values, NpySettings.plain());
  }

  /**
   * Maps values alone by settings; every label is 0.
   *
   * @throws IOException if the file cannot be read or mapped
   */
  public static MappedDataset open(Path values, NpySettings settings) throws IOException {
    MappedSchema written = MappedSchema.read(values);
    List<String> columns = written == null ? List.of() : written.columns();
    return new MappedDataset(
        Sources.mapped(values, null, settings),
        new Schema(values.toString(), columns, List.of()),
        MappedRows.floats(values),
        null,
        !settings.nonFinite());
  }

  /**
   * Writes rows to two files and maps them; one row is in memory at a time.
   *
   * <p>New files take the places of those that are there when all is written. If reading or writing
   * fails before, those stay as they were.
   *
   * @throws IllegalArgumentException if there are no rows, or a value is not finite
   * @throws IOException if rows cannot be read or a file not be written
   */
  public static MappedDataset write(RowReader rows, Path values, Path labels) throws IOException {
    try (MappedWriter writer = new MappedWriter(rows, values, labels)) {
      writer.write();
      MappedDataset data = writer.open();
      writer.publish(
          new MappedSchema(
              String.valueOf(labels.getFileName()),
              data.fingerprint(),
              data.hasTargets(),
              data.columnNames(),
              data.classNames()));
      return data;
    }
  }

  /** The data set of files that were written with a schema, in their places or not yet. */
  static MappedDataset written(
      Path values, MappedRows floats, Path labels, MappedRows elements, MappedSchema schema) {
    return new MappedDataset(
        Sources.mapped(values, labels, NpySettings.plain()),
        new Schema(values.toString(), schema.columns(), schema.classes()),
        floats,
        MappedLabels.of(labels.toString(), elements, schema),
        true);
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

  /** The file of labels or targets, for messages. */
  String targetsName() {
    return labels == null ? name() : labels.name();
  }

  @Override
  public int rows() {
    return values.rows();
  }

  @Override
  public int columns() {
    return values.columns();
  }

  /**
   * One more than the largest label, or the number of class names if that is more.
   *
   * @throws IllegalStateException if rows have real-valued targets
   */
  public int classes() {
    checkLabels();
    return classes;
  }

  /** The names of the columns, in order; empty if they are not known. */
  public List<String> columnNames() {
    return schema.columns();
  }

  /** The names of the classes, by label; empty if they are not known. */
  public List<String> classNames() {
    return schema.classes();
  }

  /** The rows, which are read when they are needed and must fit into an array. */
  @Override
  public Batch rows(int first, int count) {
    if (first < 0 || count < 1 || count > rows() - first) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "rows %d..%d of %s", first, (long) first + count - 1, this));
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

  Targets targets(int first, int count) {
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
    boolean real = hasTargets();
    float[] reals = new float[real ? numbers.length : 0];
    int[] itsLabels = new int[real ? 0 : numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      if (real) {
        readTargets(numbers[i], 1, reals, i);
      } else {
        readLabels(numbers[i], 1, itsLabels, i);
      }
    }
    return real ? Targets.of(reals) : Targets.of(itsLabels);
  }

  /** Copies the values of {@code count} rows, row after row, to {@code at} and on. */
  public void read(int first, int count, float[] to, int at) {
    Objects.checkFromIndexSize(first, count, rows());
    values.read(first, count, to, at);
  }

  /**
   * Copies the labels of {@code count} rows to {@code at} and on.
   *
   * @throws IllegalStateException if rows have real-valued targets
   */
  public void readLabels(int first, int count, int[] to, int at) {
    Objects.checkFromIndexSize(first, count, rows());
    checkLabels();
    if (labels != null) {
      labels.read(first, count, to, at);
    } else {
      Arrays.fill(to, at, at + count, 0);
    }
  }

  private void checkLabels() {
    if (hasTargets()) {
      Targets.of(new float[0]).labels(schema);
    }
  }

  /** Whether rows have real-valued targets in place of class labels. */
  public boolean hasTargets() {
    return labels != null && labels.areReal();
  }

  /**
   * Copies the real-valued targets of {@code count} rows to {@code at} and on.
   *
   * @throws IllegalStateException if rows have class labels
   */
  public void readTargets(int first, int count, float[] to, int at) {
    Objects.checkFromIndexSize(first, count, rows());
    if (labels == null || !labels.areReal()) {
      Targets.of(new int[0]).reals(schema);
    } else {
      labels.read(first, count, to, at);
    }
  }

  @Override
  public String toString() {
    return name() + " (" + rows() + " x " + columns() + ")";
  }
}
