package jacquard.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The rows of a sparse text file, filled up with zeros. */
final class LibsvmRows implements RowReader {
  private final LibsvmLines lines;
  private final boolean real;
  private final ClassNumbers classes;
  private final float[] values;
  private int label;

  LibsvmRows(LibsvmLines lines, LibsvmReader.Like like) {
    this.lines = lines;
    this.real = like.settings().realTarget();
    this.classes = new ClassNumbers(like.classes());
    this.values = new float[like.columns()];
  }

  @Override
  public int columns() {
    return values.length;
  }

  @Override
  public boolean next() throws IOException {
    if (!lines.next()) {
      return false;
    }
    if (!real) {
      label = classes.number(lines.label());
      if (label < 0) {
        throw lines.error("is none of the classes " + Visible.list(classNames()), null);
      }
    }
    Arrays.fill(values, 0);
    while (lines.nextEntry()) {
      if (lines.index() > values.length) {
        throw lines.error("is beyond the " + values.length + " columns", null);
      }
      values[lines.index() - 1] = lines.value();
    }
    return true;
  }

  @Override
  public float[] values() {
    return values;
  }

  @Override
  public int label() {
    return label;
  }

  @Override
  public boolean hasTargets() {
    return real;
  }

  @Override
  public float target() {
    return real ? lines.target() : Float.NaN;
  }

  @Override
  public List<String> classNames() {
    return classes.names();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
