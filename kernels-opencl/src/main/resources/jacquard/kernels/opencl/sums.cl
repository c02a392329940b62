// Sums in the contract's order: blocks of BLOCK terms, each a chain from +0 on, then chains of
// BLOCK sums. One kernel computes the blocks, a second adds them.

// The terms of a column's sum: the values, or the squares of their distances to the mean.
#define VALUE(F, sum, x, mean) (sum) + (x)
#define DEVIATION(F, sum, x, mean) fma((x) - (mean), (x) - (mean), sum)

#ifdef CPU
#define COLUMNS_16(TERM)                                                                           \
  for (; c <= end_col - 64; c += 64) {                                                             \
    const float16 m0 = vload16(0, mean + c), m1 = vload16(1, mean + c);                            \
    const float16 m2 = vload16(2, mean + c), m3 = vload16(3, mean + c);                            \
    float16 s0 = 0.0f, s1 = 0.0f, s2 = 0.0f, s3 = 0.0f;                                            \
    for (int r = first_row; r < end_row; r++) {                                                    \
      global const float *row = x + x0 + r * x_ld + c;                                             \
      s0 = TERM(float16, s0, vload16(0, row), m0);                                                 \
      s1 = TERM(float16, s1, vload16(1, row), m1);                                                 \
      s2 = TERM(float16, s2, vload16(2, row), m2);                                                 \
      s3 = TERM(float16, s3, vload16(3, row), m3);                                                 \
    }                                                                                              \
    vstore16(s0, 0, to + c);                                                                       \
    vstore16(s1, 1, to + c);                                                                       \
    vstore16(s2, 2, to + c);                                                                       \
    vstore16(s3, 3, to + c);                                                                       \
  }                                                                                                \
  for (; c <= end_col - 16; c += 16) {                                                             \
    const float16 m = vload16(0, mean + c);                                                        \
    float16 s = 0.0f;                                                                              \
    for (int r = first_row; r < end_row; r++) {                                                    \
      s = TERM(float16, s, vload16(0, x + x0 + r * x_ld + c), m);                                  \
    }                                                                                              \
    vstore16(s, 0, to + c);                                                                        \
  }
#else
#define COLUMNS_16(TERM)
#endif

// Row b of `blocks` becomes the sums of block b of the rows; rows_each is BLOCK.
#define COLUMN_BLOCKS(NAME, TERM)                                                                  \
  kernel ITEM void NAME(                                                                           \
      int rows, int cols, int rows_each, int cols_each,                                            \
      global const float *x, int x0, int x_ld,                                                     \
      global const float *means, int mean0, int mean_ld,                                           \
      global float *blocks) {                                                                      \
    PART                                                                                           \
    global const float *mean = means + mean0;                                                      \
    global float *to = blocks + (int)get_global_id(1) * cols;                                      \
    int c = first_col;                                                                             \
    COLUMNS_16(TERM)                                                                               \
    for (; c < end_col; c++) {                                                                     \
      float s = 0.0f;                                                                              \
      for (int r = first_row; r < end_row; r++) {                                                  \
        s = TERM(float, s, x[x0 + r * x_ld + c], mean[c]);                                         \
      }                                                                                            \
      to[c] = s;                                                                                   \
    }                                                                                              \
  }

COLUMN_BLOCKS(column_sums, VALUE)
COLUMN_BLOCKS(column_deviations, DEVIATION)

// Each column's blocks added and divided by the number of rows.
kernel ITEM void column_quotients(
    int rows, int cols, int rows_each, int cols_each,
    global const float *blocks, float divisor,
    global float *out, int out0, int out_ld) {
  PART
  for (int c = first_col; c < end_col; c++) {
    out[out0 + c] = add_blocks_of(blocks + c, cols, rows) / divisor;
  }
}

// The terms of a sum over all elements, row after row: squares of x, or of x - y.
#define SQUARE(F, sum, x, y) fma(x, x, sum)
#define SQUARED_DIFFERENCE(F, sum, x, y) fma((x) - (y), (x) - (y), sum)

#ifdef CPU
#define GATHERED(p)                                                                                \
  (float16)((p)[0], (p)[BLOCK], (p)[2 * BLOCK], (p)[3 * BLOCK], (p)[4 * BLOCK], (p)[5 * BLOCK],    \
            (p)[6 * BLOCK], (p)[7 * BLOCK], (p)[8 * BLOCK], (p)[9 * BLOCK], (p)[10 * BLOCK],       \
            (p)[11 * BLOCK], (p)[12 * BLOCK], (p)[13 * BLOCK], (p)[14 * BLOCK], (p)[15 * BLOCK])

// 16 blocks side by side, where the rows touch: a chain waits for each of its links.
#define BLOCKS_16(TERM)                                                                            \
  if (x_ld == cols && y_ld == cols) {                                                              \
    for (; b <= end - 16 && (b + 16) * BLOCK <= rows * cols; b += 16) {                            \
      float16 s = 0.0f;                                                                            \
      for (int i = b * BLOCK; i < (b + 1) * BLOCK; i++) {                                          \
        s = TERM(float16, s, GATHERED(x + x0 + i), GATHERED(y + y0 + i));                          \
      }                                                                                            \
      vstore16(s, 0, blocks + b);                                                                  \
    }                                                                                              \
  }
#else
#define BLOCKS_16(TERM)
#endif

#define SQUARED_BLOCKS(NAME, TERM)                                                                 \
  kernel ITEM void NAME(                                                                           \
      int rows, int cols, int count, int blocks_each,                                              \
      global const float *x, int x0, int x_ld,                                                     \
      global const float *y, int y0, int y_ld,                                                     \
      global float *blocks) {                                                                      \
    int b = (int)get_global_id(0) * blocks_each;                                                   \
    const int end = min(count, b + blocks_each);                                                   \
    BLOCKS_16(TERM)                                                                                \
    for (; b < end; b++) {                                                                         \
      int r = b * BLOCK / cols;                                                                    \
      int c = b * BLOCK % cols;                                                                    \
      float s = 0.0f;                                                                              \
      for (int i = 0; i < BLOCK && r < rows; i++) {                                                \
        s = TERM(float, s, x[x0 + r * x_ld + c], y[y0 + r * y_ld + c]);                            \
        c++;                                                                                       \
        r = c == cols ? r + 1 : r;                                                                 \
        c = c == cols ? 0 : c;                                                                     \
      }                                                                                            \
      blocks[b] = s;                                                                               \
    }                                                                                              \
  }

SQUARED_BLOCKS(squared_norm, SQUARE)
SQUARED_BLOCKS(squared_distance, SQUARED_DIFFERENCE)

// The blocks added, by one work-item.
kernel ITEM void add_blocks(int count, global const float *blocks, global float *out, int out0, int out_ld) {
  if (get_global_id(0) == 0) {
    out[out0] = add_blocks_of(blocks, 1, count);
  }
}
