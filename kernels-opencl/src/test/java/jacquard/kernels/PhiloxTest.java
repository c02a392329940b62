package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/** The known answers published with Random123 (tests/kat_vectors, philox4x32 10). */
final class PhiloxTest {
  @Test
  void zeros() {
    check(0L, 0L, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
  }

  @Test
  void ones() {
    check(-1L, -1L, -1, -1, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
  }

  @Test
  void digitsOfPi() {
    check(
        0x299f31d0_a4093822L,
        0x03707344_13198a2eL,
        0x85a308d3,
        0x243f6a88,
        0xd16cfe09,
        0x94fdcceb,
        0x5001e420,
        0x24126ea1);
  }

  private static void check(long seed, long draw, int high, int low, int... expected) {
    int[] words = new int[4];
    Philox.block(seed, draw, high, low, words);
    assertArrayEquals(expected, words);
  }
}
