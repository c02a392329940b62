package jacquard.kernels;

/** The walk that gives each element of a matrix its random word. */
final class JavaSampling {
  private JavaSampling() {}

  /** Turns a random word into the sample at row r, column c. */
  interface Sample {
    float of(int word, int r, int c);
  }

  static void fill(long seed, long draw, Matrix shape, float[] out, Sample sample) {
    int[] words = new int[4];
    for (int r = 0; r < shape.rows(); r++) {
      int at = shape.offset() + r * shape.ld();
      for (int c = 0; c < shape.cols(); c++) {
        if (c % 4 == 0) {
          Philox.block(seed, draw, r, c / 4, words);
        }
        out[at + c] = sample.of(words[c % 4], r, c);
      }
    }
  }

  static float bernoulli(int word, float p) {
    if (Float.isNaN(p)) {
      return p;
    }
    return (word >>> 8) * 0x1p-24f < p ? 1f : 0f;
  }

  /** The quantile of the middle of one of 2^23 equal intervals, so never infinite. */
  static float normal(int word) {
    int odd = ((word >>> 9) << 1) + 1;
    return FloatMath.normalQuantile((odd - (1 << 23)) * 0x1p-23f);
  }
}
