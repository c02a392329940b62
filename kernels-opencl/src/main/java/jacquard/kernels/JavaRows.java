package jacquard.kernels;

/** What happens to one row once its sums are known. */
final class JavaRows {
  private JavaRows() {}

  static void scale(float alpha, float[] sums, float beta, float[] out, int at) {
    for (int j = 0; j < sums.length; j++) {
      float product = alpha * sums[j];
      out[at + j] = beta == 0 ? product : Math.fma(beta, out[at + j], product);
    }
  }

  static void activate(Activation f, float[] sums, float[] bias, int biasAt, float[] out, int at) {
    for (int j = 0; j < sums.length; j++) {
      out[at + j] = sums[j] + bias[biasAt + j];
    }
    if (f == Activation.SIGMOID) {
      for (int j = at; j < at + sums.length; j++) {
        out[j] = FloatMath.sigmoid(out[j]);
      }
    }
  }

  static int argmax(float[] values, int at, int count) {
    int best = 0;
    for (int j = 0; j < count; j++) {
      if (Float.isNaN(values[at + j])) {
        return -1;
      }
      best = values[at + j] > values[at + best] ? j : best;
    }
    return best;
  }
}
