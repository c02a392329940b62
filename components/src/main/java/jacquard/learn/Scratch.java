package jacquard.learn;

import jacquard.data.Examples;
import jacquard.kernels.Kernels;
import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A matrix of fixed width for passing values, which grows to the tallest batch it has met. */
final class Scratch {
  private final Kernels kernels;
  private final int columns;
  private @Nullable Matrix all;
  private @Nullable Labels allLabels;

  Scratch(Kernels kernels, int columns) {
    this.kernels = kernels;
    this.columns = columns;
  }

  /** A window of so many rows, with anything in it. */
  Matrix rows(int count) {
    Matrix room = all;
    if (room == null || room.rows() < count) {
      Matrix more = kernels.matrix(count, columns);
      all = more;
      if (room != null) {
        room.data().close();
      }
      room = more;
    }
    return room.rows(0, count);
  }

  /** Room for so many labels, with anything in it. */
  Labels labels(int count) {
    Labels room = allLabels;
    if (room == null || room.count() < count) {
      Labels more = kernels.labels(count);
      allLabels = more;
      if (room != null) {
        room.data().close();
      }
      room = more;
    }
    return new Labels(room.data(), 0, count);
  }

  /** The examples on the device, in a window of this or where they are kept: not to be changed. */
  Matrix load(String owner, Examples examples) {
    if (examples.columns() != columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s takes rows of %d, not %d x %d",
              owner,
              columns,
              examples.rows(),
              examples.columns()));
    }
    if (examples.isResident(kernels)) {
      return examples.on(kernels);
    }
    Matrix window = rows(examples.rows());
    examples.copyTo(kernels, window);
    return window;
  }

  /** The examples' labels on the device, not to be changed. */
  Labels loadLabels(Examples examples) {
    if (examples.isResident(kernels)) {
      return examples.labelsOn(kernels);
    }
    Labels window = labels(examples.rows());
    examples.copyTo(kernels, window);
    return window;
  }
}
