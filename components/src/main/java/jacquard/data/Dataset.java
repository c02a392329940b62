package jacquard.data;

import jacquard.checkpoint.ByReference;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import java.util.List;
import java.util.Objects;

/**
 * An immutable table of samples with a name and a fingerprint of its content.
 *
 * <p>Nothing but finite numbers gets in unless that is {@linkplain #allowingNonFinite allowed}, so
 * that components need not look for NaN. A checkpoint refers to a data set by where it came from
 * and its fingerprint, and contains it only when it came from nowhere or that is asked for.
 */
public final class Dataset implements ByReference, Stateful {
  private String name;
  private String source;
  private Block block;
  private int classes;
  private String fingerprint;
  private List<String> columnNames = List.of();
  private List<String> classNames = List.of();

  /**
   * Makes a data set of copies of the arrays.
   *
   * @param name what errors and checkpoints call it
   * @param columns at least 1
   * @param values row after row, finite, {@code columns} for each label
   * @param labels at least one; classes are counted from 0
   */
  public Dataset(String name, int columns, float[] values, int[] labels) {
    this(name, "", columns, values.clone(), labels.clone());
    checkFinite();
  }

  /** Makes a data set of arrays that do not change any more, of any values. */
  private Dataset(String name, String source, int columns, float[] values, int[] labels) {
    if (columns < 1 || labels.length < 1 || (long) columns * labels.length != values.length) {
      throw new IllegalArgumentException(
          "%s: %d rows x %d cannot have %d values"
              .formatted(name, labels.length, columns, values.length));
    }
    this.name = name;
    this.source = source;
    this.block = new Block(columns, values, labels, this);
    this.classes = countClasses();
    this.fingerprint = computeFingerprint();
  }

  /** To be loaded. */
  private Dataset() {
    this.name = "";
    this.source = "";
    this.block = new Block(0, new float[0], new int[0], this);
    this.fingerprint = "";
  }

  /**
   * A data set of copies of the arrays, in which NaN may stand for what is missing and infinities
   * are kept.
   *
   * <p>Components compute with them as scalar arithmetic does: one NaN makes everything trained on
   * its row NaN. So fill or leave out such values before training.
   */
  public static Dataset allowingNonFinite(String name, int columns, float[] values, int[] labels) {
    return new Dataset(name, "", columns, values.clone(), labels.clone());
  }

  /**
   * A data set that can be had again from a {@linkplain Sources source}, of arrays that do not
   * change any more.
   */
  static Dataset from(String name, String source, int columns, float[] values, int[] labels) {
    Dataset data = new Dataset(name, source, columns, values, labels);
    data.checkFinite();
    return data;
  }

  /** The same, of any values. */
  static Dataset fromAllowingNonFinite(
      String name, String source, int columns, float[] values, int[] labels) {
    return new Dataset(name, source, columns, values, labels);
  }

  @Override
  public void state(State s) {
    name = s.value("name", name);
    int columns = s.value("columns", columns());
    float[] values = s.value("values", block.values());
    int[] labels = s.value("labels", block.labels());
    classes = s.value("classes", classes);
    fingerprint = s.value("fingerprint", fingerprint);
    columnNames = s.has("columnNames") ? s.value("columnNames", columnNames) : List.of();
    classNames = s.has("classNames") ? s.value("classNames", classNames) : List.of();
    if (s.isLoading()) {
      block = new Block(columns, values, labels, this);
    }
  }

  @Override
  public String source() {
    return source;
  }

  /** What errors call the data set. */
  public String name() {
    return name;
  }

  /** The number of samples. */
  public int size() {
    return block.rows();
  }

  /** The number of values in a sample. */
  public int columns() {
    return block.columns();
  }

  /** One more than the largest label, or the number of class names if that is more. */
  public int classes() {
    return classes;
  }

  /** The names of the columns, if its source has any. */
  public List<String> columnNames() {
    return columnNames;
  }

  /** The texts that labels stand for, if labels are texts at its source. */
  public List<String> classNames() {
    return classNames;
  }

  /** Gives the columns and classes names, before anyone else has the data set. */
  Dataset named(List<String> columns, List<String> ofClasses) {
    columnNames = List.copyOf(columns);
    classNames = List.copyOf(ofClasses);
    classes = Math.max(classes, classNames.size());
    return this;
  }

  /** The sample at an index counted from 0. */
  public Sample sample(int index) {
    return new Sample(block, Objects.checkIndex(index, size()));
  }

  /** The label of the sample at an index counted from 0. */
  public int label(int index) {
    return block.labels()[index];
  }

  /** All samples in order; its {@linkplain Batch#rows windows} share its copy on a device. */
  public Batch all() {
    return new Batch(block, 0, size());
  }

  Block block() {
    return block;
  }

  /** Shape and CRC32C of the content, "rows x columns:crc"; equal content, equal fingerprint. */
  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public String toString() {
    return name + " (" + size() + " x " + columns() + ")";
  }

  private void checkFinite() {
    float[] values = block.values();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            ("%s, row %d, column %d: %s is not finite; fill it or leave out the row, or let it in"
                    + " with Dataset.allowingNonFinite")
                .formatted(name, i / columns() + 1, i % columns() + 1, values[i]));
      }
    }
  }

  private int countClasses() {
    int[] labels = block.labels();
    int largest = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] == Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "%s, row %d: label %d is out of range".formatted(name, i + 1, labels[i]));
      }
      largest = Math.max(largest, labels[i]);
    }
    return largest + 1;
  }

  private String computeFingerprint() {
    Fingerprint whole = new Fingerprint(columns());
    whole.add(block.values(), block.labels(), size());
    return whole.text();
  }
}
