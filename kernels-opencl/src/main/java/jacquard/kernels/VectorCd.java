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

  /** Descends along the positive minus the negative statistics; once, as it negates the rest. */
  void update(
      VectorGemm gemm, VectorDescent weights, VectorDescent visibleBias, VectorDescent hiddenBias) {
    // s / -B is -(s / B) to the bit.
    int divisor = -cases;
    gemm.multiply(
        visibleUnits,
        hiddenUnits,
        2 * cases,
        VectorOperand.of(visible, 0, visibleUnits, Op.TRANSPOSED),
        VectorOperand.of(hidden, 0, hiddenUnits, Op.AS_IS),
        weights.byMeans(divisor));
    negateSecond(hidden, cases * hiddenUnits);
    visibleBias.byMeans(columnSums(visible, visibleUnits), divisor);
    hiddenBias.byMeans(columnSums(hidden, hiddenUnits), divisor);
  }

  private float[] columnSums(float[] stacked, int units) {
    return VectorSums.columns(stacked, 0, 2 * cases, units, units);
  }
}
