// What every kernel is compiled after: the contract's elementary functions, in the roundings of
// FloatMath.java and Philox.java, for scalars and for vectors of 16.

#pragma OPENCL FP_CONTRACT OFF

#define BLOCK 256

#define LOG2_E 1.442695f
#define LN2_HIGH 0x1.62e43p-1f
#define LN2_LOW -0x1.05c61p-29f
#define ROUNDER 12582912.0f
#define SQRT_HALF_BITS 0x3f3504f3
#define INF_BITS 0x7f800000

// The levels of chains above blocks: enough for any number of terms.
#define LEVELS 3

// Puts the sum of block b, of `last` at the latest, into the tree of a sum: a chain of BLOCK sums,
// or the last one, is a term of the chain above. After the last block it gives the total.
#define DEFINE_TREE(F)                                                                             \
  inline F add_block_##F(F *chains, int levels, F sum, int b, int last) {                          \
    int at = b;                                                                                    \
    for (int level = 0; level < levels; level++) {                                                 \
      sum = at % BLOCK == 0 ? sum : chains[level] + sum;                                           \
      chains[level] = sum;                                                                         \
      if (b == last ? at == 0 : at % BLOCK != BLOCK - 1) break;                                    \
      at /= BLOCK;                                                                                 \
    }                                                                                              \
    return sum;                                                                                    \
  }

DEFINE_TREE(float)
#ifdef CPU
DEFINE_TREE(float16)
#endif

// The total of the sums of `count` blocks, `step` apart.
inline float add_blocks_of(global const float *blocks, long step, int count) {
  float total = 0.0f;
  for (int i = 0; i < count; i += BLOCK * BLOCK) {
    const int end = min(count, i + BLOCK * BLOCK);
    float run = 0.0f;
    for (int j = i; j < end; j += BLOCK) {
      float chain = blocks[j * step];
      for (int b = j + 1; b < min(end, j + BLOCK); b++) {
        chain += blocks[b * step];
      }
      run = j == i ? chain : run + chain;
    }
    total = i == 0 ? run : total + run;
  }
  return total;
}

// F a float type, I, U and L the integer types of its shape.
#define DEFINE_MATH(F, I, U, L)                                                                       \
  inline F power_of_two_##F(I n) { return as_##F((n + 127) << 23); }                               \
                                                                                                   \
  /* Comparisons with NaN are false, so NaN passes the bounds. */                                  \
  inline F exp_##F(F x) {                                                                          \
    F bounded = x > 89.0f ? (F)(89.0f) : x;                                                        \
    bounded = bounded < -104.0f ? (F)(-104.0f) : bounded;                                          \
    F n = fma(bounded, (F)(LOG2_E), (F)(ROUNDER)) - (F)(ROUNDER);                                  \
    F r = fma(n, (F)(-(LN2_LOW)), fma(n, (F)(-LN2_HIGH), bounded));                                  \
    F p = (F)(1.0f / 5040.0f);                                                                     \
    p = fma(p, r, (F)(1.0f / 720.0f));                                                             \
    p = fma(p, r, (F)(1.0f / 120.0f));                                                             \
    p = fma(p, r, (F)(1.0f / 24.0f));                                                              \
    p = fma(p, r, (F)(1.0f / 6.0f));                                                               \
    p = fma(p, r, (F)(0.5f));                                                                      \
    p = fma(p, r, (F)(1.0f));                                                                      \
    p = fma(p, r, (F)(1.0f));                                                                      \
    I exponent = convert_##I(n);                                                                   \
    I half_of_it = exponent >> 1;                                                                  \
    return p * power_of_two_##F(half_of_it) * power_of_two_##F(exponent - half_of_it);             \
  }                                                                                                \
                                                                                                   \
  inline F sigmoid_##F(F x) { return (F)(1.0f) / ((F)(1.0f) + exp_##F(-x)); }                      \
                                                                                                   \
  inline F relu_##F(F x) { return x < 0.0f ? (F)(0.0f) : x; }                                      \
                                                                                                   \
  /* For x above 0, subnormal or not, and finite. */                                               \
  inline F log_of_positive_##F(F x) {                                                              \
    I subnormal = x < 0x1p-126f ? (I)(24) : (I)(0);                                                \
    I bits = as_##I(x < 0x1p-126f ? x * 0x1p24f : x);                                              \
    I shifted = bits - SQRT_HALF_BITS;                                                             \
    I exponent = (shifted >> 23) - subnormal;                                                      \
    F m = as_##F(bits - ((shifted >> 23) << 23));                                                  \
    F f = m - 1.0f;                                                                                \
    F s = f / ((F)(2.0f) + f);                                                                     \
    F z = s * s;                                                                                   \
    F series = fma(z, (F)(2.0f / 9.0f), (F)(2.0f / 7.0f));                                         \
    series = fma(z, series, (F)(2.0f / 5.0f));                                                     \
    series = fma(z, series, (F)(2.0f / 3.0f)) * z;                                                 \
    F halved = (F)(0.5f) * f * f;                                                                  \
    F n = convert_##F(exponent);                                                                   \
    F small = fma(s, halved + series, n * (F)(LN2_LOW));                                           \
    return fma(n, (F)(LN2_HIGH), f - (halved - small));                                            \
  }                                                                                                \
                                                                                                   \
  inline F central_quantile_##F(F w) {                                                             \
    F p = (F)(2.8102264E-8f);                                                                      \
    p = fma(p, w, (F)(3.4327394E-7f));                                                             \
    p = fma(p, w, (F)(-3.5233877e-06f));                                                           \
    p = fma(p, w, (F)(-4.3915065E-6f));                                                            \
    p = fma(p, w, (F)(0.00021858087f));                                                            \
    p = fma(p, w, (F)(-0.001253725f));                                                             \
    p = fma(p, w, (F)(-0.0041776816f));                                                            \
    p = fma(p, w, (F)(0.24664073f));                                                               \
    return fma(p, w, (F)(1.5014094f));                                                             \
  }                                                                                                \
                                                                                                   \
  inline F tail_quantile_##F(F w) {                                                                \
    F p = (F)(-0.00020021426f);                                                                    \
    p = fma(p, w, (F)(0.00010095056f));                                                            \
    p = fma(p, w, (F)(0.0013493432f));                                                             \
    p = fma(p, w, (F)(-0.0036734284f));                                                            \
    p = fma(p, w, (F)(0.0057395077f));                                                             \
    p = fma(p, w, (F)(-0.0076224613f));                                                            \
    p = fma(p, w, (F)(0.0094388705f));                                                             \
    p = fma(p, w, (F)(1.001674f));                                                                 \
    return fma(p, w, (F)(2.8329768f));                                                             \
  }                                                                                                \
                                                                                                   \
  inline F normal_quantile_##F(F x) {                                                              \
    F w = -log_of_positive_##F(((F)(1.0f) - x) * ((F)(1.0f) + x));                                 \
    F central = central_quantile_##F(w - 2.5f);                                                    \
    F tail = tail_quantile_##F(sqrt(w) - 3.0f);                                                    \
    return (w < 5.0f ? central : tail) * x * 1.4142135f;                                           \
  }                                                                                                \
                                                                                                   \
  /* 24 random bits u < p; NaN stays. */                                                           \
  inline F bernoulli_##F(U word, F p) {                                                            \
    F drawn = convert_##F(word >> 8) * 0x1p-24f < p ? (F)(1.0f) : (F)(0.0f);                       \
    return p != p ? p : drawn;                                                                     \
  }                                                                                                \
                                                                                                   \
  /* The quantile of the middle of one of 2^23 equal intervals. */                                 \
  inline F normal_##F(U word) {                                                                    \
    I odd = as_##I(((word >> 9) << 1) + 1);                                                        \
    return normal_quantile_##F(convert_##F(odd - (1 << 23)) * 0x1p-23f);                           \
  }                                                                                                \
                                                                                                   \
  /* Philox4x32-10: the counter (low, high, draw) becomes four random words. */                    \
  inline void philox_##U(ulong seed, ulong draw, U high, U low, U *words) {                        \
    U c0 = low;                                                                                    \
    U c1 = high;                                                                                   \
    U c2 = (U)((uint)draw);                                                                        \
    U c3 = (U)((uint)(draw >> 32));                                                                \
    uint k0 = (uint)seed;                                                                          \
    uint k1 = (uint)(seed >> 32);                                                                  \
    for (int round = 0; round < 10; round++) {                                                     \
      L p0 = convert_##L(c0) * (L)(0xD2511F53ul);                                                  \
      L p1 = convert_##L(c2) * (L)(0xCD9E8D57ul);                                                  \
      c0 = convert_##U(p1 >> 32) ^ c1 ^ k0;                                                        \
      c1 = convert_##U(p1);                                                                        \
      c2 = convert_##U(p0 >> 32) ^ c3 ^ k1;                                                        \
      c3 = convert_##U(p0);                                                                        \
      k0 += 0x9E3779B9u;                                                                           \
      k1 += 0xBB67AE85u;                                                                           \
    }                                                                                              \
    words[0] = c0;                                                                                 \
    words[1] = c1;                                                                                 \
    words[2] = c2;                                                                                 \
    words[3] = c3;                                                                                 \
  }

DEFINE_MATH(float, int, uint, ulong)
#ifdef CPU
DEFINE_MATH(float16, int16, uint16, ulong16)
#endif

inline float log_float(float x) {
  if (!(x > 0.0f) || x == INFINITY) {
    return x == 0.0f ? -INFINITY : x > 0.0f ? x : NAN;
  }
  return log_of_positive_float(x);
}

// The larger one; NaN if there is one.
inline float max_or_nan(float a, float b) { return a >= b || a != a ? a : b; }

// The part of a matrix that this work-item computes: `rows_each` x `cols_each` elements. In the GPU
// family that is one element. A work-item beyond the edge has none.
#define PART                                                                                       \
  const int first_col = (int)get_global_id(0) * cols_each;                                         \
  const int end_col = min(cols, first_col + cols_each);                                            \
  const int first_row = (int)get_global_id(1) * rows_each;                                         \
  const int end_row = min(rows, first_row + rows_each);

#ifdef CPU
#define ITEM __attribute__((reqd_work_group_size(1, 1, 1)))
#else
#define ITEM __attribute__((reqd_work_group_size(64, 1, 1)))
#endif
