package jacquard.kernels;

/** What happens to one row once its sums are known. */
final class JavaRows {
  private JavaRows() {}

  static void scale(float alpha, float[] sums, float beta, float[] out, int at) {
    for (int j = 0; j < sums.length; j++) {
      float product = alpha * sums[j];
      out[at + j] = beta == 0 ? product : Fma.of(beta, out[at + j], product);
    }
  }

  static void activate(Activation f, float[] sums, float[] bias, int biasAt, float[] out, int at) {
    for (int j = 0; j < sums.length; j++) {
      out[at + j] = sums[j] + bias[biasAt + j];
    }
    switch (f) {
      case LINEAR -> {}
      case SIGMOID -> {
        for (int j = at; j < at + sums.length; j++) {
          out[j] = FloatMath.sigmoid(out[j]);
        }
      }
      case RELU -> {
        for (int j = at; j < at + sums.length; j++) {
          out[j] = out[j] < 0 ? 0f : out[j];
        }
      }
      case SOFTMAX ->
          System.arraycopy(new JavaSoftmax(sums.length).of(out, at), 0, out, at, sums.length);
    }
  }

  /** The sums times the derivative of the function that gave {@code y}. */
  static void derive(Activation f, float[] sums, float[] y, int yAt, float[] out, int at) {
    for (int j = 0; j < sums.length; j++) {
      float value = y[yAt + j];
      out[at + j] =
          switch (f) {
            case LINEAR -> sums[j];
            case SIGMOID -> sums[j] * (value * (1f - value));
            case RELU -> value > 0 ? sums[j] : 0f;
            case SOFTMAX -> throw new AssertionError(f);
          };
    }
  }

  static float[] divide(float[] sums, int count) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] /= count;
    }
    return sums;
  }

  /** Subtracts a row from each row of {@code cols} values. */
  static void centre(float[] values, float[] mean, int meanAt, int cols) {
    for (int i = 0; i < values.length; i++) {
      values[i] -= mean[meanAt + i % cols];
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
