// Random samples: element (r, c) takes word c mod 4 of the Philox block (c / 4, r, draw).
//
// A part's first column is a multiple of 4, in the CPU family of 64. There, 16 blocks are computed
// at once: lane l of words[w] belongs to column 4 l + w, so the words are interleaved.

#define INTERLEAVED(w, a, b, c, d)                                                                 \
  (uint16)(w[0].a, w[1].a, w[2].a, w[3].a, w[0].b, w[1].b, w[2].b, w[3].b,                         \
           w[0].c, w[1].c, w[2].c, w[3].c, w[0].d, w[1].d, w[2].d, w[3].d)

// BERNOULLI or NORMAL: what becomes of a word and of the value p at its place.
#define BERNOULLI(F, word, p) bernoulli_##F(word, p)
#define NORMAL(F, word, p) fma((F)(deviation), normal_##F(word), p)

#ifdef CPU
#define LANES (uint16)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

#define SAMPLE_ROW(SAMPLE)                                                                         \
  for (; c < end_col; c += 64) {                                                                   \
    uint16 w[4];                                                                                   \
    philox_uint16(seed, draw, (uint16)((uint)r), (uint16)((uint)c / 4) + LANES, w);                \
    const uint16 q[4] = {INTERLEAVED(w, s0, s1, s2, s3), INTERLEAVED(w, s4, s5, s6, s7),           \
                         INTERLEAVED(w, s8, s9, sa, sb), INTERLEAVED(w, sc, sd, se, sf)};          \
    for (int i = 0; i < 4; i++) {                                                                  \
      const int at = c + 16 * i;                                                                   \
      if (at <= end_col - 16) {                                                                    \
        vstore16(SAMPLE(float16, q[i], vload16(0, from + at)), 0, to + at);                        \
      } else {                                                                                     \
        uint rest[16];                                                                             \
        vstore16(q[i], 0, rest);                                                                   \
        for (int j = at; j < end_col; j++) {                                                       \
          to[j] = SAMPLE(float, rest[j - at], from[j]);                                            \
        }                                                                                          \
      }                                                                                            \
    }                                                                                              \
  }
#else
#define SAMPLE_ROW(SAMPLE)                                                                         \
  for (; c < end_col; c += 4) {                                                                    \
    uint w[4];                                                                                     \
    philox_uint(seed, draw, (uint)r, (uint)c / 4, w);                                              \
    for (int j = c; j < min(c + 4, end_col); j++) {                                                \
      to[j] = SAMPLE(float, w[j - c], from[j]);                                                    \
    }                                                                                              \
  }
#endif

#define SAMPLE_KERNEL(NAME, SAMPLE)                                                                \
  kernel ITEM void NAME(                                                                           \
      int rows, int cols, int rows_each, int cols_each,                                            \
      global const float *x, int x0, int x_ld,                                                     \
      global float *y, int y0, int y_ld,                                                           \
      ulong seed, ulong draw, float deviation) {                                                   \
    PART                                                                                           \
    for (int r = first_row; r < end_row; r++) {                                                    \
      global const float *from = x + x0 + r * x_ld;                                                \
      global float *to = y + y0 + r * y_ld;                                                        \
      int c = first_col;                                                                           \
      SAMPLE_ROW(SAMPLE)                                                                           \
    }                                                                                              \
  }

SAMPLE_KERNEL(sample_bernoulli, BERNOULLI)
SAMPLE_KERNEL(sample_normal, NORMAL)
