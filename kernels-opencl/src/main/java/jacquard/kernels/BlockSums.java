package jacquard.kernels;

import java.util.Arrays;

/**
 * The upper part of a sum in the order of {@link Kernels}: chains of up to {@value Kernels#BLOCK}
 * sums, whose sums are the terms of further chains. Several such sums stand side by side.
 *
 * <p>What is added may be the sums of blocks, or of {@linkplain #RUN runs} of blocks that were
 * added in order.
 */
public final class BlockSums {
  /** The number of terms in a chain of blocks. */
  public static final int RUN = Kernels.BLOCK * Kernels.BLOCK;

  /** Chains above blocks for any number of terms an array can hold. */
  private static final int LEVELS = 3;

  private final int width;
  private final float[][] chains = new float[LEVELS][];
  private final int[] lengths = new int[LEVELS];
  private int top;

  /**
   * Sums of nothing.
   *
   * @param width how many stand side by side
   */
  public BlockSums(int width) {
    this.width = width;
  }

  /** Adds the next sum to each: {@code sums[at]} to the first, and so on. */
  public void add(float[] sums, int at) {
    add(0, sums, at);
  }

  private void add(int level, float[] sums, int at) {
    float[] chain = chain(level);
    if (lengths[level] == 0) {
      System.arraycopy(sums, at, chain, 0, width);
    } else {
      for (int j = 0; j < width; j++) {
        chain[j] += sums[at + j];
      }
    }
    top = Math.max(top, level);
    if (++lengths[level] == Kernels.BLOCK) {
      close(level);
    }
  }

  private void close(int level) {
    lengths[level] = 0;
    add(level + 1, chains[level], 0);
  }

  private float[] chain(int level) {
    if (chains[level] == null) {
      chains[level] = new float[width];
    }
    return chains[level];
  }

  /**
   * The sums of all that was added since the last total, zeros if it was nothing.
   *
   * @return an array that the next add writes over
   */
  public float[] total() {
    if (top == 0 && lengths[0] == 0) {
      Arrays.fill(chain(0), 0f);
    }
    for (int level = 0; level < top; level++) {
      if (lengths[level] > 0) {
        close(level);
      }
    }
    float[] total = chain(top);
    lengths[top] = 0;
    top = 0;
    return total;
  }
}
