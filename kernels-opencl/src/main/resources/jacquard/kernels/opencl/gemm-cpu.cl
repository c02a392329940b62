// Matrix products for processors with vector registers.
//
// A work-group is one work-item that computes one macro tile of the result, so nothing is shared
// and no barrier is needed; the tile's sizes come as arguments, so one program serves all shapes.
// Per block of BLOCK k it packs the tile's columns of op(b) into panels 32 wide, then, strip by
// strip of at most 12 rows, packs op(a) and runs a microkernel whose sums stay in registers. A
// block is a chain of fma from +0 and blocks are added in order, as the contract wants; the sums
// of finished blocks wait in local memory, and above them, where a sum has more than one run of
// BLOCK blocks, those of finished runs.
//
// Options: TRANS_A, TRANS_B (0 or 1) and EPILOGUE.

#include "product-epilogue.cl"

#define WIDTH 32
#define STRIP 12

// A row of packed a is a little longer than a block, so that rows do not share cache sets. A
// transposed a is packed several strips at a time, to use the whole of the cache lines it touches.
#if TRANS_A
#define A_ROW 1
#define A_K STRIP
#define A_STRIP (STRIP * BLOCK)
#define STRIPS 4
#else
#define A_ROW (BLOCK + 16)
#define A_K 1
#define A_STRIP (STRIP * A_ROW)
#define STRIPS 1
#endif

#if TRANS_A
#define A_AT(name, row, k) AT(name, k, row)
#else
#define A_AT(name, row, k) AT(name, row, k)
#endif
#if TRANS_B
#define B_AT(name, k, col) AT(name, col, k)
#else
#define B_AT(name, k, col) AT(name, k, col)
#endif
#if EPILOGUE == COVARIANCE
#define MEAN(i) AT(mean, 0, i)
#else
#define MEAN(i) 0
#endif

// What a factor's element counts as.
#if EPILOGUE == CONTRASTIVE
#define A_VALUE(from, i) (sign * (from)[i])
#define A_VALUE4(from, i) (sign * vload4(0, (from) + (i)))
#define A_VALUE8(from, i) (sign * vload8(0, (from) + (i)))
#elif EPILOGUE == COVARIANCE
#define A_VALUE(from, i) ((from)[i] - mean[i])
#define A_VALUE4(from, i) (vload4(0, (from) + (i)) - vload4(0, mean + (i)))
#define A_VALUE8(from, i) (vload8(0, (from) + (i)) - vload8(0, mean + (i)))
#else
#define A_VALUE(from, i) (from)[i]
#define A_VALUE4(from, i) vload4(0, (from) + (i))
#define A_VALUE8(from, i) vload8(0, (from) + (i))
#endif

#define ROWS_2(X) X(0) X(1)
#define ROWS_4(X) ROWS_2(X) X(2) X(3)
#define ROWS_6(X) ROWS_4(X) X(4) X(5)
#define ROWS_8(X) ROWS_6(X) X(6) X(7)
#define ROWS_10(X) ROWS_8(X) X(8) X(9)
#define ROWS_12(X) ROWS_10(X) X(10) X(11)

// For panels of 32 columns, and for the left halves of panels.
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
#define HALF_ZERO(r) float16 p##r = 0.0f;
#define HALF_STEP(r) p##r = fma((float16)a[r * A_ROW], left, p##r);
#define HALF_SET(r) \
  sums[0] = p##r;   \
  sums += sumsLine;
#define HALF_ADD(r)         \
  sums[0] = sums[0] + p##r; \
  sums += sumsLine;

// The sums of ROWS rows of a panel over one block; sumsLine counts vectors. Packed b is read as
// vectors, b itself by rows of bLine elements.
#define MICROKERNEL(NAME, ROWS, B, LEFT, RIGHT, NEXT, HALF)                                 \
  static void NAME##ROWS(__local const float *a, B, int bLine, int length,                  \
                         __local float16 *sums, int sumsLine, int first) {                  \
    ROWS_##ROWS(HALF##ZERO) for (int k = 0; k < length; k++) {                              \
      const float16 left = LEFT;                                                            \
      RIGHT;                                                                                \
      ROWS_##ROWS(HALF##STEP) a += A_K;                                                     \
      b += NEXT;                                                                            \
    }                                                                                       \
    if (first) {                                                                            \
      ROWS_##ROWS(HALF##SET)                                                                \
    } else {                                                                                \
      ROWS_##ROWS(HALF##ADD)                                                                \
    }                                                                                       \
  }

#define MICROKERNELS(NAME, B, LEFT, RIGHT, NEXT, HALF)                                       \
  MICROKERNEL(NAME, 2, B, LEFT, RIGHT, NEXT, HALF)                                           \
  MICROKERNEL(NAME, 4, B, LEFT, RIGHT, NEXT, HALF)                                           \
  MICROKERNEL(NAME, 6, B, LEFT, RIGHT, NEXT, HALF)                                           \
  MICROKERNEL(NAME, 8, B, LEFT, RIGHT, NEXT, HALF)                                           \
  MICROKERNEL(NAME, 10, B, LEFT, RIGHT, NEXT, HALF)                                          \
  MICROKERNEL(NAME, 12, B, LEFT, RIGHT, NEXT, HALF)                                          \
  static void NAME(int rows, __local const float *a, B, int bLine, int length,               \
                   __local float16 *sums, int sumsLine, int first) {                         \
    switch ((rows + 1) / 2) {                                                                \
      case 6: NAME##12(a, b, bLine, length, sums, sumsLine, first); break;                   \
      case 5: NAME##10(a, b, bLine, length, sums, sumsLine, first); break;                   \
      case 4: NAME##8(a, b, bLine, length, sums, sumsLine, first); break;                    \
      case 3: NAME##6(a, b, bLine, length, sums, sumsLine, first); break;                    \
      case 2: NAME##4(a, b, bLine, length, sums, sumsLine, first); break;                    \
      default: NAME##2(a, b, bLine, length, sums, sumsLine, first); break;                   \
    }                                                                                        \
  }

MICROKERNELS(micro, __local const float16 *b, b[0], const float16 right = b[1], 2, )
MICROKERNELS(half_, __local const float16 *b, b[0], , 2, HALF_)

// Where each element of b is used by one strip only, packing it does not pay.
#define MAY_SKIP_PACKING (!TRANS_A && !TRANS_B)
#if MAY_SKIP_PACKING
MICROKERNELS(direct, __global const float *b, vload16(0, b), const float16 right = vload16(1, b),
             bLine, )
#endif

// Packs `length` k of up to STRIPS strips of one sign. Rows beyond `rows` up to an even number
// repeat the last one, so that the microkernel meets no garbage.
static void packA(__global const float *a, int lda, int rows, int length, float sign,
                  __global const float *mean, __local float *to) {
#if TRANS_A
  for (int k = 0; k < length; k++) {
    __global const float *from = a + (long)k * lda;
    __local float *strip = to + k * A_K;
    int row = 0;
    for (; row + STRIP <= rows; row += STRIP) {
      vstore8(A_VALUE8(from, row), 0, strip);
      vstore4(A_VALUE4(from, row + 8), 0, strip + 8);
      strip += A_STRIP;
    }
    for (int r = 0; row + r < rows; r++) strip[r] = A_VALUE(from, row + r);
    if (rows & 1) strip[rows - row] = A_VALUE(from, rows - 1);
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

#define MIX(x, y, ...) __builtin_shufflevector(x, y, __VA_ARGS__)

#if TRANS_B
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
static void packB(__global const float *b, int ldb, int length, int cols,
                  __global const float *mean, __local float16 *to) {
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
#if EPILOGUE == COVARIANCE
  const float16 leftMean = get(mean, cols);
  const float16 rightMean = get(mean + 16, cols - 16);
#endif
  for (int k = 0; k < length; k++) {
    __global const float *from = b + (long)k * ldb;
    float16 left = get(from, cols);
    float16 right = get(from + 16, cols - 16);
#if EPILOGUE == COVARIANCE
    left -= leftMean;
    right -= rightMean;
#endif
    to[2 * k] = left;
    to[2 * k + 1] = right;
  }
#endif
}

#if EPILOGUE == SAMPLE
#define LOW_HALF(x, y) MIX(x, y, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH_HALF(x, y) MIX(x, y, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#define LOW_PAIRS_HALF(x, y) MIX(x, y, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23)
#define HIGH_PAIRS_HALF(x, y) \
  MIX(x, y, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31)

static void sample16(uint16 word, __global const float *y, __global float *sample, int count) {
  if (count <= 0) return;
  put(bernoulli_float16(word, get(y, count)), sample, count);
}

// Samples 64 columns from `col` on, a multiple of 4: sixteen blocks of Philox side by side, in
// 64-bit lanes whose upper halves may hold anything.
static void sample64(int row, int col, int count, ulong seed, ulong draw,
                     __global const float *y, __global float *sample) {
  const ulong16 low = 0xFFFFFFFFul;
  ulong16 c0 = (ulong16)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) + (ulong)(col / 4);
  ulong16 c1 = (ulong)row;
  ulong16 c2 = draw;
  ulong16 c3 = draw >> 32;
  uint k0 = (uint)seed;
  uint k1 = (uint)(seed >> 32);
  for (int round = 0; round < 10; round++) {
    const ulong16 p0 = (c0 & low) * 0xD2511F53ul;
    const ulong16 p1 = (c2 & low) * 0xCD9E8D57ul;
    c0 = (p1 >> 32) ^ c1 ^ (ulong)k0;
    c1 = p1;
    c2 = (p0 >> 32) ^ c3 ^ (ulong)k1;
    c3 = p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  const uint16 w0 = convert_uint16(c0);
  const uint16 w1 = convert_uint16(c1);
  const uint16 w2 = convert_uint16(c2);
  const uint16 w3 = convert_uint16(c3);
  const uint16 even0 = LOW_HALF(w0, w1);
  const uint16 even1 = HIGH_HALF(w0, w1);
  const uint16 odd0 = LOW_HALF(w2, w3);
  const uint16 odd1 = HIGH_HALF(w2, w3);
  sample16(LOW_PAIRS_HALF(even0, odd0), y, sample, count);
  sample16(HIGH_PAIRS_HALF(even0, odd0), y + 16, sample + 16, count - 16);
  sample16(LOW_PAIRS_HALF(even1, odd1), y + 32, sample + 32, count - 32);
  sample16(HIGH_PAIRS_HALF(even1, odd1), y + 48, sample + 48, count - 48);
}
#endif

// Finishes one row of a tile.
static void finishRow(int row, int col0, int cols, __local const float16 *sums,
                      EPILOGUE_PARAMETERS) {
  for (int col = 0; col < cols; col += 16) {
    finish(row, col0 + col, cols - col, sums[col / 16], EPILOGUE_ARGUMENTS);
  }
#if EPILOGUE == SAMPLE
  for (int col = col0; col < col0 + cols; col += 64) {
    sample64(row, col, col0 + cols - col, seed, draw, AT(y, row, col), AT(sample, row, col));
  }
#elif EPILOGUE == COVARIANCE
  if (col0 > row) {
    __local const float *words = (__local const float *)sums;
    for (int col = 0; col < cols; col++) *AT(c, col0 + col, row) = alpha * words[col];
  }
#endif
}

// Where a run of blocks, or the last, has ended, adds its sums to those of the runs before, `level`
// vectors further on, and so on; gives the sums of the most terms.
static __local float16 *addRuns(__local float16 *sums, int count, int level, int k0, int depth) {
  const int last = depth - k0 <= BLOCK;
  for (long run = BLOCK * BLOCK; run < depth; run *= BLOCK) {
    if (!last && (k0 + (long)BLOCK) % run != 0) break;
    const int first = k0 / run % BLOCK == 0;
    for (int i = 0; i < count; i++) {
      sums[level + i] = first ? sums[i] : sums[level + i] + sums[i];
    }
    sums += level;
  }
  return sums;
}

__kernel __attribute__((reqd_work_group_size(1, 1, 1)))
void product(int m, int n, int depth, int tileRows, int tileCols, __local float *packedA,
             __local float16 *packedB, __local float16 *sums, WINDOW(a), WINDOW(b),
             EPILOGUE_PARAMETERS) {
  const int tilesAcross = (n + tileCols - 1) / tileCols;
  const int tile = get_group_id(0);
  const int row0 = tile / tilesAcross * tileRows;
  const int col0 = tile % tilesAcross * tileCols;
  const int rows = min(tileRows, m - row0);
  const int cols = min(tileCols, n - col0);
#if EPILOGUE == COVARIANCE
  if (col0 + cols <= row0) return;
#endif
  const int sumsLine = tileCols / 16;
  const int firstDepth = EPILOGUE == CONTRASTIVE ? depth / 2 : depth;
  for (int k0 = 0; k0 < depth; k0 += BLOCK) {
    const int length = min(BLOCK, depth - k0);
    const int first = clamp(firstDepth - k0, 0, length);
    const int newRun = k0 % (BLOCK * BLOCK) == 0;
    const int unpacked = MAY_SKIP_PACKING && rows <= STRIP ? cols / WIDTH * WIDTH : 0;
    for (int col = unpacked; col < cols; col += WIDTH) {
      __local float16 *panel = packedB + col / WIDTH * 2 * BLOCK;
      if (first > 0) packB(B_AT(b, k0, col0 + col), bLine, first, cols - col, MEAN(col0 + col), panel);
#if EPILOGUE == CONTRASTIVE
      if (first < length) {
        packB(B_AT(b2, k0 + first - firstDepth, col0 + col), b2Line, length - first, cols - col, 0,
              panel + 2 * first);
      }
#endif
    }
    for (int i = 0; i < rows; i += STRIP) {
      const int stripRows = min(STRIP, rows - i);
      __local float *strip = packedA + i / STRIP % STRIPS * A_STRIP;
      if (i / STRIP % STRIPS == 0) {
        const int packRows = min(STRIP * STRIPS, rows - i);
        if (first > 0) {
          packA(A_AT(a, row0 + i, k0), aLine, packRows, first, 1.0f, MEAN(row0 + i), strip);
        }
#if EPILOGUE == CONTRASTIVE
        if (first < length) {
          packA(A_AT(a2, row0 + i, k0 + first - firstDepth), a2Line, packRows, length - first,
                -1.0f, 0, strip + first * A_K);
        }
#endif
      }
      // With one block the same few lines serve every strip and stay in the nearest cache.
      __local float16 *done = sums + (depth <= BLOCK ? 0 : i * sumsLine);
#if MAY_SKIP_PACKING
      for (int col = 0; col < unpacked; col += WIDTH) {
        direct(stripRows, strip, AT(b, k0, col0 + col), bLine, length, done + col / 16, sumsLine,
               newRun);
      }
#endif
      int panelCol = unpacked;
      for (; panelCol + WIDTH / 2 < cols; panelCol += WIDTH) {
        micro(stripRows, strip, packedB + panelCol / WIDTH * 2 * BLOCK, 0, length,
              done + panelCol / 16, sumsLine, newRun);
      }
      if (panelCol < cols) {
        half_(stripRows, strip, packedB + panelCol / WIDTH * 2 * BLOCK, 0, length,
              done + panelCol / 16, sumsLine, newRun);
      }
      done = addRuns(done, stripRows * sumsLine, tileRows * sumsLine, k0, depth);
      if (k0 + BLOCK >= depth) {
        for (int r = 0; r < stripRows; r++) {
          finishRow(row0 + i + r, col0, cols, done + r * sumsLine, EPILOGUE_ARGUMENTS);
        }
      }
    }
  }
#if HAS_BIASES
  // The biases are the work of the tiles along two edges: groups of their own would be so short that
  // a driver which hands out half of what is left at a time gives all tiles to one core.
  if (row0 == 0) {
    for (int col = 0; col < cols; col += 16) {
      finishBias(col0 + col, cols - col, n, depth, WINDOW_ARGUMENTS(a), WINDOW_ARGUMENTS(b),
                 EPILOGUE_ARGUMENTS);
    }
  }
#if EPILOGUE == CONTRASTIVE
  if (col0 == 0) {
    for (int row = 0; row < rows; row += 16) {
      finishBias(n + row0 + row, rows - row, n, depth, WINDOW_ARGUMENTS(a), WINDOW_ARGUMENTS(b),
                 EPILOGUE_ARGUMENTS);
    }
  }
#endif
#endif
}
