package jacquard.kernels.opencl;

import jacquard.kernels.Matrix;
import jacquard.kernels.Rates;

/** The operations of {@code elements.cl} and {@code sampling.cl}: each element for itself. */
final class Elements {
  private final Launcher launcher;

  Elements(Launcher launcher) {
    this.launcher = launcher;
  }

  void sgdUpdate(Matrix parameters, Matrix velocity, Matrix gradient, Rates rates) {
    run(
        "elements.cl",
        "sgd_update",
        grid(gradient, 1),
        gradient,
        parameters,
        velocity,
        gradient,
        rates.rate(),
        rates.momentum(),
        rates.decay());
  }

  void subtractRow(Matrix x, Matrix row, Matrix y) {
    run("elements.cl", "subtract_row", grid(x, 1), x, x, row, y);
  }

  void standardize(Matrix x, Matrix columns, Matrix y) {
    run("elements.cl", "standardize", grid(x, 1), x, x, columns, y);
  }

  void sampleBernoulli(long seed, long draw, Matrix probabilities, Matrix samples) {
    Grid grid = grid(samples, 4);
    run("sampling.cl", "sample_bernoulli", grid, samples, probabilities, samples, seed, draw, 0f);
  }

  void sampleNormal(long seed, long draw, Matrix means, float deviation, Matrix samples) {
    run(
        "sampling.cl",
        "sample_normal",
        grid(samples, 4),
        samples,
        means,
        samples,
        seed,
        draw,
        deviation);
  }

  private Grid grid(Matrix m, int gpuCols) {
    return Grid.ofElements(launcher.family(), m.rows(), m.cols(), gpuCols);
  }

  private void run(String resource, String function, Grid grid, Matrix shape, Object... operands) {
    Object[] args = new Object[4 + operands.length];
    args[0] = shape.rows();
    args[1] = shape.cols();
    args[2] = grid.rowsEach();
    args[3] = grid.colsEach();
    System.arraycopy(operands, 0, args, 4, operands.length);
    launcher.launch(launcher.kernel(resource, function), grid.global(), grid.local(), args);
  }
}
