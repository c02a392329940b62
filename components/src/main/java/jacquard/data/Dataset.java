package jacquard.data;

import jacquard.checkpoint.ByReference;
import jacquard.checkpoint.State;
import jacquard.checkpoint.Stateful;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * An immutable table of samples with a name and a fingerprint of its content.
 *
 * <p>Nothing but finite numbers gets in, so that components need not look for NaN. A checkpoint
 * refers to a data set by where it came from and its fingerprint, and contains it only when it came
 * from nowhere or that is asked for.
 */
public final class Dataset implements ByReference, Stateful {
  private String name;
  private String source;
  private int columns;
  private float[] values;
  private int[] labels;
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
    this(name, "", columns, values, labels);
  }

  /** Makes a data set that can be had again from a {@linkplain Sources source}. */
  Dataset(String name, String source, int columns, float[] values, int[] labels) {
    if (columns < 1 || labels.length < 1 || (long) columns * labels.length != values.length) {
      throw new IllegalArgumentException(
          "%s: %d rows x %d cannot have %d values"
              .formatted(name, labels.length, columns, values.length));
    }
    this.name = name;
    this.source = source;
    this.columns = columns;
    this.values = values.clone();
    this.labels = labels.clone();
    checkValues();
    this.classes = countClasses();
    this.fingerprint = computeFingerprint();
  }

  /** To be loaded. */
  private Dataset() {
    this.name = "";
    this.source = "";
    this.values = new float[0];
    this.labels = new int[0];
    this.fingerprint = "";
  }

  @Override
  public void state(State s) {
    name = s.value("name", name);
    columns = s.value("columns", columns);
    values = s.value("values", values);
    labels = s.value("labels", labels);
    classes = s.value("classes", classes);
    fingerprint = s.value("fingerprint", fingerprint);
  }

  @Override
  public String source() {
    return source;
  }

  public String name() {
    return name;
  }

  /** The number of samples. */
  public int size() {
    return labels.length;
  }

  /** The number of values in a sample. */
  public int columns() {
    return columns;
  }

  /** One more than the largest label. */
  public int classes() {
    return classes;
  }

  /** The sample at an index counted from 0. */
  public Sample sample(int index) {
    Objects.checkIndex(index, labels.length);
    return new Sample(
        Arrays.copyOfRange(values, index * columns, (index + 1) * columns), labels[index]);
  }

  /** The samples at some indices, in that order, as stacking them would give. */
  Batch samples(int[] indices) {
    float[] rows = new float[Math.multiplyExact(indices.length, columns)];
    int[] classOfRow = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      Objects.checkIndex(indices[i], labels.length);
      System.arraycopy(values, indices[i] * columns, rows, i * columns, columns);
      classOfRow[i] = labels[indices[i]];
    }
    return new Batch(columns, rows, classOfRow);
  }

  /** The label of the sample at an index counted from 0. */
  public int label(int index) {
    return labels[index];
  }

  /** All samples in order. */
  public Batch all() {
    return new Batch(columns, values, labels);
  }

  /** Shape and CRC32C of the content, "rows x columns:crc"; equal content, equal fingerprint. */
  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public String toString() {
    return name + " (" + size() + " x " + columns + ")";
  }

  private void checkValues() {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "%s, row %d, column %d: %s is not finite"
                .formatted(name, i / columns + 1, i % columns + 1, values[i]));
      }
    }
  }

  private int countClasses() {
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
    CRC32C crc = new CRC32C();
    ByteBuffer row = ByteBuffer.allocate(4 * (columns + 1)).order(ByteOrder.LITTLE_ENDIAN);
    for (int r = 0; r < labels.length; r++) {
      row.clear();
      for (int c = 0; c < columns; c++) {
        row.putFloat(values[r * columns + c]);
      }
      row.putInt(labels[r]);
      crc.update(row.flip());
    }
    return "%dx%d:%08x".formatted(labels.length, columns, crc.getValue());
  }
}
