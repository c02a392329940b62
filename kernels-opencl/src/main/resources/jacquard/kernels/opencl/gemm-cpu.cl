// Matrix products for processors with vector registers.
//
// A work-group is one work-item that computes one macro tile of the result, so nothing is shared
// and no barrier is needed; the tile's sizes come as arguments, so one program serves all shapes.
// Per block of BLOCK k it packs the tile's columns of op(b) into panels 32 wide, then, strip by
// strip of at most 12 rows, packs op(a) and runs a microkernel whose sums stay in registers. A
// block is a chain of fma from +0 and blocks are added in order, as the contract wants; the sums
// of finished blocks wait in local memory.
//
// Options: TRANS_A, TRANS_B (0 or 1) and one of EPILOGUE_*; see product-epilogue.cl.

#define BLOCK 256
#define WIDTH 32
#define STRIP 12

// A row of packed a is a little longer than a block, so that rows do not share cache sets.
#if TRANS_A
#define A_ROW 1
#define A_K STRIP
#else
#define A_ROW (BLOCK + 16)
#define A_K 1
#endif

#define ROWS_2(X) X(0) X(1)
#define ROWS_4(X) ROWS_2(X) X(2) X(3)
#define ROWS_6(X) ROWS_4(X) X(4) X(5)
#define ROWS_8(X) ROWS_6(X) X(6) X(7)
#define ROWS_10(X) ROWS_8(X) X(8) X(9)
#define ROWS_12(X) ROWS_10(X) X(10) X(11)

#define ZERO(r) float16 p##r = 0.0f, q##r = 0.0f;
#define STEP(r)                   \
  {                               \
    const float16 x = a[r * A_ROW]; \
    p##r = fma(x, left, p##r);    \
    q##r = fma(x, right, q##r);   \
  }
#define SET(r)       \
  sums[0] = p##r;    \
  sums[1] = q##r;    \
  sums += sumsLine;
#define ADD(r)               \
  sums[0] = sums[0] + p##r;  \
  sums[1] = sums[1] + q##r;  \
  sums += sumsLine;

// The sums of ROWS x 32 elements over one block; sumsLine counts vectors.
#define MICROKERNEL(ROWS)                                                                    \
  static void micro##ROWS(__local const float *a, __local const float16 *b, int length,      \
                          __local float16 *sums, int sumsLine, int first) {                  \
    ROWS_##ROWS(ZERO) for (int k = 0; k < length; k++) {                                     \
      const float16 left = b[0];                                                             \
      const float16 right = b[1];                                                            \
      ROWS_##ROWS(STEP) a += A_K;                                                            \
      b += 2;                                                                                \
    }                                                                                        \
    if (first) {                                                                             \
      ROWS_##ROWS(SET)                                                                       \
    } else {                                                                                 \
      ROWS_##ROWS(ADD)                                                                       \
    }                                                                                        \
  }

MICROKERNEL(2)
MICROKERNEL(4)
MICROKERNEL(6)
MICROKERNEL(8)
MICROKERNEL(10)
MICROKERNEL(12)

static void micro(int rows, __local const float *a, __local const float16 *b, int length,
                  __local float16 *sums, int sumsLine, int first) {
  switch ((rows + 1) / 2) {
    case 6: micro12(a, b, length, sums, sumsLine, first); break;
    case 5: micro10(a, b, length, sums, sumsLine, first); break;
    case 4: micro8(a, b, length, sums, sumsLine, first); break;
    case 3: micro6(a, b, length, sums, sumsLine, first); break;
    case 2: micro4(a, b, length, sums, sumsLine, first); break;
    default: micro2(a, b, length, sums, sumsLine, first); break;
  }
}

// Packs `length` k of a strip; rows beyond `rows` up to an even number repeat the last one, so
// that the microkernel meets no garbage.
static void packA(__global const float *a, int lda, int rows, int length, __local float *to) {
#if TRANS_A
  for (int k = 0; k < length; k++) {
    __global const float *from = a + (long)k * lda;
    if (rows == STRIP) {
      for (int r = 0; r < STRIP; r++) to[r] = from[r];
    } else {
      for (int r = 0; r < rows; r++) to[r] = from[r];
      to[rows] = from[rows - 1];
    }
    to += A_K;
  }
#else
  for (int r = 0; r < ((rows + 1) & ~1); r++) {
    __global const float *from = a + (long)min(r, rows - 1) * lda;
    int k = 0;
    for (; k + 16 <= length; k += 16) *(__local float16 *)(to + k) = vload16(0, from + k);
    for (; k < length; k++) to[k] = from[k];
    to += A_ROW;
  }
#endif
}

#if TRANS_B
#define MIX(x, y, ...) __builtin_shufflevector(x, y, __VA_ARGS__)
#define LOW_WORDS(x, y) MIX(x, y, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29)
#define HIGH_WORDS(x, y) MIX(x, y, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31)
#define LOW_PAIRS(x, y) MIX(x, y, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29)
#define HIGH_PAIRS(x, y) MIX(x, y, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31)
#define EVEN_QUADS(x, y) MIX(x, y, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27)
#define ODD_QUADS(x, y) MIX(x, y, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31)

#define LOAD(i) const float16 r##i = i < rows ? vload16(0, b + (long)i * ldb) : (float16)0.0f;
// Four rows to columns within each quad of lanes.
#define QUADS(g, r0, r1, r2, r3)                    \
  const float16 s##g##0 = LOW_WORDS(r0, r1);        \
  const float16 s##g##1 = HIGH_WORDS(r0, r1);       \
  const float16 s##g##2 = LOW_WORDS(r2, r3);        \
  const float16 s##g##3 = HIGH_WORDS(r2, r3);       \
  const float16 t##g##0 = LOW_PAIRS(s##g##0, s##g##2);  \
  const float16 t##g##1 = HIGH_PAIRS(s##g##0, s##g##2); \
  const float16 t##g##2 = LOW_PAIRS(s##g##1, s##g##3);  \
  const float16 t##g##3 = HIGH_PAIRS(s##g##1, s##g##3);
// Columns j, 4 + j, 8 + j and 12 + j out of the quads.
#define COLUMNS(j)                                        \
  {                                                       \
    const float16 even0 = EVEN_QUADS(t0##j, t1##j);       \
    const float16 odd0 = ODD_QUADS(t0##j, t1##j);         \
    const float16 even1 = EVEN_QUADS(t2##j, t3##j);       \
    const float16 odd1 = ODD_QUADS(t2##j, t3##j);         \
    to[2 * j] = EVEN_QUADS(even0, even1);                 \
    to[2 * (4 + j)] = EVEN_QUADS(odd0, odd1);             \
    to[2 * (8 + j)] = ODD_QUADS(even0, even1);            \
    to[2 * (12 + j)] = ODD_QUADS(odd0, odd1);             \
  }

// Transposes 16 x 16 elements; rows beyond `rows` count as zeros.
static void transpose(__global const float *b, int ldb, int rows, __local float16 *to) {
  LOAD(0) LOAD(1) LOAD(2) LOAD(3) LOAD(4) LOAD(5) LOAD(6) LOAD(7)
  LOAD(8) LOAD(9) LOAD(10) LOAD(11) LOAD(12) LOAD(13) LOAD(14) LOAD(15)
  QUADS(0, r0, r1, r2, r3)
  QUADS(1, r4, r5, r6, r7)
  QUADS(2, r8, r9, r10, r11)
  QUADS(3, r12, r13, r14, r15)
  COLUMNS(0) COLUMNS(1) COLUMNS(2) COLUMNS(3)
}
#endif

// Packs `length` k of one panel; columns beyond `cols` become zeros.
static void packB(__global const float *b, int ldb, int length, int cols, __local float16 *to) {
#if TRANS_B
  int k = 0;
  for (; k + 16 <= length; k += 16) {
    transpose(b + k, ldb, cols, to + 2 * k);
    transpose(b + k + 16L * ldb, ldb, cols - 16, to + 2 * k + 1);
  }
  for (; k < length; k++) {
    __local float *words = (__local float *)(to + 2 * k);
    for (int c = 0; c < WIDTH; c++) words[c] = c < cols ? b[(long)c * ldb + k] : 0.0f;
  }
#else
  for (int k = 0; k < length; k++) {
    __global const float *from = b + (long)k * ldb;
    if (cols >= WIDTH) {
      to[2 * k] = vload16(0, from);
      to[2 * k + 1] = vload16(1, from);
    } else {
      __local float *words = (__local float *)(to + 2 * k);
      for (int c = 0; c < WIDTH; c++) words[c] = c < cols ? from[c] : 0.0f;
    }
  }
#endif
}

__kernel __attribute__((reqd_work_group_size(1, 1, 1)))
void product(int m, int n, int depth, int tileRows, int tileCols,
             __local float *packedA, __local float16 *packedB, __local float16 *sums,
             __global const float *aBuffer, int aOffset, int lda,
             __global const float *bBuffer, int bOffset, int ldb, float alpha, float beta, __global float *cBuffer, int cOffset, int ldc) {
  const int tilesAcross = (n + tileCols - 1) / tileCols;
  const int tile = get_group_id(0);
  const int row0 = tile / tilesAcross * tileRows;
  const int col0 = tile % tilesAcross * tileCols;
  const int rows = min(tileRows, m - row0);
  const int cols = min(tileCols, n - col0);
  const int sumsLine = tileCols / 16;
  const int panels = (cols + WIDTH - 1) / WIDTH;
#if TRANS_A
  __global const float *a = aBuffer + aOffset + row0;
#else
  __global const float *a = aBuffer + aOffset + (long)row0 * lda;
#endif
#if TRANS_B
  __global const float *b = bBuffer + bOffset + (long)col0 * ldb;
#else
  __global const float *b = bBuffer + bOffset + col0;
#endif
  for (int k0 = 0; k0 < depth; k0 += BLOCK) {
    const int length = min(BLOCK, depth - k0);
    const int last = k0 + BLOCK >= depth;
    for (int j = 0; j < panels; j++) {
#if TRANS_B
      __global const float *from = b + (long)j * WIDTH * ldb + k0;
#else
      __global const float *from = b + j * WIDTH + (long)k0 * ldb;
#endif
      packB(from, ldb, length, cols - j * WIDTH, packedB + 2 * j * BLOCK);
    }
    for (int i = 0; i < rows; i += STRIP) {
      const int stripRows = min(STRIP, rows - i);
#if TRANS_A
      packA(a + i + (long)k0 * lda, lda, stripRows, length, packedA);
#else
      packA(a + (long)i * lda + k0, lda, stripRows, length, packedA);
#endif
      // With one block the same few lines serve every strip and stay in the nearest cache.
      __local float16 *strip = sums + (depth <= BLOCK ? 0 : i * sumsLine);
      for (int j = 0; j < panels; j++) {
        micro(stripRows, packedA, packedB + 2 * j * BLOCK, length, strip + 2 * j, sumsLine,
              k0 == 0);
      }
      if (last) {
        for (int r = 0; r < stripRows; r++) {
          __global float *c = cBuffer + cOffset + (long)(row0 + i + r) * ldc + col0;
          for (int col = 0; col < cols; col += 16) {
            const float16 product = alpha * strip[r * sumsLine + col / 16];
            if (col + 16 <= cols) {
              vstore16(beta == 0.0f ? product : fma((float16)beta, vload16(0, c + col), product), 0, c + col);
            } else {
              float words[16];
              vstore16(product, 0, words);
              for (int w = 0; w < cols - col; w++)
                c[col + w] = beta == 0.0f ? words[w] : fma(beta, c[col + w], words[w]);
            }
          }
        }
      }
    }
  }
}
