package jacquard.learn;

import jacquard.data.Examples;
import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import org.jspecify.annotations.Nullable;

/** A matrix of fixed width for passing values, which grows to the tallest batch it has met. */
final class Scratch {
  private final Kernels kernels;
  private final int columns;
  private @Nullable Matrix all;

  Scratch(Kernels kernels, int columns) {
    this.kernels = kernels;
    this.columns = columns;
  }

  /** A window of so many rows, with anything in it. */
  Matrix rows(int count) {
    if (all == null || all.rows() < count) {
      if (all != null) {
        all.data().close();
      }
      all = kernels.matrix(count, columns);
    }
    return all.rows(0, count);
  }

  /** A window holding the examples. */
  Matrix load(String owner, Examples examples) {
    if (examples.columns() != columns) {
      throw new IllegalArgumentException(
          "%s takes rows of %d, not %d x %d"
              .formatted(owner, columns, examples.rows(), examples.columns()));
    }
    Matrix window = rows(examples.rows());
    kernels.write(window, examples.values());
    return window;
  }
}
