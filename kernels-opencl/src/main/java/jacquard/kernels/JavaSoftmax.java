package jacquard.kernels;

/** The softmax of one row, shifted by its largest value so that nothing overflows. */
final class JavaSoftmax {
  private final float[] probabilities;
  private float max;
  private float sum;

  JavaSoftmax(int classes) {
    probabilities = new float[classes];
  }

  /** The probabilities of the row at {@code at}; the array is used again for the next row. */
  float[] of(float[] logits, int at) {
    max = logits[at];
    for (int j = 1; j < probabilities.length; j++) {
      max = Math.max(max, logits[at + j]);
    }
    JavaSums.Running running = new JavaSums.Running();
    for (int j = 0; j < probabilities.length; j++) {
      probabilities[j] = FloatMath.exp(logits[at + j] - max);
      running.add(probabilities[j]);
    }
    sum = running.sum();
    for (int j = 0; j < probabilities.length; j++) {
      probabilities[j] /= sum;
    }
    return probabilities;
  }

  /** The negative log likelihood of a class in the row last computed; NaN for no such class. */
  float loss(float[] logits, int at, int label) {
    return known(label, probabilities)
        ? FloatMath.log(sum) - (logits[at + label] - max)
        : Float.NaN;
  }

  /** Writes probabilities - one-hot; NaN for no such class. */
  static void gradient(float[] probabilities, int label, float[] out, int at) {
    boolean known = known(label, probabilities);
    for (int j = 0; j < probabilities.length; j++) {
      float difference = j == label ? probabilities[j] - 1f : probabilities[j];
      out[at + j] = known ? difference : Float.NaN;
    }
  }

  private static boolean known(int label, float[] probabilities) {
    return label >= 0 && label < probabilities.length;
  }
}
