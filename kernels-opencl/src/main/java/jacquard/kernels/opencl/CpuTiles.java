package jacquard.kernels.opencl;

import jacquard.kernels.Kernels;
import jacquard.kernels.Op;

/**
 * The macro tiles of a product on a processor: as large as the caches allow, so that packing the
 * factors costs little, but enough of them to keep all cores busy.
 *
 * @param rows of a tile, except those at the lower edge
 * @param cols of a tile, except those at the right edge; a multiple of half a panel's width
 */
record CpuTiles(int rows, int cols) {
  /** Local memory, in bytes, that the smallest tiles fit in. */
  static final long LEAST_MEMORY = 128 << 10;

  private static final int STRIP = 12;
  private static final int STRIPS = 4;
  private static final int ROW_PADDING = 16;
  private static final int PANEL = 32;
  private static final int VECTOR = 16;
  private static final int MOST_ROWS = 22 * STRIP;
  private static final int MOST_COLS = 512;
  private static final int STEPS = 8;

  /** Cycles per vector of 16 elements packed, per microkernel and per group, roughly. */
  private static final int PACKING = 4;

  private static final int TRANSPOSING = 8;
  private static final int MICROKERNEL = 60;
  private static final int GROUP = 3000;

  /**
   * Chooses by a model of the time.
   *
   * @param memory local memory in bytes
   */
  static CpuTiles of(Product.Factors factors, int units, long memory) {
    CpuTiles best = new CpuTiles(STRIP, PANEL);
    double least = Double.POSITIVE_INFINITY;
    int colParts = Math.ceilDiv(factors.n(), MOST_COLS);
    for (int i = 0; i < STEPS; i++, colParts += 1 + colParts / 4) {
      int cols = roundUp(Math.ceilDiv(factors.n(), colParts), VECTOR);
      int rowParts = Math.ceilDiv(factors.m(), MOST_ROWS);
      for (int j = 0; j < STEPS; j++, rowParts += 1 + rowParts / 4) {
        int rows = roundUp(Math.ceilDiv(factors.m(), rowParts), STRIP);
        CpuTiles tiles = new CpuTiles(rows, cols);
        double time = tiles.time(factors, units);
        if (time < least && tiles.bytes(factors) <= memory) {
          best = tiles;
          least = time;
        }
      }
    }
    return best;
  }

  /** The number of tiles. */
  long count(Product.Factors factors) {
    return (long) Math.ceilDiv(factors.m(), rows) * Math.ceilDiv(factors.n(), cols);
  }

  long packedABytes() {
    return 4L * STRIPS * STRIP * (Kernels.BLOCK + ROW_PADDING);
  }

  long packedBBytes() {
    return 4L * Kernels.BLOCK * roundUp(cols, PANEL);
  }

  /** The sums of one strip, or of all where they wait for further blocks, and runs of blocks. */
  long sumsBytes(Product.Factors factors) {
    return 4L * cols * (factors.blocks() == 1 ? STRIP : rows * factors.chains());
  }

  private long bytes(Product.Factors factors) {
    return packedABytes() + packedBBytes() + sumsBytes(factors);
  }

  private double time(Product.Factors f, int units) {
    double largest = cost(f, Math.min(rows, f.m()), Math.min(cols, f.n()));
    int down = f.m() / rows;
    int across = f.n() / cols;
    int lowerRows = f.m() % rows;
    int rightCols = f.n() % cols;
    double total = (double) down * across * largest;
    total += lowerRows == 0 ? 0 : across * cost(f, lowerRows, cols);
    total += rightCols == 0 ? 0 : down * cost(f, rows, rightCols);
    total += lowerRows == 0 || rightCols == 0 ? 0 : cost(f, lowerRows, rightCols);
    long groups = count(f);
    // The last term prefers smaller tiles: other work may hold up a core.
    return total / groups * Math.ceilDiv(groups, units) + largest / 8;
  }

  private static double cost(Product.Factors f, int rows, int cols) {
    double panels = Math.ceilDiv(cols, VECTOR) / 2.0;
    double strips = Math.ceilDiv(rows, STRIP);
    double sums = (rows + rows % 2) * panels * PANEL / 16 * f.depth();
    double packing =
        (rows * PACKING + cols * (f.opB() == Op.AS_IS ? PACKING : TRANSPOSING)) * f.depth() / 16.0;
    return sums + packing + strips * panels * f.blocks() * MICROKERNEL + GROUP;
  }

  private static int roundUp(int value, int multiple) {
    return Math.ceilDiv(value, multiple) * multiple;
  }
}
