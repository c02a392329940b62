package jacquard.data;

import jacquard.checkpoint.ByReference;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * An immutable table of samples with a name and a fingerprint of its content.
 *
 * <p>Each sample has a class label, or each a real-valued target. Nothing but finite numbers gets
 * in unless that is {@linkplain #allowingNonFinite allowed}, so that components need not look for
 * NaN; targets are always finite. A checkpoint refers to a data set by where it came from and its
 * fingerprint, and contains it only when it came from nowhere or that is asked for.
 */
public final class Dataset implements ByReference, Stateful {
  /** Empty when loaded: what a checkpoint contains came from there. */
  private transient String source;

  private Block block;
  private int classes;
  private String fingerprint;

  /**
   * Makes a data set of copies of the arrays.
   *
   * @param name what errors and checkpoints call it
   * @param columns at least 1
   * @param values row after row, finite, {@code columns} for each label
   * @param labels at least one; classes are counted from 0
   */
  public Dataset(String name, int columns, float[] values, int[] labels) {
    this(unnamed(name), "", columns, values.clone(), Targets.of(labels.clone()));
    checkFinite();
  }

  /**
   * Makes a data set of copies of the arrays.
   *
   * @param name what errors and checkpoints call it
   * @param columns at least 1
   * @param values row after row, finite, {@code columns} for each target
   * @param targets real-valued, finite, at least one
   */
  public Dataset(String name, int columns, float[] values, float[] targets) {
    this(unnamed(name), "", columns, values.clone(), Targets.of(targets.clone()));
    checkFinite();
  }

  /** Makes a data set of arrays that do not change any more, of any values. */
  Dataset(Schema schema, String source, int columns, float[] values, Targets targets) {
    int rows = targets.size();
    if (columns < 1 || rows < 1 || (long) columns * rows != values.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d rows x %d cannot have %d values",
              schema.data(),
              rows,
              columns,
              values.length));
    }
    schema.check(columns);
    targets.check(schema.data());
    this.source = source;
    this.block = new Block(columns, values, targets, schema, this);
    this.classes = countClasses(targets, schema.classes().size());
    this.fingerprint = computeFingerprint();
  }

  /** To be loaded. */
  private Dataset() {
    this.source = "";
    this.block = new Block(0, new float[0], Targets.of(new int[0]), Schema.UNKNOWN, this);
    this.fingerprint = "";
  }

  private static Schema unnamed(String name) {
    return new Schema(name, List.of(), List.of());
  }

  private static int countClasses(Targets targets, int named) {
    return targets.areReal() ? 0 : Math.max(targets.classes(), named);
  }

  /**
   * A data set of copies of the arrays, in which NaN may stand for what is missing and infinities
   * are kept.
   *
   * <p>Components compute with them as scalar arithmetic does: one NaN makes everything trained on
   * its row NaN. So fill or leave out such values before training.
   */
  public static Dataset allowingNonFinite(String name, int columns, float[] values, int[] labels) {
    return new Dataset(unnamed(name), "", columns, values.clone(), Targets.of(labels.clone()));
  }

  /** The same with real-valued targets, which are finite. */
  public static Dataset allowingNonFinite(
      String name, int columns, float[] values, float[] targets) {
    return new Dataset(unnamed(name), "", columns, values.clone(), Targets.of(targets.clone()));
  }

  /**
   * A data set that can be had again from a {@linkplain Sources source}, of arrays that do not
   * change any more.
   *
   * @param finite whether NaN and infinities are refused
   */
  static Dataset from(
      Schema schema, String source, int columns, float[] values, Targets targets, boolean finite) {
    Dataset data = new Dataset(schema, source, columns, values, targets);
    if (finite) {
      data.checkFinite();
    }
    return data;
  }

  /**
   * The same rows with names, which travel with them; it came from nowhere, as a source would not
   * give these names again.
   *
   * @param columns one for each column; empty if they are not known
   * @param ofClasses one for each label from 0 on, perhaps more; empty if they are not known
   */
  public Dataset withNames(List<String> columns, List<String> ofClasses) {
    if (!ofClasses.isEmpty() && (hasTargets() || ofClasses.size() < classes)) {
      throw new IllegalArgumentException(
          hasTargets()
              ? name() + " has real-valued targets, no classes to name"
              : String.format(
                  Locale.ROOT, "%s: %d names for %d classes", name(), ofClasses.size(), classes));
    }
    Schema schema = new Schema(name(), columns, ofClasses);
    return new Dataset(schema, "", columns(), block.values(), block.targets());
  }

  @Override
  public void state(State s) {
    Schema schema = block.schema();
    String name = s.value("name", schema.data());
    int columns = s.value("columns", columns());
    float[] values = s.value("values", block.values());
    Targets targets = block.targets().state(s);
    classes = s.value("classes", classes);
    fingerprint = s.value("fingerprint", fingerprint);
    List<String> columnNames =
        s.has("columnNames") ? Schema.names(s, "columnNames", schema.columns()) : List.of();
    List<String> classNames =
        s.has("classNames") ? Schema.names(s, "classNames", schema.classes()) : List.of();
    if (s.isLoading()) {
      block = new Block(columns, values, targets, new Schema(name, columnNames, classNames), this);
    }
  }

  @Override
  public String source() {
    return source;
  }

  /** What errors call the data set. */
  public String name() {
    return block.schema().data();
  }

  /** The number of samples. */
  public int size() {
    return block.rows();
  }

  /** The number of values in a sample. */
  public int columns() {
    return block.columns();
  }

  /**
   * One more than the largest label, or the number of class names if that is more.
   *
   * @throws IllegalStateException if it has real-valued targets
   */
  public int classes() {
    block.labels();
    return classes;
  }

  /** The names of the columns, in order; empty if they are not known. */
  public List<String> columnNames() {
    return block.schema().columns();
  }

  /** The names of the classes, by label; empty if they are not known. */
  public List<String> classNames() {
    return block.schema().classes();
  }

  /** The sample at an index counted from 0. */
  public Sample sample(int index) {
    return new Sample(block, Objects.checkIndex(index, size()));
  }

  /**
   * The label of the sample at an index counted from 0.
   *
   * @throws IllegalStateException if it has real-valued targets
   */
  public int label(int index) {
    return block.labels()[index];
  }

  /** Whether samples have real-valued targets in place of class labels. */
  public boolean hasTargets() {
    return block.targets().areReal();
  }

  /**
   * The real-valued target of the sample at an index counted from 0.
   *
   * @throws IllegalStateException if it has class labels
   */
  public float target(int index) {
    return block.reals()[index];
  }

  /** All samples in order; its {@linkplain Batch#rows windows} share its copy on a device. */
  public Batch all() {
    return new Batch(block, 0, size());
  }

  Block block() {
    return block;
  }

  /**
   * Shape and CRC32C of the content, "rows x columns:crc", with real-valued targets "rows x
   * columns+1:crc"; equal content, equal fingerprint.
   */
  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public String toString() {
    return name() + " (" + size() + " x " + columns() + ")";
  }

  private void checkFinite() {
    float[] values = block.values();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s, row %d, column %d: %s is not finite; fill it or leave out the row, or let it"
                    + " in (Dataset.allowingNonFinite, NpySettings.withNonFinite)",
                name(),
                i / columns() + 1,
                i % columns() + 1,
                values[i]));
      }
    }
  }

  private String computeFingerprint() {
    Fingerprint whole = new Fingerprint(columns(), hasTargets());
    whole.add(block.values(), block.targets(), size());
    return whole.text();
  }
}
