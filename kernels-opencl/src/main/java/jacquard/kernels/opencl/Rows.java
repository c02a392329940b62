package jacquard.kernels.opencl;

import jacquard.kernels.Labels;
import jacquard.kernels.Matrix;

/** The operations of {@code rows.cl}: each row for itself. */
final class Rows {
  private final Launcher launcher;

  Rows(Launcher launcher) {
    this.launcher = launcher;
  }

  void softmax(Matrix logits, Matrix probabilities) {
    run("softmax", logits, logits, probabilities);
  }

  void softmaxGradient(Matrix logits, Labels labels, Matrix gradient, Matrix losses) {
    run("softmax_gradient", logits, logits, labels, gradient, losses);
  }

  void argmax(Matrix x, Labels columns) {
    run("argmax", x, x, columns);
  }

  private void run(String function, Matrix shape, Object... operands) {
    Grid grid = Grid.ofRows(launcher.family(), shape);
    Object[] args = new Object[3 + operands.length];
    args[0] = shape.rows();
    args[1] = shape.cols();
    args[2] = grid.rowsEach();
    System.arraycopy(operands, 0, args, 3, operands.length);
    launcher.launch(launcher.kernel("rows.cl", function), grid.global(), grid.local(), args);
  }
}
