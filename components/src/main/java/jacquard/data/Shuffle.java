package jacquard.data;

import jacquard.kernels.Philox;

/** A permutation that is a function of numbers, so that no random state needs to be saved. */
public final class Shuffle {
  private Shuffle() {}

  /** Permutes the items by the Philox stream of (seed, draw, high), Fisher-Yates from the end. */
  public static void permute(int[] items, long seed, long draw, int high) {
    int[] words = new int[4];
    for (int i = items.length - 1; i > 0; i--) {
      Philox.block(seed, draw, high, i, words);
      long random = ((long) words[0] << 32) | (words[1] & 0xFFFFFFFFL);
      int j = (int) Math.unsignedMultiplyHigh(random, i + 1L);
      int swapped = items[i];
      items[i] = items[j];
      items[j] = swapped;
    }
  }
}
