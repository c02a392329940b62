package jacquard.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The rows of a sparse text file, filled up with zeros. */
final class LibsvmRows implements RowReader {
  private final LibsvmLines lines;
  private final LibsvmReader.Like like;
  private final float[] values;
  private int label;

  LibsvmRows(LibsvmLines lines, LibsvmReader.Like like) {
    this.lines = lines;
    this.like = like;
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
    label = Collections.binarySearch(like.classes(), lines.label());
    if (label < 0) {
      throw lines.error("is none of the classes " + like.classNames(), null);
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
  public List<String> classNames() {
    return like.classNames();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
