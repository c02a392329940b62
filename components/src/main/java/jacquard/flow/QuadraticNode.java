package jacquard.flow;

import jacquard.data.Batch;
import jacquard.data.Examples;
import jacquard.vm.Atomic;

/** A node that gives the values of a row, then the products x_i x_j, i up to j, row after row. */
@Atomic
public final class QuadraticNode extends FlowNode {
  /** Makes a node for rows of whatever width the node before it gives. */
  public QuadraticNode() {
    super(0);
  }

  /** Makes a node for rows of so many columns. */
  public QuadraticNode(int inputs) {
    super(inputs);
  }

  @Override
  public int outputs() {
    return inputs() == 0 ? 0 : width(inputs());
  }

  private static int width(int n) {
    return Math.toIntExact(n + n * (n + 1L) / 2);
  }

  @Override
  protected Batch apply(Examples x) {
    int n = x.columns();
    float[] from = x.values();
    float[] to = new float[Math.multiplyExact(x.rows(), width(n))];
    int at = 0;
    for (int row = 0; row < from.length; row += n) {
      System.arraycopy(from, row, to, at, n);
      at += n;
      for (int i = 0; i < n; i++) {
        for (int j = i; j < n; j++) {
          to[at++] = from[row + i] * from[row + j];
        }
      }
    }
    return Batch.under(x, width(n), to);
  }
}
