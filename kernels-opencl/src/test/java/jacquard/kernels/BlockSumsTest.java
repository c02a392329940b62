package jacquard.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Example;

/** The tree above blocks, with as many sums as it has levels for. */
final class BlockSumsTest {
  @Example
  void sumsAreChainsOfChains() {
    float[] values = LongSumsContract.values(400_000, 6);
    BlockSums sums = new BlockSums(2);
    for (int count : new int[] {1, 2, 255, 256, 257, 513, 65_535, 65_536, 65_537, 200_000}) {
      for (int i = 0; i < count; i++) {
        sums.add(values, 2 * i);
      }
      float[] total = sums.total();
      for (int j = 0; j < 2; j++) {
        int column = j;
        // A chain that starts with the first sum is one from +0, as these are not -0.
        LongSumsContract.Term term = (chain, i) -> chain + values[2 * i + column];
        assertEquals(LongSumsContract.tree(0, count, term), total[j], count + " sums");
      }
    }
  }

  @Example
  void nothingIsZero() {
    BlockSums sums = new BlockSums(1);
    assertEquals(0f, sums.total()[0]);
    sums.add(new float[] {5f}, 0);
    assertEquals(5f, sums.total()[0]);
    assertEquals(0f, sums.total()[0]);
  }
}
