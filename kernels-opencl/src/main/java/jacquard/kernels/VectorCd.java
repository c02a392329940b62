package jacquard.kernels;

/**
 * Both phases of contrastive divergence stacked, for one sum over all their cases: the negative
 * visible layer is negated, the hidden layer is not.
 */
final class VectorCd {
  private static final ThreadLocal<VectorCd> OF_THREAD = ThreadLocal.withInitial(VectorCd::new);

  private float[] visible = new float[0];
  private float[] hidden = new float[0];
  private int cases;
  private int visibleUnits;
  private int hiddenUnits;

  private VectorCd() {}

  /** The stack of this thread, whose memory is used again. */
  static VectorCd stack(ArrayKernels kernels, Phase positive, Phase negative) {
    VectorCd stack = OF_THREAD.get();
    stack.cases = positive.visible().rows();
    stack.visibleUnits = positive.visible().cols();
    stack.hiddenUnits = positive.hidden().cols();
    stack.visible = filled(stack.visible, kernels, positive.visible(), negative.visible());
    stack.hidden = filled(stack.hidden, kernels, positive.hidden(), negative.hidden());
    negateSecond(stack.visible, stack.cases * stack.visibleUnits);
    return stack;
  }

  private static float[] filled(
      float[] old, ArrayKernels kernels, Matrix positive, Matrix negative) {
    int half = Math.multiplyExact(positive.rows(), positive.cols());
    float[] stacked = old.length < 2L * half ? new float[Math.multiplyExact(2, half)] : old;
    kernels.copy(positive, stacked, 0);
    kernels.copy(negative, stacked, half);
    return stacked;
  }

  private static void negateSecond(float[] stacked, int half) {
    VectorRows.negate(stacked, half, half);
  }

  int cases() {
    return cases;
  }

  VectorOperand left() {
    return VectorOperand.of(visible, 0, visibleUnits, Op.TRANSPOSED);
  }

  VectorOperand right() {
    return VectorOperand.of(hidden, 0, hiddenUnits, Op.AS_IS);
  }

  float[] visibleSums() {
    return VectorSums.columns(visible, 0, 2 * cases, visibleUnits, visibleUnits);
  }

  /** Ends the use of {@link #right}: the sums take the negative hidden layer negated. */
  float[] hiddenSums() {
    negateSecond(hidden, cases * hiddenUnits);
    return VectorSums.columns(hidden, 0, 2 * cases, hiddenUnits, hiddenUnits);
  }
}
