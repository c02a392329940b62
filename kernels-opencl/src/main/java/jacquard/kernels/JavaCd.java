package jacquard.kernels;

import jacquard.kernels.JavaGemm.Operand;

/** The update of contrastive divergence: both phases stacked, one sum over all their cases. */
final class JavaCd {
  private final float[] visible;
  private final float[] hidden;
  private final float[] negatedHidden;
  private final int cases;
  private final int visibleUnits;
  private final int hiddenUnits;
  private final Rates rates;

  JavaCd(Stack visible, Stack hidden, Rates rates) {
    this.visible = visible.negatingSecond();
    this.hidden = hidden.plain();
    this.negatedHidden = hidden.negatingSecond();
    this.cases = visible.rows;
    this.visibleUnits = visible.cols;
    this.hiddenUnits = hidden.cols;
    this.rates = rates;
  }

  /** The same layer in the positive and the negative phase, each row after row. */
  static final class Stack {
    private final float[] positive;
    private final float[] negative;
    private final int rows;
    private final int cols;

    Stack(float[] positive, float[] negative, int rows, int cols) {
      this.positive = positive;
      this.negative = negative;
      this.rows = rows;
      this.cols = cols;
    }

    float[] plain() {
      float[] both = new float[positive.length + negative.length];
      System.arraycopy(positive, 0, both, 0, positive.length);
      System.arraycopy(negative, 0, both, positive.length, negative.length);
      return both;
    }

    float[] negatingSecond() {
      float[] both = plain();
      for (int i = positive.length; i < both.length; i++) {
        both[i] = -both[i];
      }
      return both;
    }
  }

  void updateWeights(JavaSgd sgd) {
    Operand left = new Operand(visible, 0, 1, visibleUnits);
    Operand right = new Operand(hidden, 0, hiddenUnits, 1);
    JavaGemm.multiply(
        visibleUnits,
        hiddenUnits,
        2 * cases,
        left,
        right,
        (row, sums) -> sgd.updateRow(row, descent(sums), rates));
  }

  void updateVisibleBias(JavaSgd sgd) {
    updateBias(sgd, visible, visibleUnits);
  }

  void updateHiddenBias(JavaSgd sgd) {
    updateBias(sgd, negatedHidden, hiddenUnits);
  }

  private void updateBias(JavaSgd sgd, float[] stacked, int units) {
    float[] sums = JavaSums.columns(stacked, 0, 2 * cases, units, units);
    sgd.updateRow(0, descent(sums), rates.withoutDecay());
  }

  private float[] descent(float[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] = -(sums[j] / cases);
    }
    return sums;
  }
}
