package jacquard.kernels;

/**
 * The Philox4x32-10 counter-based random function: 128 bits of counter and 64 bits of key give 128
 * random bits, with no state between calls.
 *
 * <p>Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */
public final class Philox {
  static final int ROUNDS = 10;
  static final long MULTIPLIER_0 = 0xD2511F53L;
  static final long MULTIPLIER_1 = 0xCD9E8D57L;
  static final int WEYL_0 = 0x9E3779B9;
  static final int WEYL_1 = 0xBB67AE85;
  static final long LOW = 0xFFFFFFFFL;

  private Philox() {}

  /**
   * Computes one block of four random words.
   *
   * @param seed the key, low word first
   * @param draw the upper half of the counter; every draw of a run takes a new one
   * @param high the second word of the counter, a row for example
   * @param low the first word of the counter
   * @param words receives the four words
   */
  public static void block(long seed, long draw, int high, int low, int[] words) {
    int c0 = low;
    int c1 = high;
    int c2 = (int) draw;
    int c3 = (int) (draw >>> 32);
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = MULTIPLIER_0 * (c0 & LOW);
      long p1 = MULTIPLIER_1 * (c2 & LOW);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    words[0] = c0;
    words[1] = c1;
    words[2] = c2;
    words[3] = c3;
  }
}
