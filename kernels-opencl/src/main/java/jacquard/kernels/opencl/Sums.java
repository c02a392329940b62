package jacquard.kernels.opencl;

import jacquard.kernels.Kernels;
import jacquard.kernels.Matrix;
import jacquard.kernels.opencl.DeviceBuffer.OfFloats;

/** The operations of {@code sums.cl}: blocks first, in parallel, then their sums in order. */
final class Sums {
  private static final String RESOURCE = "sums.cl";

  private final Launcher launcher;

  Sums(Launcher launcher) {
    this.launcher = launcher;
  }

  void columnMeans(Matrix x, Matrix means) {
    // The sums do not look at the means, but the kernel wants a row it could read: the first.
    columns("column_sums", x, x, means);
  }

  void columnVariances(Matrix x, Matrix means, Matrix variances) {
    columns("column_deviations", x, means, variances);
  }

  private void columns(String function, Matrix x, Matrix means, Matrix out) {
    launcher.require(x, means, out);
    int count = Grid.count(x.rows(), Kernels.BLOCK);
    try (OfFloats blocks = scratch((long) count * x.cols())) {
      Grid grid = columnGrid(x.rows(), x.cols(), Kernels.BLOCK);
      launch(
          function, grid, x.rows(), x.cols(), grid.rowsEach(), grid.colsEach(), x, means, blocks);
      Grid finish = columnGrid(1, x.cols(), 1);
      launch(
          "column_quotients",
          finish,
          count,
          x.cols(),
          1,
          finish.colsEach(),
          blocks,
          (float) x.rows(),
          out);
    }
  }

  void squaredNorm(Matrix x, Matrix sum) {
    squares("squared_norm", x, x, sum);
  }

  void squaredDistance(Matrix a, Matrix b, Matrix sum) {
    squares("squared_distance", a, b, sum);
  }

  private void squares(String function, Matrix x, Matrix y, Matrix sum) {
    launcher.require(x, y, sum);
    int count = (int) (((long) x.rows() * x.cols() + Kernels.BLOCK - 1) / Kernels.BLOCK);
    int each = launcher.family() == Family.GPU ? 1 : 16;
    try (OfFloats blocks = scratch(count)) {
      Grid grid = Grid.ofItems(launcher.family(), Grid.count(count, each), each);
      launch(function, grid, x.rows(), x.cols(), count, each, x, y, blocks);
      launch("add_blocks", Grid.ofItems(launcher.family(), 1, 1), count, blocks, sum);
    }
  }

  /** Given back at once: whoever gets the memory next, writes to it after these kernels. */
  private OfFloats scratch(long size) {
    return new OfFloats(launcher.memory(), Math.toIntExact(size));
  }

  private Grid columnGrid(int rows, int cols, int rowsEach) {
    return Grid.of(
        launcher.family(), rows, cols, rowsEach, launcher.family() == Family.GPU ? 1 : 64);
  }

  private void launch(String function, Grid grid, Object... args) {
    launcher.launch(launcher.kernel(RESOURCE, function), grid.global(), grid.local(), args);
  }
}
