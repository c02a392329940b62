package jacquard.kernels;

/**
 * The matrix product in the contract's order of roundings, on vectors and threads.
 *
 * <p>The product is cut into chunks whose sums stay in the second-level cache. Threads take chunks,
 * so each sum has one chain whoever computes it. Within a chunk, one block of k after the other:
 * the right factor is packed one {@linkplain VectorTile tile} wide, and every tile of the chunk's
 * rows walks over that panel while it lies in the first-level cache.
 */
final class VectorGemm {
  private static final int CHUNK_ROWS = 40 * VectorTile.ROWS;
  private static final int CHUNK_COLS = 512;

  /** Below so many multiplications, a second thread costs more than it saves. */
  private static final long WORTH_A_THREAD = 1 << 20;

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private final Turns turns;

  VectorGemm(Turns turns) {
    this.turns = turns;
  }

  /** Receives a part of a row of finished sums: columns col to col + count - 1. */
  interface RowEnd {
    void accept(int row, int col, int count, float[] sums, int at);
  }

  /** Computes the m x n sums of a (m x k) times b (k x n). */
  void multiply(int m, int n, int k, VectorOperand a, VectorOperand b, RowEnd end) {
    run(new Product(m, n, k, a, b, false, end));
  }

  /** Computes only the tiles with sums (i, j) for i &lt;= j; others may come undefined. */
  void multiplyUpper(int n, int k, VectorOperand a, VectorOperand b, RowEnd end) {
    run(new Product(n, n, k, a, b, true, end));
  }

  private void run(Product p) {
    Chunks chunks = Chunks.of(p, turns.threads());
    turns.each(chunks.count(), i -> chunks.compute(p, i, SCRATCH.get()));
  }

  /** What is multiplied, and what becomes of the sums. */
  private record Product(
      int m, int n, int k, VectorOperand a, VectorOperand b, boolean upper, RowEnd end) {}

  /** Memory of one thread, kept from call to call. */
  private static final class Scratch {
    private final float[] panel = new float[Kernels.BLOCK * VectorTile.COLS];
    private final float[] block = new float[VectorTile.ROWS * VectorTile.COLS];
    private final float[] left = new float[CHUNK_ROWS * Kernels.BLOCK + VectorPack.SLACK];
    private final float[] sums = new float[CHUNK_ROWS * CHUNK_COLS];
  }

  /** The grid of equal chunks, whole tiles all but the last. */
  private record Chunks(int rows, int cols, int acrossRows, int acrossCols) {
    static Chunks of(Product p, int threads) {
      int down = divideUp(p.m, CHUNK_ROWS);
      int across = divideUp(p.n, CHUNK_COLS);
      if ((long) p.m * p.n * p.k >= WORTH_A_THREAD && down * across % threads != 0) {
        if (p.m >= p.n) {
          down = divideUp(down, threads) * threads;
        } else {
          across = divideUp(across, threads) * threads;
        }
      }
      int rows = roundUp(divideUp(p.m, down), VectorTile.ROWS);
      int cols = roundUp(divideUp(p.n, across), VectorTile.COLS);
      return new Chunks(rows, cols, divideUp(p.m, rows), divideUp(p.n, cols));
    }

    int count() {
      return acrossRows * acrossCols;
    }

    void compute(Product p, int index, Scratch scratch) {
      int row = index / acrossCols * rows;
      int col = index % acrossCols * cols;
      int height = Math.min(rows, p.m - row);
      int width = Math.min(cols, p.n - col);
      if (p.upper && row >= col + width) {
        return;
      }
      Chunk chunk = new Chunk(p, row, col, height, width, cols, scratch);
      float[] sums = p.k <= BlockSums.RUN ? chunk.run(0, p.k) : chunk.runs();
      for (int r = 0; r < height; r++) {
        p.end.accept(row + r, col, width, sums, r * cols);
      }
    }
  }

  /** One chunk of the product: its sums are scratch until the last block. */
  private record Chunk(
      Product p, int row, int col, int height, int width, int ld, Scratch scratch) {

    /** The sums over more than a run of k. */
    float[] runs() {
      BlockSums sums = new BlockSums(height * ld);
      for (int k = 0; k < p.k; k += BlockSums.RUN) {
        sums.add(run(k, Math.min(p.k - k, BlockSums.RUN)), 0);
      }
      return sums.total();
    }

    /** The sums over at most a run of k, in scratch memory. */
    float[] run(int from, int length) {
      for (int k = 0; k < length; k += Kernels.BLOCK) {
        addBlock(from + k, Math.min(length - k, Kernels.BLOCK), k == 0);
      }
      return scratch.sums;
    }

    private void addBlock(int k, int length, boolean first) {
      VectorOperand a = p.a;
      float[] left = a.array();
      int leftAt = a.at(row, k);
      int leftLd = a.ld();
      if (!a.isPlain()) {
        left = scratch.left;
        leftAt = 0;
        leftLd = Kernels.BLOCK;
        if (a.isTransposed()) {
          a.packStrips(k, row, length, height, left);
        } else {
          a.pack(row, k, height, length, left, leftLd);
        }
      }
      for (int j = 0; j < width; j += VectorTile.COLS) {
        int panelCols = Math.min(VectorTile.COLS, width - j);
        p.b.pack(k, col + j, length, panelCols, scratch.panel, VectorTile.COLS);
        addPanel(j, left, leftAt, leftLd, length, first);
      }
    }

    private void addPanel(int j, float[] left, int leftAt, int leftLd, int length, boolean first) {
      int lastCol = col + j + VectorTile.COLS - 1;
      int end = p.upper ? Math.min(height, lastCol + 1 - row) : height;
      for (int i = 0; i < end; i += VectorTile.ROWS) {
        int rows = Math.min(VectorTile.ROWS, height - i);
        int from = leftAt + i * leftLd;
        int at = i * ld + j;
        float[] sums = first ? scratch.sums : scratch.block;
        int to = first ? at : 0;
        int toLd = first ? ld : VectorTile.COLS;
        if (p.a.isTransposed()) {
          int strip = i * Kernels.BLOCK;
          VectorTile.chainOfStrip(left, strip, scratch.panel, length, sums, to, toLd);
        } else {
          VectorTile.chain(left, from, leftLd, rows, scratch.panel, length, sums, to, toLd);
        }
        if (!first) {
          VectorTile.add(scratch.block, scratch.sums, at, ld);
        }
      }
    }
  }

  private static int divideUp(int a, int b) {
    return (a + b - 1) / b;
  }

  private static int roundUp(int a, int b) {
    return divideUp(a, b) * b;
  }
}
